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
