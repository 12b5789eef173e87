import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import { createSealer, newId } from '../db/index.ts';
import { silentEvents, systemClock } from '../observe/index.ts';
import { createQueue, deliveryStates, type Queue } from '../queue/index.ts';
import { sampleAcceptance } from '../queue/testdata/acceptance.ts';
import { loadListed } from './list-store.ts';
import type { MessageFilter } from './filter.ts';
import { searchBudget, searchMessages, type SearchBudget } from './search.ts';
import { kindsOfPeople } from './filter.ts';

let database: OpenTestDatabase;
let queue: Queue;
/** Two organizations: the first has the mail that is looked for. */
const organizations: string[] = [];

interface Facts {
  readonly id: string;
  readonly organizationId: string;
  readonly receivedAt: Date;
  readonly mailFrom: string;
  readonly headerFrom: string;
  readonly subject: string;
  readonly rcptTo: readonly string[];
  readonly messageIdHeader: string;
  readonly deliveries: readonly {
    readonly state: (typeof deliveryStates)[number];
    readonly kind: 'forward' | 'reply' | 'notice' | 'probe';
    readonly aliasId: string;
    readonly domainId: string;
    readonly mailboxId: string;
    readonly contactId: string;
  }[];
}

const facts: Facts[] = [];
const domains: { id: string; aliases: { id: string; contactId: string; address: string }[] }[] = [];
const mailboxIds = Array.from({ length: 3 }, () => newId());

/** Never out of time: what is found depends on the rows alone. */
const patient: SearchBudget = { ...searchBudget, nowMs: () => 0 };

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  queue = createQueue({
    db,
    sealer: createSealer(randomBytes(32)),
    clock: systemClock,
    events: silentEvents,
    shard: 0,
  });
  for (const name of ['jane', 'john']) organizations.push((await createOwner(db, name)).organizationId);
  await makeAliases();
  for (let index = 0; index < 240; index += 1) await acceptOne(index);
  await database.db.query({ text: 'analyze' });
}, 60_000);
afterAll(() => database[Symbol.asyncDispose]());

/** Domains of the first organization: one with few aliases, one with more than lead by themselves. */
async function makeAliases(): Promise<void> {
  for (const [name, count] of [
    ['few.example', 3],
    ['many.example', 120],
  ] as const) {
    const domain = { id: newId(), aliases: [] as { id: string; contactId: string; address: string }[] };
    domains.push(domain);
    await database.db.query({
      text: `insert into domains (id, organization_id, name, state, verification_token) values ($1, $2, $3, 'active', 'x')`,
      params: [domain.id, organizations[0], name],
    });
    for (let index = 0; index < count; index += 1) {
      const alias = { id: newId(), contactId: newId(), address: `a${String(index)}@${name}` };
      domain.aliases.push(alias);
      await database.db.query({
        text: 'insert into aliases (id, organization_id, domain_id, local_part) values ($1, $2, $3, $4)',
        params: [alias.id, organizations[0], domain.id, `a${String(index)}`],
      });
      await database.db.query({
        text: `insert into contacts (id, organization_id, alias_id, domain_id, address, reply_local_part)
          values ($1, $2, $3, $4, 'ann@sender.example', $5)`,
        params: [alias.contactId, organizations[0], alias.id, domain.id, `r${String(index)}`],
      });
    }
  }
}

const pick = <T>(list: readonly T[]): T => {
  const one = list[Math.floor(Math.random() * list.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
};

/** Accepts a message and puts its deliveries into any state, as the rows of that state look. */
async function acceptOne(index: number): Promise<void> {
  const organizationId = Math.random() < 0.85 ? (organizations[0] ?? '') : (organizations[1] ?? '');
  const kind = pick(['forward', 'forward', 'forward', 'reply', 'notice', 'probe'] as const);
  const deliveries = Array.from({ length: pick([1, 1, 1, 2, 3]) }, () => {
    const domain = pick(domains);
    const alias = pick(domain.aliases.slice(0, 4));
    const mailboxId = pick(mailboxIds);
    const state = pick(deliveryStates);
    return {
      kind,
      state,
      aliasId: alias.id,
      domainId: domain.id,
      mailboxId,
      contactId: alias.contactId,
      alias,
    };
  });
  const receivedAt = new Date(Date.now() - index * 3_000_000);
  const rcptTo = [...new Set(deliveries.map(({ alias }) => alias.address))];
  const message = {
    id: newId(receivedAt),
    organizationId,
    receivedAt,
    mailFrom: pick(['bounce@News.example', 'ann@sender.example', '']),
    headerFrom: pick(['ann@sender.example', 'bob@shop.example', 'carol@news.example']),
    subject: pick(['Hello', 'Your ORDER 17', 'Invoice']),
    messageIdHeader: `<${String(index % 50)}@sender.example>`,
    rcptTo,
  };
  await queue.enqueue(
    sampleAcceptance({
      message: {
        ...message,
        deliveries: deliveries.map(({ alias, mailboxId, contactId }) => ({
          id: newId(receivedAt),
          kind,
          recipient: alias.address,
          aliasId: alias.id,
          mailboxId,
          contactId,
          destination: 'jane@mailbox.example',
          mode: 'rewrite' as const,
        })),
      },
    }),
  );
  await setStates(
    message.id,
    deliveries.map(({ state }) => state),
  );
  facts.push({ ...message, deliveries });
}

/** The queue leads to some states over days; a list reads rows, whatever led to them. */
async function setStates(messageId: string, states: readonly string[]): Promise<void> {
  await database.db.query({
    text: `update deliveries d set state = s.state,
        finished_at = case when s.state in ('queued', 'sending', 'deferred', 'held') then null else now() end
      from (select d.id, u.state from (select id, row_number() over (order by id) as nr from deliveries where message_id = $1) d
        join unnest($2::text[]) with ordinality as u (state, nr) using (nr)) s
      where d.id = s.id`,
    params: [messageId, states],
  });
}

/** What the filter means, told once more without any index. */
function meets(filter: MessageFilter, message: Facts): boolean {
  const contains = (texts: readonly string[], part: string | undefined): boolean =>
    part === undefined || texts.some((text) => text.toLowerCase().includes(part.toLowerCase()));
  const senders = [message.mailFrom, message.headerFrom];
  const { from, to, messageIdHeader: wanted } = filter;
  return (
    message.organizationId === organizations[0] &&
    contains(senders, filter.sender) &&
    contains([message.subject, ...senders, ...message.rcptTo], filter.text) &&
    (wanted === undefined || wanted.replace(/^<|>$/g, '') === message.messageIdHeader.slice(1, -1)) &&
    (from === undefined || message.receivedAt >= from) &&
    (to === undefined || message.receivedAt < to) &&
    message.deliveries.some(
      (delivery) =>
        (filter.kinds ?? kindsOfPeople).some((kind) => kind === delivery.kind) &&
        (filter.states?.includes(delivery.state) ?? true) &&
        (filter.aliasId ?? delivery.aliasId) === delivery.aliasId &&
        (filter.domainId ?? delivery.domainId) === delivery.domainId &&
        (filter.mailboxId ?? delivery.mailboxId) === delivery.mailboxId &&
        (filter.contactId ?? delivery.contactId) === delivery.contactId,
    )
  );
}

const sometimes = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: values });

const someInstant = fc.integer({ min: 0, max: 240 }).map((index) => new Date(Date.now() - index * 3_000_000));

const someFilter = (): fc.Arbitrary<MessageFilter> =>
  fc.record({
    states: sometimes(fc.uniqueArray(fc.constantFrom(...deliveryStates), { minLength: 1, maxLength: 4 })),
    kinds: sometimes(fc.constantFrom(['forward'] as const, ['reply'] as const, ['notice', 'probe'] as const)),
    aliasId: sometimes(
      fc.constantFrom(...domains.flatMap(({ aliases }) => aliases.slice(0, 5).map(({ id }) => id))),
    ),
    domainId: sometimes(fc.constantFrom(...domains.map(({ id }) => id), newId())),
    mailboxId: sometimes(fc.constantFrom(...mailboxIds)),
    contactId: sometimes(
      fc.constantFrom(...domains.flatMap(({ aliases }) => aliases.slice(0, 4).map((a) => a.contactId))),
    ),
    sender: sometimes(fc.constantFrom('news.EXAMPLE', 'ann@', 'nobody', '%', '_')),
    text: sometimes(fc.constantFrom('order', 'a1@many', 'sender', 'none of it')),
    messageIdHeader: sometimes(fc.constantFrom('<3@sender.example>', '7@sender.example', '<absent@x>')),
    from: sometimes(someInstant),
    to: sometimes(someInstant),
  });

/** All pages of a search. */
async function searchAll(
  filter: MessageFilter,
  { limit, budget = patient }: { readonly limit: number; readonly budget?: SearchBudget },
): Promise<readonly string[]> {
  const ids: string[] = [];
  let afterId: string | undefined;
  for (let page = 0; page < 2_000; page += 1) {
    const search = { organizationId: organizations[0] ?? '', filter, limit, afterId };
    const found = await searchMessages(database.db, search, budget);
    expect(found.ids.length).toBeLessThanOrEqual(limit);
    ids.push(...found.ids);
    if (found.nextAfterId === undefined) return ids;
    if (!found.isCutShort) expect(found.ids).toHaveLength(limit);
    afterId = found.nextAfterId;
  }
  throw new Error('the pages do not end');
}

const expected = (filter: MessageFilter): readonly string[] =>
  facts
    .filter((message) => meets(filter, message))
    .map(({ id }) => id)
    .sort()
    .reverse();

describe('searchMessages', () => {
  it('finds what a recount finds, for whatever is asked, page by page', async () => {
    await fc.assert(
      fc.asyncProperty(someFilter(), fc.constantFrom(7, 50), async (filter, limit) => {
        expect(await searchAll(filter, { limit })).toEqual(expected(filter));
      }),
      { numRuns: 70 },
    );
  }, 30_000);

  it.each([
    ['everything', {}],
    ['what is sent', { states: ['sending'] as const }],
    ['what needs a look', { states: ['deferred', 'held', 'bounced', 'expired'] as const }],
    ['notices', { kinds: ['notice', 'probe'] as const }],
    ['a sender', { sender: '@shop.example' }],
    ['a Message-ID', { messageIdHeader: '3@sender.example' }],
  ])('finds each by itself: %s', async (_, filter) => {
    expect(expected(filter).length).toBeGreaterThan(0);
    expect(await searchAll(filter, { limit: 20 })).toEqual(expected(filter));
  });

  it('stops when its time or its budget is used up, and goes on where it stopped', async () => {
    const search = { organizationId: organizations[0] ?? '', filter: { sender: 'nobody' }, limit: 5 };
    let clock = 0;
    const hasty = { ...searchBudget, nowMs: () => (clock += 100) };
    expect(await searchMessages(database.db, search, hasty)).toMatchObject({ ids: [], isCutShort: true });
    const narrow = { ...patient, messages: 10 };
    const filter = { sender: 'carol' };
    expect(await searchAll(filter, { limit: 3, budget: narrow })).toEqual(expected(filter));
    expect(await searchAll(filter, { limit: 3, budget: hasty })).toEqual(expected(filter));
  });

  it('shows everything once and in order while mail comes in and is deleted', async () => {
    const organizationId = organizations[0] ?? '';
    const seen: string[] = [];
    const removed: string[] = [];
    const arrived: string[] = [];
    let afterId: string | undefined;
    const before = expected({});
    do {
      const found = await searchMessages(
        database.db,
        { organizationId, filter: {}, limit: 10, afterId },
        patient,
      );
      seen.push(...found.ids);
      afterId = found.nextAfterId;
      await acceptOne(0);
      arrived.push(facts.at(-1)?.id ?? '');
      const victim = before.find((id) => !seen.includes(id) && !removed.includes(id));
      if (victim === undefined) continue;
      await database.db.query({ text: 'delete from messages where id = $1', params: [victim] });
      await database.db.query({ text: 'delete from deliveries where message_id = $1', params: [victim] });
      removed.push(victim);
    } while (afterId !== undefined);
    expect(seen).toEqual([...new Set(seen)].sort().reverse());
    expect(seen.filter((id) => arrived.includes(id))).toEqual([]);
    expect(seen).toEqual(before.filter((id) => !removed.includes(id)));
    const gone = new Set([...removed, ...arrived]);
    facts.splice(0, facts.length, ...facts.filter(({ id }) => !gone.has(id)));
  });

  it('loads a page with addresses of the organization alone', async () => {
    const [id = ''] = expected({ domainId: domains[0]?.id });
    const [listed] = await loadListed(database.db, organizations[0] ?? '', [id]);
    expect(listed?.deliveries[0]?.alias?.address).toMatch(/@(few|many)\.example$/);
    expect(await loadListed(database.db, organizations[1] ?? '', [id])).toEqual([]);
  });
});
