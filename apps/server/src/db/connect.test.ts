import { createTestDatabase, waitFor, type TestDatabase } from '@smtpy/testkit';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { silentEvents, type Events } from '../observe/index.ts';
import { connect, DatabaseError, idFloor, isUniqueViolation, migrate, type Db } from './index.ts';

let database: TestDatabase;
let db: Db;
/** A second pool, to look at and interfere with the first. */
let observer: Db;
let failures: string[];
/** Names of the properties of what failed. */
let loggable: string[];

const events: Events = {
  ...silentEvents,
  failed: (action, error) => {
    failures.push(action);
    loggable.push(...Object.keys(error as Error));
  },
};

function open(options: Partial<Parameters<typeof connect>[0]> = {}): Db {
  return connect({ url: database.url, applicationName: 'tested', maxConnections: 2, events, ...options });
}

beforeAll(async () => {
  database = await createTestDatabase({
    migrate: async (url) => {
      await withOpen(connect({ url, applicationName: 'migrate', maxConnections: 1, events }), migrate);
    },
  });
  observer = open({ applicationName: 'observer' });
  await observer.query({
    text: 'create table letters (word text constraint letters_word unique, note bytea)',
  });
});

async function withOpen(opened: Db, work: (opened: Db) => Promise<unknown>): Promise<void> {
  try {
    await work(opened);
  } finally {
    await opened.close();
  }
}

afterAll(async () => {
  await observer.close();
  await database.close();
});

beforeEach(async () => {
  failures = [];
  loggable = [];
  await observer.query({ text: 'truncate letters' });
  db = open();
});

afterEach(() => db.close());

/** Cuts the connections of the tested pool off, as a restart of the server does. */
async function cutOff(query = '%'): Promise<number> {
  const rows = await observer.query({
    text: `select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'smtpy tested' and datname = current_database() and query ilike $1`,
    params: [query],
  });
  return rows.length;
}

async function countLetters(): Promise<number> {
  const rows = await observer.query<{ readonly n: number }>({ text: 'select count(*) as n from letters' });
  return rows[0]?.n ?? -1;
}

async function pidOf(queryable: Db): Promise<number> {
  const rows = await queryable.query<{ readonly pid: number }>({ text: 'select pg_backend_pid() as pid' });
  return rows[0]?.pid ?? -1;
}

describe('query', () => {
  it('gives numbers, buffers, dates and parsed JSON', async () => {
    const bytes = Buffer.from([0, 92, 120, 255, 10]);
    const at = new Date('2026-02-03T04:05:06.789Z');
    const rows = await db.query({
      text: `select 9007199254740991::int8 as large, array[1, 2]::int8[] as list, $1::bytea as bytes, $2::timestamptz as at,
        $3::jsonb as json, array['a', null] as words, uuid_floor($2) as id, ''::bytea as empty, null::int8 as none`,
      params: [bytes, at, { a: [1] }],
    });
    expect(rows).toEqual([
      {
        large: Number.MAX_SAFE_INTEGER,
        list: [1, 2],
        bytes,
        at,
        json: { a: [1] },
        words: ['a', null],
        id: idFloor(at),
        empty: Buffer.alloc(0),
        none: null,
      },
    ]);
  });

  it('refuses an int8 that is no exact number', async () => {
    await expect(db.query({ text: 'select 9007199254740993::int8 as n' })).rejects.toThrow(/too large/);
    expect(await db.query({ text: 'select 1 as n' })).toEqual([{ n: 1 }]);
  });

  it('prepares named statements', async () => {
    const statement = { name: 'tested-statement', text: 'select $1::int as n', params: [1] };
    await db.transaction(async (tx) => {
      await tx.query(statement);
      expect(await tx.query({ ...statement, params: [2] })).toEqual([{ n: 2 }]);
      const prepared = await tx.query({
        text: 'select name, custom_plans + generic_plans as uses from pg_prepared_statements',
      });
      expect(prepared).toEqual([{ name: 'tested-statement', uses: 2 }]);
    });
  });

  it('names the violated constraint, keeps the driver error as cause and the connection in use', async () => {
    const before = await pidOf(db);
    const insert = { text: 'insert into letters (word) values ($1)', params: ['twice'] };
    await db.query(insert);
    const error: unknown = await db.query(insert).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DatabaseError);
    expect(error).toMatchObject({ code: '23505', constraint: 'letters_word', cause: { severity: 'ERROR' } });
    expect(isUniqueViolation(error)).toBe(true);
    expect(isUniqueViolation(error, 'letters_word')).toBe(true);
    expect(isUniqueViolation(error, 'another')).toBe(false);
    expect(isUniqueViolation(new Error('23505'))).toBe(false);
    expect(await pidOf(db)).toBe(before);
  });

  it('gives up on a statement that takes too long', async () => {
    const impatient = open({ statementTimeoutMs: 100 });
    await withOpen(impatient, async () => {
      await expect(impatient.query({ text: 'select pg_sleep(10)' })).rejects.toMatchObject({ code: '57014' });
      expect(await impatient.query({ text: 'select 1 as n' })).toEqual([{ n: 1 }]);
    });
  });

  it('gives up on a server that does not answer, and on a full pool', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as { port: number };
    const url = `postgresql://a:b@127.0.0.1:${String(port)}/c`;
    await withOpen(open({ url, connectTimeoutMs: 200 }), async (mute) => {
      await expect(mute.query({ text: 'select 1' })).rejects.toThrow(/timeout/);
    });
    silent.close();
    await withOpen(open({ maxConnections: 1, connectTimeoutMs: 200 }), (narrow) =>
      narrow.transaction(async () => {
        await expect(narrow.query({ text: 'select 1' })).rejects.toThrow(/timeout/);
      }),
    );
  });

  it('survives the death of idle connections', async () => {
    await db.query({ text: 'select 1' });
    expect(await cutOff()).toBeGreaterThan(0);
    await waitFor(() => failures.length > 0, { what: 'the pool to notice' });
    expect(failures).toEqual(['database connection']);
    // The log prints the properties of an error.
    expect(loggable.join()).not.toMatch(/client|password/);
    expect(await db.query({ text: 'select 1 as n' })).toEqual([{ n: 1 }]);
  });

  it('passes on that the connection broke under a statement', async () => {
    const sleeping = expect(db.query({ text: 'select pg_sleep(20)' })).rejects.toThrow(
      /terminating connection|terminated/,
    );
    await waitFor(() => cutOff('select pg_sleep%'), { what: 'the statement to run' });
    await sleeping;
    expect(await db.query({ text: 'select 1 as n' })).toEqual([{ n: 1 }]);
  });
});

describe('transaction', () => {
  it('commits what was done when it resolves', async () => {
    const result = await db.transaction(async (tx) => {
      await tx.query({ text: `insert into letters values ('a'), ('b')` });
      expect(await countLetters()).toBe(0);
      return 'done';
    });
    expect(result).toBe('done');
    expect(await countLetters()).toBe(2);
  });

  it('rolls back and throws the same when the work throws', async () => {
    const reason = new Error('changed my mind');
    const work = db.transaction(async (tx) => {
      await tx.query({ text: `insert into letters values ('a')` });
      throw reason;
    });
    await expect(work).rejects.toBe(reason);
    expect(await countLetters()).toBe(0);
  });

  it('does not claim to have committed after a statement failed unnoticed', async () => {
    const work = db.transaction(async (tx) => {
      await tx.query({ text: `insert into letters values ('a')` });
      await tx.query({ text: 'select 1 / 0' }).catch(() => undefined);
    });
    await expect(work).rejects.toThrow(/rolled back/);
    expect(await countLetters()).toBe(0);
    expect(await db.query({ text: 'select 1 as n' })).toEqual([{ n: 1 }]);
  });

  it('fails when the connection breaks before the commit, and does not use it again', async () => {
    const before = await pidOf(db);
    const work = db.transaction(async (tx) => {
      await tx.query({ text: `insert into letters values ('a')` });
      await cutOff();
      return 'never';
    });
    await expect(work).rejects.toThrow();
    expect(await countLetters()).toBe(0);
    expect(await pidOf(db)).not.toBe(before);
  });

  it('cannot be used after its end', async () => {
    const tx = await db.transaction((open) => Promise.resolve(open));
    await expect(tx.query({ text: `insert into letters values ('late')` })).rejects.toThrow(/after its end/);
    expect(await countLetters()).toBe(0);
  });

  it('passes on serialization failures as such', async () => {
    await observer.query({ text: `insert into letters values ('a')` });
    const change = { text: `update letters set word = word || 'x'` };
    const work = db.transaction(async (tx) => {
      await tx.query({ text: 'set transaction isolation level repeatable read' });
      await tx.query({ text: 'select * from letters' });
      await observer.query(change);
      await tx.query(change);
    });
    await expect(work).rejects.toMatchObject({ name: 'DatabaseError', code: '40001' });
  });
});

describe('listen', () => {
  it('hears what is sent on its channel until it is disposed', async () => {
    const heard: string[] = [];
    const listen = (name: string) =>
      db.listen(
        'tested',
        (payload) => heard.push(`${name} ${payload}`),
        () => heard.push(`${name} gap`),
      );
    const first = await listen('first');
    const second = await listen('second');
    expect(heard).toEqual(['first gap', 'second gap']);
    await observer.query({ text: `select pg_notify('tested', 'hello'), pg_notify('other', 'x')` });
    await waitFor(() => heard.length >= 4, { what: 'the notification' });
    await first[Symbol.asyncDispose]();
    await observer.query({ text: `select pg_notify('tested', 'again')` });
    await waitFor(() => heard.length >= 5, { what: 'the second notification' });
    await second[Symbol.asyncDispose]();
    expect(heard.slice(2)).toEqual(['first hello', 'second hello', 'second again']);
  });

  it('comes back after a break and says that something may have been missed', async () => {
    let gaps = 0;
    const heard: string[] = [];
    await db.listen(
      'tested',
      (payload) => heard.push(payload),
      () => gaps++,
    );
    for (let round = 1; round <= 2; round++) {
      await cutOff('listen%');
      await waitFor(() => gaps === 1 + round, { what: `gap ${String(round)}` });
      await observer.query({ text: `select pg_notify('tested', 'after break')` });
      await waitFor(() => heard.length === round, { what: 'a notification after the break' });
    }
    expect(failures).toEqual(['listening for notifications', 'listening for notifications']);
  });

  it('goes on when a subscriber throws', async () => {
    const heard: string[] = [];
    await db.listen(
      'tested',
      () => {
        throw new Error('a bug');
      },
      () => undefined,
    );
    await db.listen(
      'tested',
      (payload) => heard.push(payload),
      () => undefined,
    );
    await observer.query({ text: `select pg_notify('tested', 'x')` });
    await waitFor(() => heard.length === 1, { what: 'the second subscriber' });
    expect(failures).toEqual(['handling a notification']);
  });

  it('rejects when the server does not confirm in time', async () => {
    const url = 'postgresql://a:b@127.0.0.1:1/c';
    await withOpen(open({ url, connectTimeoutMs: 200 }), async (unreachable) => {
      const listening = unreachable.listen(
        'tested',
        () => undefined,
        () => undefined,
      );
      await expect(listening).rejects.toThrow(/did not confirm/);
    });
  });
});

describe('close', () => {
  it('waits for running statements and leaves no connection', async () => {
    const closing = open();
    const running = closing.query({ text: 'select pg_sleep(0.3), 1 as n' });
    await closing.listen(
      'tested',
      () => undefined,
      () => undefined,
    );
    await closing.close();
    expect(await running).toMatchObject([{ n: 1 }]);
    await expect(closing.query({ text: 'select 1' })).rejects.toThrow();
    const isGone = async () => (await cutOff()) === 0;
    await waitFor(isGone, { what: 'the connections to end' });
  });
});
