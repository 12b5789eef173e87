import { createManualClock, type ManualClock } from '@smtpy/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import { createSealer } from '../db/index.ts';
import { createIdempotency, type Idempotency } from './index.ts';

const hourMs = 60 * 60_000;
let database: OpenTestDatabase;
let clock: ManualClock;
let idempotency: Idempotency;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  await database.db.query({ text: 'truncate idempotency_keys' });
  clock = createManualClock();
  idempotency = createIdempotency({ db: database.db, clock, sealer: createSealer(Buffer.alloc(32, 1)) });
});

const work = { caller: 'user:jane', key: 'k', operation: 'createKey', requestHash: Buffer.from('hash') };
const transaction = <T>(run: () => Promise<T>) => database.db.joinedTransaction(run);
const begin = (change: Partial<typeof work> = {}) =>
  transaction(() => idempotency.begin({ ...work, ...change }));
const answer = (text: string) =>
  transaction(async () => {
    const begun = await idempotency.begin(work);
    await idempotency.finish(work, { status: 201, answer: text });
    return begun.kind;
  });

describe('a request that comes again', () => {
  it('gets the answer of the first', async () => {
    expect(await answer('done')).toBe('new');
    expect(await begin()).toEqual({ kind: 'answered', answer: 'done' });
    expect(await begin({ caller: 'user:john' })).toEqual({ kind: 'new' });
  });

  it('is another where it differs', async () => {
    await answer('done');
    expect(await begin({ operation: 'createOther' })).toEqual({ kind: 'another' });
    expect(await begin({ requestHash: Buffer.from('other') })).toEqual({ kind: 'another' });
  });

  it('waits for the first and sees how it ended', async () => {
    for (const isUndone of [true, false]) {
      const order: string[] = [];
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      let began = (): void => undefined;
      const hasBegun = new Promise<void>((resolve) => (began = resolve));
      const first = transaction(async () => {
        await idempotency.begin(work);
        began();
        await held;
        order.push('first');
        if (isUndone) throw new Error('undone');
        await idempotency.finish(work, { status: 201, answer: 'first' });
      }).catch(() => undefined);
      await hasBegun;
      const second = begin().then((begun) => {
        order.push('second');
        return begun.kind;
      });
      release();
      await first;
      expect(await second).toBe(isUndone ? 'new' : 'answered');
      expect(order).toEqual(['first', 'second']);
      await database.db.query({ text: 'truncate idempotency_keys' });
    }
  });

  it('is new after a day, and after it was forgotten', async () => {
    await answer('done');
    clock.advance(24 * hourMs);
    expect((await begin()).kind).toBe('answered');
    clock.advance(1);
    expect(await answer('again')).toBe('new');
    await transaction(() => idempotency.forget(work));
    expect((await begin()).kind).toBe('new');
  });
});

describe('what is kept', () => {
  it('is sealed, to its own place', async () => {
    await answer('a secret that is shown once');
    const [row] = await database.db.query<{ answer: Buffer }>({
      text: 'select answer from idempotency_keys',
    });
    expect(row?.answer.includes('secret')).toBe(false);
    await database.db.query({ text: `update idempotency_keys set caller = 'user:john'` });
    await expect(begin({ caller: 'user:john' })).rejects.toThrow('does not open');
  });

  it('is removed after a day', async () => {
    await answer('done');
    expect(await idempotency.removeLapsed()).toBe(0);
    clock.advance(24 * hourMs + 1);
    expect(await idempotency.removeLapsed()).toBe(1);
  });

  it('ends with the transaction', async () => {
    await transaction(async () => {
      await idempotency.begin(work);
      throw new Error('undone');
    }).catch(() => undefined);
    expect(await database.db.query({ text: 'select 1 from idempotency_keys' })).toEqual([]);
  });
});
