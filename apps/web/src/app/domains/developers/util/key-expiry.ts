/** For how long a new key is good, in days; `never` for one without an end. */
export const keyLifetimes = ['30', '90', '365', 'never'] as const;
/** One of {@link keyLifetimes}. */
export type KeyLifetime = (typeof keyLifetimes)[number];

const dayMs = 86_400_000;

/** When a key ends that is made now; null: never. */
export function expiryOf(lifetime: KeyLifetime, now: number): string | null {
  return lifetime === 'never' ? null : new Date(now + Number(lifetime) * dayMs).toISOString();
}

/** When a key ends that was replaced: a day from now, or when it would have anyway. */
export function graceUntil(expiresAt: string | null, now: number): string {
  const inOneDay = now + dayMs;
  return new Date(expiresAt === null ? inOneDay : Math.min(inOneDay, Date.parse(expiresAt))).toISOString();
}

/** Whether a key has ended. */
export function isExpired(expiresAt: string | null, now: number): boolean {
  return expiresAt !== null && Date.parse(expiresAt) <= now;
}

/** Whether it ends within the week: then somebody should think of it. */
export function endsSoon(expiresAt: string | null, now: number): boolean {
  return expiresAt !== null && !isExpired(expiresAt, now) && Date.parse(expiresAt) - now < 7 * dayMs;
}

/** The same lifetime anew: as long as the old key had when it was made. */
export function renewedExpiry(
  key: { created_at: string; expires_at: string | null },
  now: number,
): string | null {
  if (key.expires_at === null) return null;
  const lifetimeMs = Math.max(dayMs, Date.parse(key.expires_at) - Date.parse(key.created_at));
  return new Date(now + lifetimeMs).toISOString();
}
