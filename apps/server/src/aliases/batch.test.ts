import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAliasWorld, type AliasWorld } from './testdata/alias-world.ts';

let world: AliasWorld;
beforeAll(async () => {
  world = await openAliasWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

async function make(localPart: string, as: 'jane' | 'john' = 'jane', more: object = {}): Promise<string> {
  const made = await world.send(as, 'POST', '/v1/aliases', { local_part: localPart, ...more });
  if (made.status !== 201) throw new Error(made.text);
  return made.body.id;
}

interface Report {
  readonly created: number;
  readonly existing: number;
  readonly invalid: number;
  readonly lines: readonly {
    readonly line: number;
    readonly result: string;
    readonly address: string | null;
    readonly message: string | null;
  }[];
}

async function importCsv(csv: string, more: object = {}): Promise<Report> {
  const { status, text, body } = await world.send('jane', 'POST', '/v1/aliases/import', { csv, ...more });
  if (status !== 200) throw new Error(text);
  return body as unknown as Report;
}

async function get(address: string) {
  const found = await world.aliases.findAlias(world.organizationIds.jane, address);
  if (found === undefined) throw new Error(`there is no ${address}`);
  return found;
}

describe('a bulk action', () => {
  const act = async (body: object, as: 'jane' | 'john' = 'jane') => {
    const { body: answer } = await world.send(as, 'POST', '/v1/aliases/bulk', body);
    return answer as unknown as {
      readonly results: readonly {
        readonly id: string;
        readonly result: string;
        readonly message: string | null;
      }[];
      readonly next_after_id: string | null;
    };
  };
  const outcomes = async (body: object, as: 'jane' | 'john' = 'jane') =>
    (await act(body, as)).results.map(({ result }) => result);

  it('answers for each id, and does nothing with what is of others', async () => {
    const [mine, theirs] = [await make('bulk'), await make('bulk', 'john')];
    const ids = [mine, theirs, randomUUID(), mine];
    expect(await outcomes({ ids, action: 'disable' })).toEqual(['changed', 'not_found', 'not_found']);
    expect(await outcomes({ ids: [mine], action: 'disable' })).toEqual(['unchanged']);
    const { body } = await world.send('john', 'GET', `/v1/aliases/${theirs}`);
    expect(body['is_enabled']).toBe(true);
    const entries = (await world.trail('jane')).filter(({ action }) => action === 'aliases.changed');
    expect(entries).toMatchObject([
      { after: { action: 'disable', count: 1, addresses: ['bulk@jane.example'] } },
    ]);
  });

  it.each([
    [{ action: 'enable' }, { isEnabled: true }],
    [{ action: 'pin' }, { isPinned: true }],
    [{ action: 'unpin' }, { isPinned: false }],
    [{ action: 'set_mode', mode: 'preserve' }, { mode: 'preserve' }],
    [{ action: 'add_tags', tags: ['B', 'a', 'ä'] }, { tags: ['a', 'b', 'ä'] }],
    [{ action: 'remove_tags', tags: ['A', 'c'] }, { tags: ['b', 'ä'] }],
  ])('%o changes the alias', async (action, wanted) => {
    const { id } = await get('bulk@jane.example');
    expect(await outcomes({ ids: [id], ...action })).toEqual(['changed']);
    expect(await get('bulk@jane.example')).toMatchObject(wanted);
    expect(await outcomes({ ids: [id], ...action })).toEqual(['unchanged']);
  });

  it('sets mailboxes, of the organization alone', async () => {
    const { id } = await get('bulk@jane.example');
    const [organizationId] = [world.organizationIds.jane];
    await world.db.query({
      text: `insert into mailboxes (id, organization_id, address, state) values (gen_random_uuid(), $1, 'second@provider.example', 'confirmed')`,
      params: [organizationId],
    });
    const [second] = await world.db.query<{ id: string }>({
      text: `select id from mailboxes where address = 'second@provider.example'`,
    });
    const set = (mailboxId: string | undefined) => ({
      ids: [id],
      action: 'set_mailboxes',
      mailbox_ids: [mailboxId],
    });
    expect(await outcomes(set(second?.id))).toEqual(['changed']);
    expect((await get('bulk@jane.example')).mailboxes).toMatchObject([{ localPart: 'second' }]);
    expect(await world.statusOf('jane', 'POST', '/v1/aliases/bulk', set(world.mailboxIds.john))).toBe(
      '422 invalid_request',
    );
  });

  it('moves to the trash and back, and refuses what the trash cannot', async () => {
    const ids = [await make('bulk-trash')];
    expect(await outcomes({ ids, action: 'restore' })).toEqual(['unchanged']);
    expect(await outcomes({ ids, action: 'delete' })).toEqual(['changed']);
    const refused = await act({ ids, action: 'enable' });
    expect(refused.results).toMatchObject([
      { result: 'refused', message: 'bulk-trash@jane.example is in the trash. Restore it first.' },
    ]);
    expect(await outcomes({ ids, action: 'restore' })).toEqual(['changed']);
    const [removed] = await world.db.query<{ readonly id: string }>({
      text: `with gone as (
          insert into domains (id, organization_id, name, state, verification_token, removed_at)
          values (gen_random_uuid(), $1, 'given-up.example', 'pending', 'x', now()) returning id)
        insert into aliases (id, organization_id, domain_id, local_part, deleted_at)
        select gen_random_uuid(), $1, id, 'shop', $2 from gone returning id`,
      params: [world.organizationIds.jane, world.clock.now()],
    });
    expect(await outcomes({ ids: [removed?.id ?? ''], action: 'restore' })).toEqual(['refused']);
    const tags = Array.from({ length: 20 }, (_, index) => `t${index}`);
    await outcomes({ ids, action: 'add_tags', tags });
    expect(await outcomes({ ids, action: 'add_tags', tags: ['one more'] })).toEqual(['refused']);
  });

  it('reaches what a filter leaves, some hundred at a time', async () => {
    const lines = Array.from({ length: 520 }, (_, index) => `many-${index}@jane.example,many`);
    expect(await importCsv(`address,tags\n${lines.join('\n')}`)).toMatchObject({ created: 520 });
    const filter = { tag: 'many' };
    const first = await act({ filter, action: 'pin' });
    expect(first.results).toHaveLength(500);
    const rest = await act({ filter, action: 'pin', after_id: first.next_after_id });
    expect(rest.results).toHaveLength(20);
    expect(rest.next_after_id).toBeNull();
    const pinned = await world.send('jane', 'GET', '/v1/aliases?tag=many&is_pinned=true');
    expect(pinned.body.total).toBe(520);
    expect((await act({ filter, action: 'pin' }, 'john')).results).toEqual([]);
  });

  it.each([
    [{ action: 'enable' }],
    [{ ids: [randomUUID()], filter: {}, action: 'enable' }],
    [{ ids: [randomUUID()], action: 'add_tags' }],
    [{ ids: [randomUUID()], action: 'enable', tags: ['x'] }],
    [{ ids: [randomUUID()], action: 'enable', after_id: randomUUID() }],
    [{ ids: Array.from({ length: 501 }, () => randomUUID()), action: 'enable' }],
  ])('is refused where it contradicts itself: %#', async (body) => {
    expect(await world.statusOf('jane', 'POST', '/v1/aliases/bulk', body)).toBe('422 invalid_request');
  });
});

describe('an import', () => {
  it('makes what is right, whatever stands beside it', async () => {
    await make('there');
    const deleted = await make('gone');
    await world.send('jane', 'DELETE', `/v1/aliases/${deleted}`);
    const csv = [
      'address,mailboxes,note,tags,is_enabled,display_name,mode,is_pinned,unknown',
      'one@jane.example,jane@provider.example,"two\nlines, ""quoted""","b,A",false,One,preserve,yes,x',
      'One@JANE.example',
      'there@jane.example',
      'gone@jane.example',
      'x@john.example',
      'x@nobody.example',
      'x@jane.example,nobody@provider.example',
      'bad address',
      '',
      'flag@jane.example,,,,perhaps',
      'two@jane.example,,short',
    ].join('\r\n');
    const dry = await importCsv(csv, { dry_run: true });
    expect(dry).toMatchObject({ is_dry_run: true, created: 2 });
    expect(await world.aliases.findAlias(world.organizationIds.jane, 'one@jane.example')).toBeUndefined();
    const report = await importCsv(csv);
    expect(report.lines.map(({ line, result, address }) => [line, result, address])).toEqual([
      [3, 'created', 'one@jane.example'],
      [4, 'exists', 'one@jane.example'],
      [5, 'exists', 'there@jane.example'],
      [6, 'invalid', 'gone@jane.example'],
      [7, 'invalid', 'x@john.example'],
      [8, 'invalid', 'x@nobody.example'],
      [9, 'invalid', 'x@jane.example'],
      [10, 'invalid', 'bad address'],
      [12, 'invalid', 'flag@jane.example'],
      [13, 'created', 'two@jane.example'],
    ]);
    const messages = report.lines.map(({ message }) => message);
    expect(messages.slice(4, 6)).toEqual([
      'There is no domain john.example. Add it first.',
      'There is no domain nobody.example. Add it first.',
    ]);
    expect(await get('one@jane.example')).toMatchObject({
      note: 'two\r\nlines, "quoted"'.replace('\r', ''),
      tags: ['a', 'b'],
      isEnabled: false,
      displayName: 'One',
      mode: 'preserve',
      isPinned: true,
    });
    expect((await get('two@jane.example')).mailboxes).toMatchObject([{ localPart: 'jane' }]);
    expect((await world.trail('jane')).at(-1)).toMatchObject({
      action: 'aliases.imported',
      after: { created: 2, existing: 2, invalid: 6 },
    });
    expect(await importCsv(csv)).toMatchObject({ created: 0, existing: 4 });
  });

  it.each([
    [
      'SimpleLogin',
      'alias,note,enabled,mailboxes\nsl@jane.example,"a note",True,jane@provider.example',
      'sl',
    ],
    ['addy.io', 'email;description;active;from_name;deleted_at\nad@jane.example;a note;true;;', 'ad'],
    ['a byte order mark', '\uFEFFaddress,note\nbom@jane.example,a note', 'bom'],
    ['tabs', 'note\taddress\na note\ttab@jane.example', 'tab'],
  ])('reads %s', async (_name, csv, localPart) => {
    expect(await importCsv(csv)).toMatchObject({ created: 1, invalid: 0 });
    expect(await get(`${localPart}@jane.example`)).toMatchObject({ note: 'a note', isEnabled: true });
  });

  it('does not make what is deleted where it comes from', async () => {
    const csv = 'email,deleted_at\nold@jane.example,2026-01-01';
    expect((await importCsv(csv)).lines).toMatchObject([{ result: 'invalid' }]);
  });

  it('reads up to a quotation mark that nobody closes, and says so', async () => {
    const report = await importCsv(
      'address,note\nbefore@jane.example,x\nq@jane.example,"open\nafter@jane.example,x',
    );
    expect(report).toMatchObject({ created: 1, invalid: 1 });
    expect(report.lines.at(-1)?.message).toMatch(/quotation mark/);
  });

  it.each([
    ['nothing but text', 'hello'],
    ['a heading that reaches for a prototype', '__proto__,constructor\na,b'],
    ['too many lines', `address\n${'a@jane.example\n'.repeat(10_001)}`],
    ['an empty text', '\n\n'],
  ])('refuses %s as a whole', async (_name, csv) => {
    expect(await world.statusOf('jane', 'POST', '/v1/aliases/import', { csv })).toBe('422 invalid_request');
  });

  it('survives huge cells and thousands of columns', async () => {
    const wide = `address${',x'.repeat(20_000)}\nwide@jane.example${',y'.repeat(20_000)}`;
    expect(await importCsv(wide)).toMatchObject({ created: 1 });
    const long = await importCsv(`address,note\nlong@jane.example,${'x'.repeat(500_000)}`);
    expect(long.lines).toMatchObject([{ result: 'invalid' }]);
    const quotes = await importCsv(`address\n${'"'.repeat(200_001)}`);
    expect(quotes).toMatchObject({ created: 0, invalid: 1 });
  });

  it('takes thousands of lines in one go', async () => {
    const lines = Array.from({ length: 3_000 }, (_, index) => `bulk-import-${index}@jane.example`);
    const begun = performance.now();
    expect(await importCsv(`address\n${lines.join('\n')}`)).toMatchObject({ created: 3_000 });
    console.log(`3,000 lines imported in ${Math.round(performance.now() - begun)} ms`);
  });
});

describe('an export', () => {
  it('gives all, without formulas, in a form that the import reads', async () => {
    const id = await make('exported', 'john', {
      note: '=1+1',
      display_name: '+x, "y"',
      tags: ['b', '-a'],
      is_enabled: false,
    });
    const { status, text } = await world.send('john', 'POST', '/v1/aliases/export?search=exported');
    expect(status).toBe(200);
    expect(text).toContain(
      '"exported@john.example","john@provider.example","\'=1+1","\'-a,b","false","\'+x, ""y"""',
    );
    expect(text).not.toContain('jane');
    expect((await world.trail('john')).at(-1)).toMatchObject({
      action: 'aliases.exported',
      after: { format: 'csv', search: 'exported' },
    });
    const moved = text.replaceAll('exported@', 'again@');
    const answer = await world.send('john', 'POST', '/v1/aliases/import', { csv: moved });
    const [line] = answer.body['lines'] as readonly { readonly alias_id: string }[];
    const [one, other] = [id, line?.alias_id].map((each) =>
      world.send('john', 'GET', `/v1/aliases/${String(each)}`),
    );
    const settings = ['note', 'display_name', 'tags', 'is_enabled', 'mode', 'mailboxes'];
    const pick = (body: Readonly<Record<string, unknown>>) => settings.map((name) => body[name]);
    expect(pick((await other)?.body ?? {})).toEqual(pick((await one)?.body ?? {}));
  });

  it('is read batch by batch', async () => {
    const { text } = await world.send('jane', 'POST', '/v1/aliases/export?tag=many');
    expect(text.trim().split('\r\n')).toHaveLength(521);
  });
});
