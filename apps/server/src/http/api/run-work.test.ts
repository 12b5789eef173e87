import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase, type OpenTestDatabase } from '../../../fixtures/index.ts';
import { ApiError } from '../../api/index.ts';
import { createBounds, createWorkplace, runWork, type Workplace } from './run-work.ts';

let database: OpenTestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
  await database.db.query({ text: 'create table counts (name text primary key, count integer)' });
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(() =>
  database.db.query({
    text: `with old as (delete from counts) insert into counts values ('a', 0), ('b', 0)
      on conflict (name) do update set count = 0`,
  }),
);

const post = { operation: { method: 'POST' }, caller: 'jane' } as const;

function workplaceOf(count: number): Workplace {
  const bounds = createBounds({ ofEach: count, ofAll: count });
  return { db: database.db, changes: bounds, reads: bounds };
}
const add = (name: string) =>
  database.db.query({ text: 'update counts set count = count + 1 where name = $1', params: [name] });
const counts = async () =>
  (await database.db.query<{ count: number }>({ text: 'select count from counts order by name' })).map(
    ({ count }) => count,
  );

describe('the work of a request', () => {
  it('is done again when it and another one waited for each other', async () => {
    const workplace = workplaceOf(2);
    const hasBoth = Promise.withResolvers<undefined>();
    let holders = 0;
    const lockBoth = (first: string, second: string) =>
      runWork(workplace, post, async () => {
        await add(first);
        holders += 1;
        if (holders === 2) hasBoth.resolve(undefined);
        await hasBoth.promise;
        await add(second);
      });
    await Promise.all([lockBoth('a', 'b'), lockBoth('b', 'a')]);
    expect(await counts()).toEqual([2, 2]);
    // On a busy machine PostgreSQL may undo both.
    expect(holders).toBeGreaterThanOrEqual(3);
  });

  it('takes no more connections than its turns allow', async () => {
    const workplace = workplaceOf(2);
    let running = 0;
    let most = 0;
    const work = () =>
      runWork(workplace, post, async () => {
        running += 1;
        most = Math.max(most, running);
        await add('a');
        running -= 1;
      });
    await Promise.all(Array.from({ length: 20 }, work));
    expect(most).toBe(2);
    expect(await counts()).toEqual([20, 0]);
  });

  it('is undone by an error, and kept where the error says so', async () => {
    const workplace = workplaceOf(2);
    const refuse = (isWorkKept: boolean) =>
      runWork(workplace, post, async () => {
        await add('a');
        throw new ApiError('conflict', { isWorkKept });
      });
    await expect(refuse(false)).rejects.toThrow(ApiError);
    expect(await counts()).toEqual([0, 0]);
    await expect(refuse(true)).rejects.toThrow(ApiError);
    expect(await counts()).toEqual([1, 0]);
  });

  it('of one person that waits for a lock leaves others their turn', async () => {
    const workplace = createWorkplace(database.db);
    const gate = Promise.withResolvers<undefined>();
    const begun = Promise.withResolvers<undefined>();
    const change = (caller: string, work: () => Promise<unknown>) =>
      runWork(workplace, { operation: { method: 'POST' }, caller }, work);
    const holder = change('jane', async () => {
      await add('a');
      begun.resolve(undefined);
      await gate.promise;
    });
    await begun.promise;
    const waiting = Array.from({ length: 10 }, () => change('jane', () => add('a')));
    await change('john', () => add('b'));
    expect(await counts()).toEqual([0, 1]);
    gate.resolve(undefined);
    await Promise.all([holder, ...waiting]);
    expect(await counts()).toEqual([11, 1]);
  });

  it('of one person that only reads leaves others their turn, and mail its connections', async () => {
    const workplace = createWorkplace(database.db);
    const gate = Promise.withResolvers<undefined>();
    const running: string[] = [];
    const read = (caller: string) =>
      runWork(workplace, { operation: { method: 'GET' }, caller }, async () => {
        running.push(caller);
        await gate.promise;
      });
    const ofOne = Array.from({ length: 20 }, () => read('jane'));
    const ofOthers = ['john', 'jack', 'june', 'joan'].map(read);
    await setImmediate();
    // Three of each, and six of all.
    expect(running).toEqual(['jane', 'jane', 'jane', 'john', 'jack', 'june']);
    await add('a');
    gate.resolve(undefined);
    await Promise.all([...ofOne, ...ofOthers]);
    expect(running).toHaveLength(24);
  });
});
