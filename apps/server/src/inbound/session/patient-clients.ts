import { clientKey } from '../../dns/index.ts';

/** How long patience is remembered. */
const rememberedMs = 3_600_000;
/** About 100 bytes each. */
const maxRemembered = 10_000;

/**
 * Clients that have waited for their greeting. They are greeted at once the next time, so that the pause which unmasks impatient
 * ones costs a mail server 100 ms an hour.
 */
export class PatientClients {
  readonly #seenAtMs = new Map<string, number>();

  /** Whether the client has waited within the last hour. */
  has(ip: string, now: Date): boolean {
    const seenAtMs = this.#seenAtMs.get(clientKey(ip));
    return seenAtMs !== undefined && now.getTime() - seenAtMs < rememberedMs;
  }

  /** Remembers that the client has waited. The one remembered longest makes room. */
  add(ip: string, now: Date): void {
    const key = clientKey(ip);
    this.#seenAtMs.delete(key);
    this.#seenAtMs.set(key, now.getTime());
    if (this.#seenAtMs.size <= maxRemembered) return;
    const oldest = this.#seenAtMs.keys().next();
    if (!oldest.done) this.#seenAtMs.delete(oldest.value);
  }
}
