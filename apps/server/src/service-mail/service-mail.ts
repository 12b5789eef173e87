import { createPrivateKey } from 'node:crypto';
import { formatDkimRecord, parseAddress, parseDomainName, type DomainName } from '@smtpy/mail';
import { ReadThroughCache } from '../cache/index.ts';
import type { Db, Sealer, Tx } from '../db/index.ts';
import type { Domains, SigningKey } from '../domains/index.ts';
import { buildLetter, type Letter } from '../followups/index.ts';
import type { Clock } from '../observe/index.ts';
import type { Queue } from '../queue/index.ts';
import { ensureKey, findKey, sealingContext } from './store.ts';

/** What service mail needs. */
export interface ServiceMailDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly sealer: Sealer;
  readonly queue: Pick<Queue, 'enqueueIn'>;
  readonly domains: Pick<Domains, 'findDomain'>;
  /** The name of this mail server. */
  readonly hostname: string;
  /** The domain that the operator chose for the service's own mail. */
  readonly installation: { readonly load: () => Promise<{ readonly serviceDomain: string | null }> };
}

/** A mail to one person. */
export interface SendServiceMail {
  /** An address as it is stored: lower case. */
  readonly headerTo: string;
  /** Whose mail this is: its message is among theirs. */
  readonly organizationId: string;
  readonly letter: Letter;
}

/** Mail in the service's own name. */
export interface ServiceMail {
  /** Puts a mail into the queue, with the transaction; gives the id of its message. */
  send(tx: Tx, mail: SendServiceMail): Promise<string>;
  /** The key that signs for our host name; undefined for other domains and before the first mail. A few seconds old at most. */
  loadSigningKey(domain: DomainName): Promise<SigningKey | undefined>;
  /** The DKIM record to publish for the host name; undefined before the first mail from it. */
  findSigningRecord(): Promise<{ readonly name: string; readonly value: string } | undefined>;
}

/** The key of a host name is made once and never changed by us. */
const keyLifetimeMs = 60_000;
const absenceLifetimeMs = 1_000;

/** Service mail on a database and its queue. */
export function createServiceMail(dependencies: ServiceMailDependencies): ServiceMail {
  const { db, clock, sealer, hostname } = dependencies;
  const own = readHostname(hostname);
  const cache = new ReadThroughCache<SigningKey | undefined>({
    // One host name; what other domains ask for is not ours and is not kept.
    maxEntries: 1,
    lifetimeMs: (key) => (key === undefined ? absenceLifetimeMs : keyLifetimeMs),
    clock,
  });
  return {
    send: (tx, mail) => send(dependencies, { tx, mail, own }),
    loadSigningKey: (domain) =>
      domain === own ? cache.get(own, () => loadKey({ db, sealer, own })) : Promise.resolve(undefined),
    findSigningRecord: async () => {
      const key = await findKey(db, own);
      return key && { name: `${key.selector}._domainkey.${own}`, value: formatDkimRecord(key.publicKeyDer) };
    },
  };
}

async function send(
  dependencies: ServiceMailDependencies,
  { tx, mail, own }: { readonly tx: Tx; readonly mail: SendServiceMail; readonly own: DomainName },
): Promise<string> {
  const { queue, clock, sealer, hostname } = dependencies;
  const headerTo = parseAddress(mail.headerTo);
  if (!headerTo.ok) throw new Error(`a mail of the service has no recipient: ${headerTo.reason}`);
  const chosen = await findChosenDomain(dependencies);
  if (chosen === undefined) await ensureKey(tx, { domain: own, clock, sealer });
  const { messageId, acceptance } = buildLetter({
    organizationId: mail.organizationId,
    domain: chosen ?? own,
    headerTo: headerTo.value,
    letter: mail.letter,
    hostname,
    at: clock.now(),
  });
  await queue.enqueueIn(tx, acceptance);
  return messageId;
}

/** The operator's domain, while mail is received for it: what cannot be received for has no key that others find. */
async function findChosenDomain({
  installation,
  domains,
}: ServiceMailDependencies): Promise<DomainName | undefined> {
  const { serviceDomain } = await installation.load();
  if (serviceDomain === null) return undefined;
  const name = parseDomainName(serviceDomain);
  const domain = name.ok ? await domains.findDomain(name.value) : undefined;
  return domain?.state === 'active' || domain?.state === 'degraded' ? domain.name : undefined;
}

async function loadKey({
  db,
  sealer,
  own,
}: {
  readonly db: Db;
  readonly sealer: Sealer;
  readonly own: DomainName;
}): Promise<SigningKey | undefined> {
  const found = await findKey(db, own);
  if (found === undefined) return undefined;
  const der = sealer.open(found.privateKeySealed, sealingContext(own));
  return {
    selector: found.selector,
    domain: own,
    key: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }),
  };
}

function readHostname(hostname: string): DomainName {
  const name = parseDomainName(hostname);
  if (!name.ok) throw new Error(`the host name ${hostname} is no domain name: ${name.reason}`);
  return name.value;
}
