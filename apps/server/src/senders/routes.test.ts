import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, openRulesWorld, type RulesWorld } from '../rules/testdata/rules-world.ts';
import { systemClock as clock } from '../observe/index.ts';
import { createSenderEntries } from './index.ts';

let world: RulesWorld;
beforeAll(async () => {
  world = await openRulesWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
afterEach(() => world.db.query({ text: 'delete from sender_entries' }));

interface Sender {
  readonly id: string;
  readonly subject: string;
  readonly overruled_by?: { readonly subject: string } | null;
}

async function add(subject: string, body: object = {}): Promise<Sender> {
  const answer = await world.send('jane', 'POST', '/senders', { verdict: 'block', subject, ...body });
  expect(answer.status, answer.text).toBe(201);
  return answer.body as Sender;
}

const subjects = async (query = '', as = 'jane'): Promise<readonly string[]> => {
  const { body } = await world.send(as, 'GET', `/senders${query}`);
  return (body as { readonly items: readonly Sender[] }).items.map(({ subject }) => subject);
};

const addByOperator = (verdict: 'block' | 'allow', subject: string) =>
  createSenderEntries({ db: world.db, clock }).add({ verdict, subject, source: 'operator' });

describe('blocked and allowed senders over the API', () => {
  it('are added, shown, changed and deleted, and the log tells of it', async () => {
    const made = await add(' Spam.EXAMPLE ', { alias_id: world.shop, note: 'sold' });
    expect(made).toMatchObject({
      subject: 'spam.example',
      kind: 'domain',
      alias: { id: world.shop, address: 'shop@my.example' },
      note: 'sold',
      source: 'owner',
      accepts_unproven: false,
      overruled_by: null,
    });
    const path = `/senders/${made.id}`;
    const change = await world.send('member', 'PATCH', path, { note: null });
    expect(change.body).toMatchObject({ id: made.id, note: null });
    await world.send('member', 'PATCH', path, {});
    expect((await world.send('jane', 'DELETE', path)).status).toBe(204);
    expect(codeOf(await world.send('jane', 'GET', path))).toBe('not_found');
    const entries = await world.entries(3);
    expect(entries.map(({ action, before, after }) => ({ action, before, after }))).toMatchObject([
      { action: 'sender.removed', before: { subject: 'spam.example', alias: 'shop@my.example' } },
      { action: 'sender.changed', before: { note: 'sold' }, after: { note: null } },
      { action: 'sender.added', after: { verdict: 'block', source: 'owner' } },
    ]);
  });

  it('are one for each subject, verdict and list, also when two add it at once', async () => {
    const body = { verdict: 'block', subject: 'Bob@Spam.example' };
    const answers = await Promise.all([1, 2, 3].map(() => world.send('jane', 'POST', '/senders', body)));
    expect(answers.map(codeOf).toSorted()).toEqual(['201', 'already_exists', 'already_exists']);
    const second = await world.send('jane', 'POST', '/senders', { ...body, note: 'other' });
    expect(second.text).toContain('bob@spam.example is blocked here already');
    await add('bob@spam.example', { alias_id: world.shop });
    await add('bob@spam.example', { verdict: 'allow' });
    expect(await subjects()).toHaveLength(3);
  });

  it('are filtered, searched and listed page by page, the newest first', async () => {
    await add('one.example', { note: 'First % note' });
    await add('two.example', { verdict: 'allow', alias_id: world.shop });
    await add('three.example', { alias_id: world.news });
    expect(await subjects()).toEqual(['three.example', 'two.example', 'one.example']);
    expect(await subjects('?verdict=allow')).toEqual(['two.example']);
    expect(await subjects(`?alias_id=${world.news}`)).toEqual(['three.example']);
    expect(await subjects('?scope=organization')).toEqual(['one.example']);
    expect(await subjects('?source=quarantine')).toEqual([]);
    expect(await subjects('?search=FIRST%20%25')).toEqual(['one.example']);
    expect(await subjects('?search=T%5F')).toEqual([]);
    const page = (await world.send('jane', 'GET', '/senders?limit=2')).body as {
      readonly next_cursor: string;
      readonly total: number;
    };
    expect(page.total).toBe(3);
    expect(await subjects(`?limit=2&cursor=${page.next_cursor}`)).toEqual(['one.example']);
  });

  it('never show what the operator decided', async () => {
    await addByOperator('block', 'operator.example');
    await addByOperator('allow', 'spam.example');
    const [row] = await world.db.query<{ readonly id: string }>({
      text: 'select id from sender_entries where organization_id is null limit 1',
    });
    expect(await subjects()).toEqual([]);
    for (const method of ['GET', 'DELETE'])
      expect(codeOf(await world.send('jane', method, `/senders/${row?.id ?? ''}`))).toBe('not_found');
    expect((await add('bob@spam.example')).overruled_by).toBeNull();
    await add('spam.example', { verdict: 'allow' });
    expect((await add('eve@spam.example')).overruled_by?.subject).toBe('spam.example');
  });

  it.each([
    [{ subject: '*.spam.example' }, 'body.subject'],
    [{ subject: 'no domain' }, 'body.subject'],
    [{ subject: 'a@b@c' }, 'body.subject'],
    [{ accepts_unproven: true }, 'body.accepts_unproven'],
    [{ note: 'x'.repeat(201) }, 'body.note'],
    [{ source: 'operator' }, 'body.source'],
    [{ organization_id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001' }, 'body.organization_id'],
  ])('refuse %j', async (body, path) => {
    const given = { verdict: 'block', subject: 'spam.example', ...body };
    const answer = await world.send('jane', 'POST', '/senders', given);
    expect(codeOf(answer)).toBe('invalid_request');
    expect(answer.text).toContain(path);
  });

  it('belong to their organization alone', async () => {
    const { id } = await add('spam.example');
    for (const [method, body] of [['GET'], ['PATCH', { note: 'x' }], ['DELETE']] as const)
      expect(codeOf(await world.send('stranger', method, `/senders/${id}`, body))).toBe('not_found');
    const elsewhere = { verdict: 'block', subject: 'x.example', alias_id: world.foreignAlias };
    expect(codeOf(await world.send('jane', 'POST', '/senders', elsewhere))).toBe('not_found');
    expect(await subjects('', 'stranger')).toEqual([]);
    expect(codeOf(await world.send('viewer', 'DELETE', `/senders/${id}`))).toBe('role_insufficient');
    const block = await world.send('jane', 'PATCH', `/senders/${id}`, { accepts_unproven: true });
    expect(codeOf(block)).toBe('invalid_request');
  });
});
