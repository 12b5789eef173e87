import { generateDkimKey, type DomainName } from '@smtpy/mail';
import type { Queryable, Sealer, Tx } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';

/** Others than `default`, which the domains of users have: a host name may be one of them some day. */
const selector = 'smtpy';

interface KeyRow {
  readonly selector: string;
  readonly public_key: Buffer;
  readonly private_key_sealed: Buffer;
}

/** A key of a host name. */
export interface ServiceKey {
  readonly selector: string;
  readonly publicKeyDer: Buffer;
  readonly privateKeySealed: Buffer;
}

/** The key of a host name. */
export async function findKey(db: Queryable, domain: DomainName): Promise<ServiceKey | undefined> {
  const [row] = await db.query<KeyRow>({
    text: 'select selector, public_key, private_key_sealed from service_keys where domain = $1',
    params: [domain],
  });
  return (
    row && {
      selector: row.selector,
      publicKeyDer: row.public_key,
      privateKeySealed: row.private_key_sealed,
    }
  );
}

/** The key of a host name, made where there is none. Of several that make one at once, one is kept. */
export async function ensureKey(
  tx: Tx,
  { domain, clock, sealer }: { readonly domain: DomainName; readonly clock: Clock; readonly sealer: Sealer },
): Promise<ServiceKey> {
  const found = await findKey(tx, domain);
  if (found !== undefined) return found;
  const { publicKeyDer, privateKeyDer } = await generateDkimKey();
  await tx.query({
    text: `insert into service_keys (domain, selector, public_key, private_key_sealed, created_at)
      values ($1, $2, $3, $4, $5) on conflict (domain) do nothing`,
    params: [domain, selector, publicKeyDer, sealer.seal(privateKeyDer, sealingContext(domain)), clock.now()],
  });
  const kept = await findKey(tx, domain);
  if (kept === undefined) throw new Error(`the key of ${domain} was not kept`);
  return kept;
}

/** What the private key of a host name is sealed for. */
export function sealingContext(domain: DomainName): string {
  return `service-key:${domain}`;
}
