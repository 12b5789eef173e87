import { createPrivateKey } from 'node:crypto';
import type { DomainName } from '@smtpy/mail';
import { ReadThroughCache } from '../cache/index.ts';
import type { Queryable, Sealer } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';
import type { SigningKey } from './domain.ts';
import { findSealedKey } from './key-store.ts';

/**
 * How long a process signs with a key that was rotated away elsewhere. Its record stays published for days after a
 * rotation, so seconds hurt nobody; without the memory each message would cost a query, an unsealing and a key parse.
 */
const keyLifetimeMs = 5_000;
/** How long a domain without a key is remembered as such. */
const absenceLifetimeMs = 1_000;
/** A parsed RSA key takes about 4 KiB, so 16 MiB at most. */
const maxKeys = 4_096;

/** What the private key of a domain is sealed for: it opens for no other domain. */
export function sealingContext(domainId: string): string {
  return `dkim:${domainId}`;
}

/** Parsed signing keys of a process, by domain name. */
export function createSigningKeys({
  db,
  clock,
  sealer,
}: {
  readonly db: Queryable;
  readonly clock: Clock;
  readonly sealer: Sealer;
}) {
  const cache = new ReadThroughCache<SigningKey | undefined>({
    maxEntries: maxKeys,
    lifetimeMs: (key) => (key === undefined ? absenceLifetimeMs : keyLifetimeMs),
    clock,
  });

  async function load(name: DomainName): Promise<SigningKey | undefined> {
    const sealed = await findSealedKey(db, name);
    if (sealed === undefined) return undefined;
    const der = sealer.open(sealed.privateKeySealed, sealingContext(sealed.domainId));
    return {
      selector: sealed.selector,
      domain: name,
      key: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }),
    };
  }

  return {
    load: (name: DomainName) => cache.get(name, () => load(name)),
    forget: (name: DomainName) => {
      cache.forget(name);
    },
  };
}
