import { randomBytes } from 'node:crypto';
import { waitFor } from '@smtpy/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import { createAliases } from '../aliases/index.ts';
import { createContacts } from '../contacts/index.ts';
import { createSealer } from '../db/index.ts';
import { createDomains } from '../domains/index.ts';
import { createMailboxes } from '../mailboxes/index.ts';
import { silentEvents, systemClock as clock } from '../observe/index.ts';
import { createRules, maxRulesPerOrganization, type Rules } from './index.ts';

let database: OpenTestDatabase;
let rules: Rules;
/** With a cache of its own, like another process. */
let others: Rules;
const noted: string[] = [];
let organizationId: string;
let john: string;
let aliasId: string;
let mailboxId: string;

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  const domains = createDomains({ db, clock, sealer: createSealer(randomBytes(32)) });
  const mailboxes = createMailboxes({ db, clock, domains });
  const aliases = createAliases({ db, clock, domains, mailboxes, contacts: createContacts({ db, clock }) });
  organizationId = (await createOwner(db, 'jane')).organizationId;
  john = (await createOwner(db, 'john')).organizationId;
  await domains.addDomain({ organizationId, name: 'my.example', isTrusted: true });
  const mailbox = await mailboxes.addMailbox({
    organizationId,
    address: 'jane@provider.example',
    isTrusted: true,
  });
  mailboxId = mailbox.kind === 'added' ? mailbox.mailbox.id : '';
  const added = await aliases.addAlias({
    organizationId,
    address: 'shop@my.example',
    mailboxAddresses: ['jane@provider.example'],
    mode: 'rewrite',
  });
  aliasId = added.kind === 'added' ? added.alias.id : '';
  const events = { ...silentEvents, noted: (fact: string) => void noted.push(fact) };
  rules = await createRules({ db, clock, events });
  others = await createRules({ db, clock, events });
});
afterEach(async () => {
  await database.db.query({ text: 'delete from rules' });
});
afterAll(async () => {
  await rules[Symbol.asyncDispose]();
  await others[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

const definition = {
  conditions: [{ field: 'size', operator: 'greater_than', value: '10MB' }],
  actions: [{ kind: 'block' }],
};

async function add(name: string, changes: object = {}) {
  const result = await rules.add({ organizationId, name, definition, ...changes });
  if (result.kind !== 'added') throw new Error(result.reason);
  return result.rule;
}

const names = async (): Promise<readonly string[]> =>
  (await rules.list(organizationId)).map(({ name, position }) => `${name} ${position}`);

describe('rules', () => {
  it('are stored as they were read, with a number', async () => {
    const rule = await add(' Big\tmail ', { aliasId });
    expect(rule).toMatchObject({ name: 'Big mail', aliasId, organizationId, position: 1, isEnabled: true });
    expect(rule.definition).toMatchObject({
      match: 'all',
      conditions: [{ value: 10_000_000 }],
      then: 'stop',
    });
    expect(await rules.findByNumber(rule.number)).toEqual(rule);
    expect(await rules.list(organizationId)).toEqual([rule]);
    expect(await rules.list(john)).toEqual([]);
  });

  it('have places of their own in each scope, those of aliases first', async () => {
    await add('a');
    await add('b');
    await add('c', { position: 1 });
    await add('of the alias', { aliasId });
    const last = await add('d', { position: 99 });
    expect(await names()).toEqual(['of the alias 1', 'c 1', 'a 2', 'b 3', 'd 4']);
    const move = { organizationId, ruleId: last.id, position: 2 };
    expect(await rules.move(move)).toMatchObject({ kind: 'moved', rule: { position: 2 } });
    expect(await names()).toEqual(['of the alias 1', 'c 1', 'd 2', 'a 3', 'b 4']);
    expect(await rules.remove({ organizationId, ruleId: last.id })).toMatchObject({ kind: 'removed' });
    expect(await names()).toEqual(['of the alias 1', 'c 1', 'a 2', 'b 3']);
  });

  it('keep their places a sequence when they are added at once', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, index) => add(`${index}`, { position: 1 })));
    const positions = (await rules.list(organizationId)).map(({ position }) => position);
    expect(positions).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('change in what is given', async () => {
    const { id: ruleId } = await add('a');
    expect(await rules.change({ organizationId, ruleId, isEnabled: false, name: 'b' })).toMatchObject({
      kind: 'changed',
      rule: { name: 'b', isEnabled: false, definition: { actions: [{ kind: 'block' }] } },
    });
    const actions = [{ kind: 'forward_to', mailbox_ids: [mailboxId] }];
    expect(
      await rules.change({ organizationId, ruleId, definition: { ...definition, actions } }),
    ).toMatchObject({
      rule: { name: 'b', isEnabled: false, definition: { actions } },
    });
  });

  it.each([
    [{ definition: { ...definition, actions: [] } }, 'invalid_definition'],
    [
      { definition: { ...definition, conditions: [{ field: 'subject', operator: 'matches', value: '(' }] } },
      'invalid_definition',
    ],
    [
      {
        definition: { ...definition, conditions: [{ field: 'sender', operator: 'domain_is', value: 'a b' }] },
      },
      'invalid_definition',
    ],
    [{ name: ' \r\n' }, 'invalid_name'],
    [{ aliasId: '01940000-0000-7000-8000-000000000001' }, 'unknown_alias'],
    [
      {
        definition: {
          ...definition,
          actions: [{ kind: 'forward_to', mailbox_ids: ['01940000-0000-7000-8000-000000000001'] }],
        },
      },
      'unknown_mailbox',
    ],
  ])('are refused with a reason: %j', async (changes, kind) => {
    const result = await rules.add({ organizationId, name: 'a', definition, ...changes });
    expect(result).toMatchObject({ kind, reason: expect.stringMatching(/./) as string });
    expect(await rules.list(organizationId)).toEqual([]);
  });

  it('of another organization are unknown, and so are its mailboxes and aliases', async () => {
    const { id: ruleId } = await add('a');
    const reference = { organizationId: john, ruleId };
    expect((await rules.change({ ...reference, name: 'x' })).kind).toBe('unknown_rule');
    expect((await rules.move({ ...reference, position: 1 })).kind).toBe('unknown_rule');
    expect((await rules.remove(reference)).kind).toBe('unknown_rule');
    expect((await rules.add({ organizationId: john, aliasId, name: 'a', definition })).kind).toBe(
      'unknown_alias',
    );
    const actions = [{ kind: 'forward_to', mailbox_ids: [mailboxId] }];
    const redirect = { organizationId: john, name: 'a', definition: { ...definition, actions } };
    expect((await rules.add(redirect)).kind).toBe('unknown_mailbox');
    expect(await names()).toEqual(['a 1']);
  });

  it('are so many at most', async () => {
    await database.db.query({
      text: `insert into rules (id, organization_id, name, position, definition)
        select gen_random_uuid(), $1, 'x', n, '{}' from generate_series(1, $2::integer) n`,
      params: [organizationId, maxRulesPerOrganization],
    });
    expect((await rules.add({ organizationId, name: 'a', definition })).kind).toBe('too_many');
  });
});

describe('find', () => {
  it('hears of changes by other processes', async () => {
    expect(await others.find(organizationId)).toEqual([]);
    const rule = await add('a');
    await waitFor(async () => (await others.find(organizationId)).length === 1, { what: 'the rule' });
    await rules.remove({ organizationId, ruleId: rule.id });
    await waitFor(async () => (await others.find(organizationId)).length === 0, {
      what: 'the end of the rule',
    });
  });

  it('skips what is stored and cannot be read, and says so', async () => {
    const { id } = await add('good');
    const bad = await add('bad');
    await database.db.query({
      text: `update rules set definition = '{"actions": []}' where id = $1`,
      params: [bad.id],
    });
    await rules.change({ organizationId, ruleId: id, name: 'better' });
    await waitFor(
      async () => (await others.find(organizationId)).map(({ name }) => name).join() === 'better',
      { what: 'the new name' },
    );
    expect(noted).toContain('a rule cannot be read and is skipped');
    expect((await rules.list(organizationId)).map((rule) => rule.definition === undefined)).toEqual([
      false,
      true,
    ]);
  });
});
