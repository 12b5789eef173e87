import { createManualClock, startDnsServer } from '@smtpy/testkit';
import { createOwner, openTestDatabase } from '../../../fixtures/index.ts';
import { createSealer } from '../../db/index.ts';
import { createResolver } from '../../dns/index.ts';
import { systemClock } from '../../observe/index.ts';
import { createDomains, type Domain, type DomainCheck } from '../index.ts';

/** The name of this installation. */
export const hostname = 'mx.example.net';
/** A minute. */
export const minuteMs = 60_000;

/** Domains of two organizations on a real database, a DNS server, and a clock that stands still. */
export async function openWorld() {
  const [database, dns] = await Promise.all([openTestDatabase(), startDnsServer()]);
  const { db } = database;
  const clock = createManualClock();
  const domains = createDomains({ db, clock, sealer: createSealer(Buffer.alloc(32, 7)) });
  const jane = (await createOwner(db, 'jane')).organizationId;
  const john = (await createOwner(db, 'john')).organizationId;
  dns.set(hostname, 'TXT', ['v=spf1 a -all']);

  /** A resolver of its own each time: it remembers answers. */
  const resolver = () => createResolver({ servers: [dns.address], timeoutMs: 400, clock: systemClock });

  async function add(name: string, organizationId = jane, isTrusted = false): Promise<Domain> {
    const result = await domains.addDomain({ organizationId, name, isTrusted });
    if (result.kind !== 'added') throw new Error(result.reason);
    return result.domain;
  }

  /** Publishes the ownership records of these domains, which have one name, and an MX that reaches us. */
  function prove(name: string, ...owners: readonly Domain[]): void {
    dns.set(
      name,
      'TXT',
      owners.map((owner) => `smtpy-verification=${owner.verificationToken}`),
    );
    dns.set(name, 'MX', [{ preference: 10, exchange: hostname }]);
  }

  async function find({ organizationId, id: domainId }: Domain): Promise<Domain> {
    const found = await domains.find({ organizationId, domainId });
    if (found === undefined) throw new Error('the domain is gone');
    return found;
  }

  async function check(domain: Domain): Promise<DomainCheck> {
    return domains.checkRecords(await find(domain), { hostname, resolver: resolver() });
  }

  /** The types of facts about a domain, in their order. */
  async function factsOf({ id }: Domain): Promise<readonly string[]> {
    const rows = await db.query<{ readonly type: string }>({
      text: `select type from events where data->>'domainId' = $1 order by id`,
      params: [id],
    });
    return rows.map(({ type }) => type);
  }

  /** Everything that is recommended, for a domain. */
  async function publishAll(domain: Domain): Promise<void> {
    const texts = new Map<string, string[]>();
    for (const { type, name, value } of await domains.records(domain, { hostname })) {
      if (type === 'TXT') texts.set(name, [...(texts.get(name) ?? []), value]);
    }
    for (const [name, values] of texts) dns.set(name, 'TXT', values);
    dns.set(domain.name, 'MX', [{ preference: 10, exchange: hostname }]);
  }

  return {
    db,
    dns,
    clock,
    domains,
    jane,
    john,
    resolver,
    add,
    prove,
    find,
    check,
    factsOf,
    publishAll,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([database[Symbol.asyncDispose](), dns.close()]);
    },
  };
}

/** What {@link openWorld} gives. */
export type World = Awaited<ReturnType<typeof openWorld>>;
