import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import { outsideTransaction, type Db } from './index.ts';

let database: OpenTestDatabase;
let db: Db;

beforeAll(async () => {
  database = await openTestDatabase();
  db = database.db;
  await db.query({ text: 'create table notes (text text primary key)' });
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(() => db.query({ text: 'truncate notes' }));

const add = (text: string) => db.query({ text: 'insert into notes values ($1)', params: [text] });
const list = async () =>
  (await db.query<{ text: string }>({ text: 'select text from notes order by text' })).map(
    ({ text }) => text,
  );

describe('joinedTransaction', () => {
  it('takes in the statements of those who have the database alone', async () => {
    const failing = db.joinedTransaction(async () => {
      await add('a');
      await db.transaction((tx) => tx.query({ text: `insert into notes values ('b')` }));
      expect(await list()).toEqual(['a', 'b']);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await list()).toEqual([]);
  });

  it('commits what was done within', async () => {
    await db.joinedTransaction(async () => {
      await add('a');
      await db.transaction((tx) => tx.query({ text: `insert into notes values ('b')` }));
    });
    expect(await list()).toEqual(['a', 'b']);
  });

  it('undoes a transaction within alone', async () => {
    await db.joinedTransaction(async () => {
      await add('a');
      const inner = db.transaction(async (tx) => {
        await tx.query({ text: `insert into notes values ('b')` });
        await tx.query({ text: `insert into notes values ('a')` });
      });
      await expect(inner).rejects.toThrow();
      await add('c');
    });
    expect(await list()).toEqual(['a', 'c']);
  });

  it('lets transactions within follow each other that were begun at once', async () => {
    await db.joinedTransaction(async () => {
      const texts = ['a', 'b', 'a', 'c'];
      const results = await Promise.allSettled(
        texts.map((text) =>
          db.transaction(async (tx) => {
            await tx.query({ text: 'insert into notes values ($1)', params: [text] });
            await db.transaction((inner) => inner.query({ text: 'select 1' }));
          }),
        ),
      );
      expect(results.map(({ status }) => status)).toEqual([
        'fulfilled',
        'fulfilled',
        'rejected',
        'fulfilled',
      ]);
    });
    expect(await list()).toEqual(['a', 'b', 'c']);
  });

  it('does not take in what says that it stands outside', async () => {
    const failing = db.joinedTransaction(async () => {
      await outsideTransaction(() => add('outside'));
      await add('within');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await list()).toEqual(['outside']);
  });
});
