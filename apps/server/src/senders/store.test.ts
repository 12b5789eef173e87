import { randomBytes, randomUUID } from 'node:crypto';
import { parseAddress, type Address } from '@smtpy/mail';
import { createManualClock, waitFor } from '@smtpy/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import { createDomains } from '../domains/index.ts';
import { createSealer, newId } from '../db/index.ts';
import { systemClock } from '../observe/index.ts';
import { createSenders, type AddSender, type Senders } from './index.ts';

let database: OpenTestDatabase;
/** As two processes have them; their clock stands still, so that nothing grows too old to be kept. */
let senders: Senders;
let others: Senders;
let jane: string;
let john: string;
let shop: string;
let news: string;

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  const clock = createManualClock();
  senders = await createSenders({ db, clock });
  others = await createSenders({ db, clock });
  jane = (await createOwner(db, 'jane')).organizationId;
  john = (await createOwner(db, 'john')).organizationId;
  const domains = createDomains({ db, clock: systemClock, sealer: createSealer(randomBytes(32)) });
  const added = await domains.addDomain({ organizationId: jane, name: 'my.example', isTrusted: true });
  if (added.kind !== 'added') throw new Error('the domain was not added');
  const addAlias = async (localPart: string) => {
    const id = newId();
    await db.query({
      text: 'insert into aliases (id, organization_id, domain_id, local_part) values ($1, $2, $3, $4)',
      params: [id, jane, added.domain.id, localPart],
    });
    return id;
  };
  shop = await addAlias('shop');
  news = await addAlias('news');
});
afterAll(async () => {
  await senders[Symbol.asyncDispose]();
  await others[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});
beforeEach(() => database.db.query({ text: 'truncate sender_entries' }));

function address(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

async function add(change: Partial<AddSender> = {}) {
  const result = await senders.add({ verdict: 'block', subject: 'spam.example', source: 'owner', ...change });
  if (result.kind !== 'added') throw new Error(result.reason);
  return result;
}

const judge = (by: Senders, change: { readonly aliasId?: string; readonly from?: string } = {}) =>
  by.judge({
    organizationId: jane,
    aliasId: change.aliasId ?? shop,
    mailFrom: address(change.from ?? 'bob@spam.example'),
    isMailFromProven: false,
    isAuthorProven: false,
  });

async function hearVerdict(by: Senders, kind: string): Promise<void> {
  await waitFor(async () => (await judge(by)).kind === kind, { what: `the other process to say ${kind}` });
}

describe('add', () => {
  it('keeps one entry however often it is added, and brings in what is new', async () => {
    const first = await add({ organizationId: jane, subject: ' Spam.EXAMPLE ', note: 'sold\nmy address ' });
    expect(first).toMatchObject({
      isNew: true,
      entry: {
        subject: 'spam.example',
        scope: 'organization',
        note: 'soldmy address',
        acceptsUnproven: false,
        source: 'owner',
      },
    });
    const again = await add({ organizationId: jane });
    expect(again).toEqual({ ...first, isNew: false });
    const changed = await add({ organizationId: jane, note: 'other', acceptsUnproven: true });
    expect(changed.entry).toEqual({ ...first.entry, note: 'other', acceptsUnproven: true });
    expect(await senders.list({ organizationId: jane, limit: 9 })).toEqual([changed.entry]);
  });

  it('makes one row for all who ask at once', async () => {
    const results = await Promise.all(Array.from({ length: 6 }, () => add({ organizationId: jane })));
    expect(results.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(new Set(results.map(({ entry }) => entry.id)).size).toBe(1);
  });

  it('keeps a block and an allow of one subject, in each scope', async () => {
    for (const scope of [{}, { organizationId: jane }, { organizationId: jane, aliasId: shop }]) {
      for (const verdict of ['block', 'allow'] as const)
        expect((await add({ ...scope, verdict })).isNew).toBe(true);
    }
    const listed = await senders.list({ organizationId: jane, isWithAliases: true, limit: 9 });
    expect(listed.map(({ scope, verdict }) => `${scope} ${verdict}`)).toEqual([
      'organization block',
      'organization allow',
      'alias block',
      'alias allow',
    ]);
  });

  it('tells of an allow that wins', async () => {
    const { entry } = await add({ verdict: 'allow', subject: 'example', source: 'operator' });
    expect((await add({ organizationId: jane, aliasId: shop })).overruledBy).toEqual(entry);
    await add({ verdict: 'allow', subject: 'other.example', organizationId: john });
    expect((await add({ subject: 'other.example', organizationId: jane })).overruledBy).toEqual(entry);
    await senders.remove({ id: entry.id });
    expect((await add({ subject: 'other.example', organizationId: jane })).overruledBy).toBeUndefined();
  });

  it.each<[string, () => Partial<AddSender>, string]>([
    ['a subject that is none', () => ({ subject: 'two words' }), 'invalid_subject'],
    ["another's alias", () => ({ organizationId: john, aliasId: shop }), 'unknown_alias'],
    ['an alias of nobody', () => ({ aliasId: shop }), 'unknown_alias'],
    ['an alias that is no id', () => ({ organizationId: jane, aliasId: 'shop' }), 'unknown_alias'],
    ['an unknown organization', () => ({ organizationId: randomUUID() }), 'unknown_organization'],
  ])('refuses %s', async (_what, change, kind) => {
    const input = { verdict: 'block', subject: 'spam.example', source: 'owner', ...change() } as const;
    expect(await senders.add(input)).toMatchObject({ kind });
    expect(await senders.list({ organizationId: jane, isWithAliases: true, limit: 9 })).toEqual([]);
  });

  it('refuses more than an organization may have', async () => {
    await database.db.query({
      text: `insert into sender_entries (id, organization_id, verdict, subject, source)
        select gen_random_uuid(), $1, 'block', 'd' || n || '.example', 'owner' from generate_series(1, 5000) n`,
      params: [jane],
    });
    const input = { verdict: 'block', subject: 'one.example', source: 'owner' } as const;
    expect(await senders.add({ ...input, organizationId: jane })).toMatchObject({ kind: 'too_many' });
    expect(await senders.add({ ...input, organizationId: john })).toMatchObject({ kind: 'added' });
  });
});

describe('list', () => {
  it('gives page by page what is of a scope', async () => {
    const subjects = ['a.example', 'b.example', 'c.example'];
    for (const subject of subjects) await add({ organizationId: jane, subject });
    await add({ organizationId: jane, aliasId: shop, subject: 'alias.example' });
    await add({ organizationId: john, subject: 'john.example' });
    await add({ subject: 'operator.example' });
    const first = await senders.list({ organizationId: jane, limit: 2 });
    const rest = await senders.list({ organizationId: jane, limit: 2, afterId: first[1]?.id });
    expect([...first, ...rest].map(({ subject }) => subject)).toEqual(subjects);
    const listed = await senders.list({ organizationId: jane, aliasId: shop, limit: 9 });
    expect(listed.map(({ subject }) => subject)).toEqual(['alias.example']);
    expect((await senders.list({ limit: 9 })).map(({ subject }) => subject)).toEqual(['operator.example']);
  });
});

describe('remove', () => {
  it('takes the block and the allow of a subject out of exactly one scope', async () => {
    await add({ organizationId: jane });
    await add({ organizationId: jane, verdict: 'allow' });
    await add({ organizationId: jane, aliasId: shop });
    const result = await senders.remove({ organizationId: jane, subject: 'SPAM.example' });
    expect(result.kind === 'removed' && result.entries).toHaveLength(2);
    const left = await senders.list({ organizationId: jane, isWithAliases: true, limit: 9 });
    expect(left.map(({ aliasId }) => aliasId)).toEqual([shop]);
  });

  it('removes nothing of others', async () => {
    const { entry } = await add({ organizationId: jane });
    for (const scope of [{}, { organizationId: john }, { organizationId: jane, aliasId: shop }]) {
      expect(await senders.remove({ ...scope, id: entry.id })).toMatchObject({ kind: 'unknown_entry' });
      expect(await senders.remove({ ...scope, subject: entry.subject })).toMatchObject({
        kind: 'unknown_entry',
      });
    }
    expect(await senders.remove({ organizationId: jane, id: 'no id' })).toMatchObject({
      kind: 'unknown_entry',
    });
    expect(await senders.remove({ organizationId: jane, id: entry.id })).toMatchObject({ kind: 'removed' });
  });
});

describe('judge', () => {
  it('hears of entries that another process added or removed', async () => {
    expect((await judge(others)).kind).toBe('none');
    const { entry } = await add({ organizationId: jane, aliasId: shop });
    await hearVerdict(others, 'blocked');
    await senders.remove({ organizationId: jane, id: entry.id });
    await hearVerdict(others, 'none');
    await add({ source: 'operator' });
    await hearVerdict(others, 'blocked');
    await add({ organizationId: jane, verdict: 'allow', acceptsUnproven: true });
    await hearVerdict(others, 'allowed');
  });

  it("knows the entries of the alias, of its organization and of the operator, and nobody else's", async () => {
    await add({ organizationId: jane, aliasId: news, subject: 'a.example' });
    await add({ organizationId: john, subject: 'b.example' });
    await add({ organizationId: jane, subject: 'c.example' });
    await add({ subject: 'd.example' });
    const fresh = await createSenders({ db: database.db, clock: createManualClock() });
    await using _ = fresh;
    const kinds = await Promise.all(
      ['a', 'b', 'c', 'd'].map(async (name) => (await judge(fresh, { from: `x@${name}.example` })).kind),
    );
    expect(kinds).toEqual(['none', 'none', 'blocked', 'blocked']);
    expect((await judge(fresh, { from: 'x@a.example', aliasId: news })).kind).toBe('blocked');
  });
});
