import { createTestDatabase, openSmtpDialog, sendMail, type TestDatabase } from '@smtpy/testkit';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alias, aliasDomain, userEmail } from '../e2e/installation.ts';
import { aliasNames, expectHonestMail, openTarget, type Target } from './target.ts';

/** What a client may ask for in an hour before it hears 450. */
const maxPerClient = 300;
let database: TestDatabase;
let target: Target;
let db: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase({ migrate: () => Promise.resolve(), schemaVersion: 'empty' });
  target = await openTarget({
    DATABASE_URL: database.url,
    SMTPY_LIMIT_PER_CLIENT: `${String(maxPerClient)}/h`,
    SMTPY_LIMIT_PER_SENDER: '100/h',
  });
  db = new pg.Client({ connectionString: database.url });
  await db.connect();
}, 90_000);
afterAll(async () => {
  await db.end();
  await target[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

async function rowsOf(table: string): Promise<number> {
  const { rows } = await db.query<{ count: string }>(`select count(*) from ${table}`);
  return Number(rows[0]?.count);
}

/** Sizes of everything that a stranger could fill without one message being accepted. */
async function sizes(): Promise<Readonly<Record<string, number>>> {
  const tables = [
    'rate_counters',
    'greylist',
    'refusal_counts',
    'contacts',
    'contents',
    'messages',
    'deliveries',
  ];
  const counts: [string, number][] = [];
  for (const table of tables) counts.push([table, await rowsOf(table)]);
  counts.push(['refused events', await rowsOf(`events where type = 'refused'`)]);
  return Object.fromEntries(counts);
}

const sessions = 60;
const perSession = 40;

/** Sessions, ten at a time, with a sender name of their own each; gives how many recipients were refused. */
async function flood(recipientOf: (session: number, index: number) => string): Promise<number> {
  let refused = 0;
  for (let first = 0; first < sessions; first += 10) {
    const some = await Promise.all(
      Array.from({ length: 10 }, async (_, offset) => {
        const session = first + offset;
        const { rcpt } = await sendMail({
          port: target.server.smtpPort,
          localAddress: `127.0.3.${String(session + 1)}`,
          mailFrom: `name-${String(session)}@flood-${String(session)}.example`,
          helo: `helo-${String(session)}.example`,
          rcptTo: Array.from({ length: perSession }, (__, index) => recipientOf(session, index)),
          data: 'Subject: flood\r\n\r\n',
          timeoutMs: 30_000,
        });
        return rcpt.filter(({ code }) => code >= 400).length;
      }),
    );
    refused += some.reduce((sum, count) => sum + count, 0);
  }
  return refused;
}

interface Counts {
  readonly items: readonly { readonly count: number }[];
}

const countedRefusals = async (): Promise<number> =>
  ((await target.command('refusal', 'list', '--user', userEmail, '--counts')) as Counts).items.reduce(
    (sum, { count }) => sum + count,
    0,
  );

/** An hour may end while the test runs; each has its own 500. */
const hours = async (): Promise<number> => rowsOf(`(select distinct hour from refusal_counts) as hours`);

describe('a flood of mail that is refused', () => {
  it('to thousands of unknown addresses leaves some hundred events and a few rows', async () => {
    const before = await sizes();
    const names = await aliasNames(target);
    const refused = await flood((session, index) => `x${String(session)}-${String(index)}@${aliasDomain}`);
    expect(refused).toBe(sessions * perSession);
    await expect.poll(countedRefusals, { timeout: 15_000 }).toBeGreaterThanOrEqual(refused);
    const after = await sizes();
    expect(after['refused events']).toBeLessThanOrEqual(500 * (await hours()));
    expect(after['refusal_counts']).toBeLessThanOrEqual(10);
    for (const table of ['greylist', 'contacts', 'contents', 'messages', 'deliveries'])
      expect([table, after[table]]).toEqual([table, before[table]]);
    expect(after['rate_counters']).toBeLessThanOrEqual((before['rate_counters'] ?? 0) + 2);
    expect(await aliasNames(target)).toEqual(names);
    await expectHonestMail(target);
  }, 60_000);

  it('to foreign domains leaves nothing for an owner', async () => {
    const before = await sizes();
    const refused = await flood((session, index) => `x${String(index)}@foreign-${String(session)}.example`);
    expect(refused).toBe(sessions * perSession);
    await expectHonestMail(target);
    const after = await sizes();
    expect(after['refused events']).toBe(before['refused events']);
    expect(after['refusal_counts']).toBe(before['refusal_counts']);
  }, 60_000);

  it('from one client under a new name each time is told 450, and leaves no more counters than its own limit', async () => {
    const codes: number[] = [];
    // A name for each recipient, the transaction taken back each time: no message is ever sent.
    for (let session = 0; session < 12; session += 1) {
      const replies = await Promise.all(
        Array.from({ length: 5 }, (_, one) => ask(session * 5 + one, '127.0.4.1')),
      );
      codes.push(...replies.flat());
    }
    expect(new Set(codes)).toEqual(new Set([250, 450]));
    await expect.poll(async () => (await ask(1_000, '127.0.4.1')).every((code) => code === 450)).toBe(true);
    await expectHonestMail(target);
    // Two worker processes hear of each other once a second.
    expect(await rowsOf('rate_counters')).toBeLessThanOrEqual(3 * maxPerClient);
  }, 60_000);

  it('stays nameless in the log', () => {
    const addresses = target.server
      .log()
      .split('\n')
      .filter((line) => /[\w.+-]+@[\w-]+\.example/u.test(line));
    expect(addresses).toEqual([]);
    expect(target.server.log()).toContain('"event":"refused"');
    expect(target.server.isRunning).toBe(true);
    expect(target.server.log()).not.toMatch(/"level":"?(?:60|fatal)/u);
  });
});

/** Twenty transactions on one connection, each with its own sender and one recipient, none with content. */
async function ask(session: number, localAddress: string): Promise<readonly number[]> {
  await using dialog = await openSmtpDialog(target.server.smtpPort, { localAddress, timeoutMs: 20_000 });
  await dialog.expect(220);
  await dialog.command('EHLO many.example');
  const codes: number[] = [];
  for (let index = 0; index < 20; index += 1) {
    await dialog.command(`MAIL FROM:<n-${String(session)}-${String(index)}@many.example>`);
    codes.push((await dialog.command(`RCPT TO:<${alias}>`)).code);
    await dialog.command('RSET');
  }
  return codes;
}
