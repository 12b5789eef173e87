/** Names of what only the person who is signed in may see begin with this. */
const privatePrefix = 'smtpy.private.';

/** The name under which something is remembered for as long as the session lasts. */
export function privateKey(name: string): string {
  return privatePrefix + name;
}

/** What this device remembers; null where it remembers nothing or may not. */
export function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    // Expected: storage is switched off.
    return null;
  }
}

/** Remembers on this device; null forgets. Where storage is switched off nothing is remembered. */
export function store(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Expected: storage is switched off or full.
  }
}

/** Forgets what the next person at this device shall not see. */
export function forgetPrivate(): void {
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(privatePrefix)) localStorage.removeItem(key);
  } catch {
    // Expected: storage is switched off.
  }
}
