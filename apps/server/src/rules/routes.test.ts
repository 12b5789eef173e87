import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, openRulesWorld, type RulesWorld } from './testdata/rules-world.ts';

let world: RulesWorld;
beforeAll(async () => {
  world = await openRulesWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
afterEach(() => world.db.query({ text: 'delete from rules' }));

const definition = {
  conditions: [{ field: 'subject', operator: 'contains', value: 'x' }],
  actions: [{ kind: 'quarantine' }],
};

interface Rule {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly position: number;
}

async function make(name: string, body: object = {}): Promise<Rule> {
  const answer = await world.send('jane', 'POST', '/rules', { name, definition, ...body });
  expect(answer.status, answer.text).toBe(201);
  return answer.body as Rule;
}

async function list(query = ''): Promise<{
  readonly items: readonly Rule[];
  readonly next_cursor: string | null;
  readonly total: number;
}> {
  return (await world.send('jane', 'GET', `/rules${query}`)).body as Awaited<ReturnType<typeof list>>;
}

const names = async (query = ''): Promise<readonly string[]> =>
  (await list(query)).items.map(({ name, position }) => `${name} ${position}`);

const order = (as: string, rules: readonly { readonly id: string }[], body: object = {}) =>
  world.send(as, 'POST', '/rules/order', { rule_ids: rules.map(({ id }) => id), ...body });

describe('rules over the API', () => {
  it('are made, shown, changed and deleted, and the log tells of it', async () => {
    const made = await make(' No newsletters ', { alias_id: world.shop });
    expect(made).toMatchObject({
      name: 'No newsletters',
      alias: { id: world.shop, address: 'shop@my.example' },
      position: 1,
      is_enabled: true,
      definition: { match: 'all', then: 'stop', ...definition },
    });
    const path = `/rules/${made.id}`;
    expect((await world.send('jane', 'GET', path)).body).toEqual(made);
    const changed = await world.send('member', 'PATCH', path.toUpperCase().replace('/RULES', '/rules'), {
      is_enabled: false,
    });
    expect(changed.body).toMatchObject({
      ...made,
      is_enabled: false,
      updated_at: expect.any(String) as string,
    });
    // What stays as it is, is nothing to tell.
    await world.send('member', 'PATCH', path, { is_enabled: false });
    expect((await world.send('jane', 'DELETE', path)).status).toBe(204);
    expect(codeOf(await world.send('jane', 'GET', path))).toBe('not_found');
    const entries = await world.entries(3);
    expect(entries.map(({ action }) => action)).toEqual(['rule.deleted', 'rule.changed', 'rule.created']);
    expect(entries[1]).toMatchObject({ before: { is_enabled: true }, after: { is_enabled: false } });
    expect(entries[2]?.after).toMatchObject({ asks: 'subject contains “x”', does: 'quarantine' });
  });

  it('are listed in the order in which they are asked, page by page and filtered', async () => {
    await make('a');
    await make('b', { is_enabled: false });
    await make('of news', { alias_id: world.news });
    await make('of shop', { alias_id: world.shop });
    await make('first', { position: 1 });
    expect((await names()).slice(2)).toEqual(['first 1', 'a 2', 'b 3']);
    expect(await names('?is_enabled=false')).toEqual(['b 3']);
    expect(await names(`?alias_id=${world.shop}`)).toEqual(['of shop 1']);
    expect(await names('?scope=organization')).toHaveLength(3);
    const first = await list('?limit=3');
    expect(first.total).toBe(5);
    const second = await list(`?limit=3&cursor=${String(first.next_cursor)}`);
    expect([...first.items, ...second.items]).toEqual((await list()).items);
    expect(second.next_cursor).toBeNull();
    expect(codeOf(await world.send('jane', 'GET', '/rules?cursor=WzEsMl0'))).toBe('invalid_request');
  });

  it('take the names that rules had before', async () => {
    const simple = { type: 'SIZE_GREATER_THAN', value: '10MB', action: 'BLOCK' };
    expect(await make('Large', { definition: undefined, simple })).toMatchObject({
      definition: {
        conditions: [{ field: 'size', operator: 'greater_than', value: 10_000_000 }],
        actions: [{ kind: 'block' }],
      },
    });
    const post = async (body: object) =>
      (await world.send('jane', 'POST', '/rules', { name: 'x', ...body })).text;
    expect(await post({ simple: { ...simple, value: 'huge' } })).toContain('body.simple.value');
    expect(await post({ simple: { ...simple, action: 'REDIRECT' } })).toContain('body.simple.mailbox_ids');
    expect(await post({ simple, definition })).toContain('body.simple');
    expect(await post({})).toContain('body.definition');
  });

  it.each([
    [
      'a condition on nothing',
      { ...definition, conditions: [{ field: 'weight' }] },
      'conditions[0].field: is none of',
    ],
    [
      'a size that is none',
      { ...definition, conditions: [{ field: 'size', operator: 'less_than', value: 'x' }] },
      'conditions[0].value: is a size',
    ],
    ['two decisions', { ...definition, actions: [{ kind: 'block' }, { kind: 'discard' }] }, 'only one of'],
    [
      'a pattern that is none',
      { ...definition, conditions: [{ field: 'subject', operator: 'matches', value: '(' }] },
      'missing',
    ],
    [
      'a pattern that repeats too much',
      { ...definition, conditions: [{ field: 'subject', operator: 'matches', value: 'x{999}'.repeat(80) }] },
      'repeats too much',
    ],
    [
      'a pattern of wide ranges',
      {
        ...definition,
        conditions: [{ field: 'subject', operator: 'matches', value: '[b-\\x{10fffe}]'.repeat(30) }],
      },
      'too wide',
    ],
    [
      'a back reference',
      { ...definition, conditions: [{ field: 'subject', operator: 'matches', value: '(a)\\1' }] },
      'invalid',
    ],
    [
      'eleven patterns',
      {
        ...definition,
        conditions: Array.from({ length: 11 }, (_, index) => ({
          field: 'subject',
          operator: 'matches',
          value: `a${index}`,
        })),
      },
      '10 patterns at most',
    ],
  ])('refuse %s, and say where', async (_what, given, words) => {
    const answer = await world.send('jane', 'POST', '/rules', { name: 'x', definition: given });
    expect(codeOf(answer)).toBe('invalid_request');
    expect(answer.text).toContain('body.definition');
    expect(answer.text).toContain(words);
    expect((await list()).total).toBe(0);
  });

  it('are 200 at most, also when many are made at once', async () => {
    await world.db.query({
      text: `insert into rules (id, organization_id, name, position, definition)
        select gen_random_uuid(), $1, 'x', n, $2 from generate_series(1, 198) n`,
      params: [world.organizationId, JSON.stringify(definition)],
    });
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => world.send('jane', 'POST', '/rules', { name: 'x', definition })),
    );
    expect(answers.map(codeOf).toSorted()).toEqual([
      '201',
      '201',
      ...Array.from({ length: 4 }, () => 'limit_reached'),
    ]);
  });

  it('forward to no mailbox of somebody else, and tell not whether there is one', async () => {
    const forwardTo = async (id: string) => {
      const given = { ...definition, actions: [{ kind: 'forward_to', mailbox_ids: [id] }] };
      const answer = await world.send('jane', 'POST', '/rules', { name: 'x', definition: given });
      const { errors } = answer.body as { readonly errors?: readonly { readonly message: string }[] };
      return [answer.status, errors?.[0]?.message.replace(id, 'ID')];
    };
    const unknown = await forwardTo(randomUUID());
    expect(unknown).toEqual([422, 'There is no confirmed mailbox ID.']);
    expect(await forwardTo(world.foreignMailbox)).toEqual(unknown);
    expect((await forwardTo(world.mailboxId))[0]).toBe(201);
    // Nor by a change.
    const { id } = await make('x');
    const actions = [{ kind: 'forward_to', mailbox_ids: [world.foreignMailbox] }];
    const change = await world.send('jane', 'PATCH', `/rules/${id}`, {
      definition: { ...definition, actions },
    });
    expect(change.status).toBe(422);
  });

  it('belong to their organization alone', async () => {
    const { id } = await make('x');
    for (const [method, path, body] of [
      ['GET', `/rules/${id}`],
      ['PATCH', `/rules/${id}`, { name: 'y' }],
      ['DELETE', `/rules/${id}`],
    ] as const)
      expect(codeOf(await world.send('stranger', method, path, body))).toBe('not_found');
    expect(codeOf(await order('stranger', [{ id }]))).toBe('conflict');
    const elsewhere = { name: 'x', definition, alias_id: world.foreignAlias };
    expect(codeOf(await world.send('jane', 'POST', '/rules', elsewhere))).toBe('not_found');
    expect((await world.send('stranger', 'GET', '/rules')).body).toMatchObject({ items: [], total: 0 });
    expect(codeOf(await world.send('viewer', 'DELETE', `/rules/${id}`))).toBe('role_insufficient');
    expect(await names()).toEqual(['x 1']);
  });
});

describe('POST /v1/rules/order', () => {
  it('puts all rules of a scope into their new order, and the log tells of it', async () => {
    const [a, b, c] = [await make('a'), await make('b'), await make('c')];
    await make('of shop', { alias_id: world.shop });
    const answer = await order('jane', [c, a, b]);
    expect(answer.status, answer.text).toBe(200);
    expect((answer.body as { items: readonly Rule[] }).items.map(({ name }) => name)).toEqual([
      'c',
      'a',
      'b',
    ]);
    expect(await names('?scope=organization')).toEqual(['c 1', 'a 2', 'b 3']);
    const [entry] = await world.entries(1);
    expect(entry).toMatchObject({
      action: 'rule.moved',
      before: { numbers: [a, b, c].map(({ number }) => number).join(' ') },
      after: { numbers: [c, a, b].map(({ number }) => number).join(' ') },
    });
  });

  it('refuses what is not all of them, names what is missing, and changes nothing', async () => {
    const [a, b] = [await make('a'), await make('b')];
    const ofShop = await make('of shop', { alias_id: world.shop });
    const missing = await order('jane', [b]);
    expect(codeOf(missing)).toBe('conflict');
    expect(missing.text).toContain(`Rule ${a.number}, a, is missing`);
    expect((await order('jane', [b, a, ofShop])).text).toContain(`no rule ${ofShop.id} among these`);
    expect(codeOf(await order('jane', [b, a], { alias_id: world.shop }))).toBe('conflict');
    expect(codeOf(await order('jane', [ofShop], { alias_id: world.foreignAlias }))).toBe('not_found');
    expect(codeOf(await order('jane', [a, a]))).toBe('invalid_request');
    expect(await names('?scope=organization')).toEqual(['a 1', 'b 2']);
  });

  it('of two at once lets one come after the other, and never mixes them', async () => {
    const [a, b, c, d] = [await make('a'), await make('b'), await make('c'), await make('d')];
    const wishes = [
      [d, c, b, a],
      [c, a, d, b],
    ];
    const answers = await Promise.all(wishes.flatMap((wish) => [order('jane', wish), order('member', wish)]));
    expect(answers.map(codeOf)).toEqual(['200', '200', '200', '200']);
    const { items } = await list();
    expect(items.map(({ position }) => position)).toEqual([1, 2, 3, 4]);
    expect(wishes.map((wish) => wish.map(({ id }) => id))).toContainEqual(items.map(({ id }) => id));
  });

  it('and a deletion at once leave a sequence: whoever is second hears of it', async () => {
    for (let round = 0; round < 5; round += 1) {
      await world.db.query({ text: 'delete from rules' });
      const [a, b, c] = [await make('a'), await make('b'), await make('c')];
      const [ordered, deleted] = await Promise.all([
        order('jane', [c, b, a]),
        world.send('member', 'DELETE', `/rules/${b.id}`),
      ]);
      expect(deleted.status).toBe(204);
      expect(['200', 'conflict']).toContain(codeOf(ordered));
      expect(await names()).toEqual(ordered.status === 200 ? ['c 1', 'a 2'] : ['a 1', 'c 2']);
    }
  });
});
