import { createManualClock, waitFor } from '@smtpy/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Contact } from '../contacts/index.ts';
import type { CatchAllMode } from '../domains/index.ts';
import { lookUpText } from './directory-store.ts';
import { createDirectory, isExpired, type Directory, type DirectoryEntry } from './index.ts';
import { addressOf, openAliasBench, type AliasBench } from './testdata/features.ts';

let bench: AliasBench;
let directory: Directory;
let domainId: string;
let catchAllId: string;

beforeAll(async () => {
  bench = await openAliasBench();
  domainId = (await bench.addDomain('my.example')).id;
  await set('forward', { mailboxAddresses: ['jane@provider.example'] });
  const found = await bench.aliases.findCatchAll({ organizationId: bench.jane, domainId });
  catchAllId = found?.aliasId ?? '';
});
afterAll(() => bench[Symbol.asyncDispose]());

// The clock stands still: only a notification can make an old answer go.
beforeEach(async () => {
  directory = await createDirectory({ db: bench.db, clock: createManualClock() });
});
afterEach(() => directory[Symbol.asyncDispose]());

const set = (mode: CatchAllMode, input: object = {}) =>
  bench.aliases.setCatchAll({ organizationId: bench.jane, domainId, mode, ...input });
const lookUp = (text: string) => directory.lookUp(addressOf(text));
const catchAllOf = (entry: DirectoryEntry) =>
  entry.kind === 'unknown_alias' ? entry.domain.catchAll : undefined;

function ensureContact(writtenTo: string, author: string): Promise<Contact> {
  return bench.contacts.ensure({
    organizationId: bench.jane,
    aliasId: catchAllId,
    domainId,
    domainName: addressOf('x@my.example').domain,
    writtenTo,
    address: addressOf(author),
  });
}

describe('the directory of a domain with a catch-all', () => {
  it('says so of what nobody made, in any case and with a final dot', async () => {
    for (const text of ['any@my.example', 'ANY@My.Example', 'any@MY.example.', 'any+x@my.example']) {
      expect(await lookUp(text)).toMatchObject({
        kind: 'unknown_alias',
        domain: {
          catchAll: {
            mode: 'forward',
            pattern: undefined,
            alias: {
              id: catchAllId,
              address: { localPart: '*', domain: 'my.example' },
              isCatchAll: true,
              mode: 'rewrite',
              mailboxes: [{ address: { localPart: 'jane' } }],
            },
          },
        },
      });
    }
  });

  it('does not take its name for an address', async () => {
    expect(await lookUp('*@my.example')).toMatchObject({ kind: 'unknown_alias' });
    expect(await directory.loadAlias(catchAllId)).toMatchObject({ isCatchAll: true });
  });

  it('prefers what was made, and keeps what was deleted', async () => {
    const { id: aliasId } = await bench.add('made@my.example');
    expect(await lookUp('made@my.example')).toMatchObject({ kind: 'alias', alias: { isCatchAll: false } });
    await bench.aliases.deleteAlias({ organizationId: bench.jane, aliasId });
    const isDeleted = async () => (await lookUp('MADE@my.example')).kind === 'deleted_alias';
    await waitFor(isDeleted, { what: 'the deletion' });
  });

  it('hears of every change of the catch-all, its mode and its mailboxes', async () => {
    await set('create', { pattern: 'shop-.*' });
    const becomes = (what: string, isSo: (catchAll: ReturnType<typeof catchAllOf>) => boolean) =>
      waitFor(async () => isSo(catchAllOf(await lookUp('any@my.example'))), { what });
    await becomes('create', (catchAll) => catchAll?.mode === 'create' && catchAll.pattern === 'shop-.*');
    await bench.domains.setDefaultMode({ organizationId: bench.jane, domainId, mode: 'adaptive' });
    await becomes('the mode', (catchAll) => catchAll?.alias.mode === 'adaptive');
    const second = { organizationId: bench.jane, address: 'second@provider.example', isTrusted: true };
    await bench.mailboxes.addMailbox(second);
    await set('forward', { mailboxAddresses: ['second@provider.example'], pattern: '' });
    await becomes('the mailbox', (catchAll) => catchAll?.alias.mailboxes[0]?.address.localPart === 'second');
    await set('off');
    await becomes('off', (catchAll) => catchAll === undefined);
    await set('forward', { mailboxAddresses: ['jane@provider.example'] });
    await becomes('on', (catchAll) => catchAll?.mode === 'forward');
  });

  it('hears of a mailbox that is confirmed', async () => {
    await bench.db.query({
      text: `update mailboxes set state = 'pending' where address = 'jane@provider.example'`,
    });
    expect(catchAllOf(await lookUp('waiting@my.example'))?.alias.mailboxes).toEqual([]);
    const jane = { organizationId: bench.jane, address: 'jane@provider.example', isTrusted: true };
    await bench.mailboxes.addMailbox(jane);
    const isThere = async () => catchAllOf(await lookUp('waiting@my.example'))?.alias.mailboxes.length === 1;
    await waitFor(isThere, { what: 'the mailbox' });
  });

  it('hears of an alias that was made of an address', async () => {
    await set('create');
    const isCreating = async () => catchAllOf(await lookUp('first@my.example'))?.mode === 'create';
    await waitFor(isCreating, { what: 'create' });
    await bench.aliases.ensureFromCatchAll({ domainId, localPart: 'first' });
    const isMade = async () => (await lookUp('first@my.example')).kind === 'alias';
    await waitFor(isMade, { what: 'the alias' });
    await set('forward');
  });
});

describe('a reply address of a catch-all', () => {
  it('leads to the address that the contact knows, each to its own', async () => {
    const shop = await ensureContact('Shop', 'author@example.com');
    const news = await ensureContact('news', 'author@example.com');
    expect(shop.replyAddress).not.toEqual(news.replyAddress);
    expect(await directory.lookUp(shop.replyAddress)).toMatchObject({
      kind: 'reply_address',
      contact: { id: shop.id, address: { localPart: 'author' } },
      alias: { id: catchAllId, isCatchAll: true, address: { localPart: 'shop', domain: 'my.example' } },
    });
    expect(await directory.lookUp(news.replyAddress)).toMatchObject({
      alias: { address: { localPart: 'news' } },
    });
  });

  it('works on when the catch-all is off', async () => {
    const contact = await ensureContact('before', 'author@example.com');
    await set('off');
    expect(await directory.lookUp(contact.replyAddress)).toMatchObject({
      kind: 'reply_address',
      alias: { address: { localPart: 'before' }, mailboxes: [{ address: { localPart: 'jane' } }] },
    });
    await set('forward');
  });

  it('ends with the alias that was made of its address and deleted', async () => {
    const contact = await ensureContact('closed', 'author@example.com');
    const { id: aliasId } = await bench.add('closed@my.example');
    expect(await directory.lookUp(contact.replyAddress)).toMatchObject({ kind: 'reply_address' });
    await bench.aliases.deleteAlias({ organizationId: bench.jane, aliasId });
    const isClosed = async () => (await directory.lookUp(contact.replyAddress)).kind === 'deleted_alias';
    await waitFor(isClosed, { what: 'the deletion' });
  });
});

describe('expiry', () => {
  it('holds to the millisecond of a cached entry', async () => {
    const { id: aliasId } = await bench.add('timed@my.example');
    const expiresAt = new Date('2031-05-06T07:08:09.010Z');
    await bench.aliases.changeAlias({ organizationId: bench.jane, aliasId, expiresAt });
    const entry = await lookUp('timed@my.example');
    if (entry.kind !== 'alias') throw new Error(entry.kind);
    expect(entry.alias).toMatchObject({ expiresAt, hasMessageLimit: false });
    expect(isExpired(entry.alias, new Date(expiresAt.getTime() - 1))).toBe(false);
    expect(isExpired(entry.alias, expiresAt)).toBe(true);
  });

  it('is told by the last message that is taken, and by the first that is given back', async () => {
    const { id: aliasId } = await bench.add('counted@my.example');
    await bench.aliases.changeAlias({ organizationId: bench.jane, aliasId, messagesLeft: 2 });
    const messagesLeft = async () => {
      const entry = await lookUp('counted@my.example');
      return entry.kind === 'alias' ? entry.alias.messagesLeft : undefined;
    };
    expect(await messagesLeft()).toBe(2);
    await bench.aliases.takeMessage(aliasId);
    await bench.aliases.takeMessage(aliasId);
    await waitFor(async () => (await messagesLeft()) === 0, { what: 'the end' });
    await bench.aliases.giveBack(aliasId);
    await waitFor(async () => (await messagesLeft()) === 1, { what: 'what was given back' });
  });
});

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

function flatten(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)];
}

describe('the look-up among many aliases', () => {
  it('finds all that it asks by unique indexes, and asks of each at most what it must', async () => {
    await bench.db.query({
      text: `insert into aliases (id, organization_id, domain_id, local_part)
        select gen_random_uuid(), $1, $2, 'bulk' || i from generate_series(1, 5000) i`,
      params: [bench.jane, domainId],
    });
    await bench.db.query({
      text: `insert into contacts (id, organization_id, alias_id, domain_id, address, written_to, reply_local_part)
        select gen_random_uuid(), $1, $3, $2, 'a' || i || '@example.com', 'shop', 'a' || i || '.reply'
        from generate_series(1, 5000) i`,
      params: [bench.jane, domainId, catchAllId],
    });
    await bench.db.query({ text: 'analyze aliases, contacts' });
    const nodes = await bench.db.transaction(async (tx) => {
      await tx.query({ text: 'set local plan_cache_mode = force_generic_plan' });
      await tx.query({ text: `prepare examined as ${lookUpText}` });
      const [row] = await tx.query<{ 'QUERY PLAN': readonly { Plan: PlanNode }[] }>({
        text: `explain (format json) execute examined ('my.example', 'nobody')`,
      });
      await tx.query({ text: 'deallocate examined' });
      const plan = row?.['QUERY PLAN'][0]?.Plan;
      return plan === undefined ? [] : flatten(plan);
    });
    const used = nodes.flatMap((node) =>
      ['aliases', 'contacts'].includes(node['Relation Name'] ?? '')
        ? [node['Index Name'] ?? node['Node Type']]
        : [],
    );
    // The alias, the contact with its alias and whether what it knows was deleted, the alias of the catch-all.
    expect(used.sort()).toEqual([
      'aliases_domain_id_local_part_key',
      'aliases_domain_id_local_part_key',
      'aliases_domain_id_local_part_key',
      'aliases_pkey',
      'contacts_domain_id_reply_local_part_key',
    ]);
  });
});
