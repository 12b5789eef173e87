import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import type { Statement } from '../db/index.ts';
import { idsOf, leadOf, type MessageFilter } from './filter.ts';
import { deliveriesText, messagesText } from './list-store.ts';
import { stepStatement } from './walk-sql.ts';

// The plans of the statements of lists over some ten thousand messages, kept in testdata/plans.txt: a change of an index or of a statement
// shows there. UPDATE_GOLDEN=1 rewrites it. Numbers, months and values are left out; a month without rows is planned like the others.
const goldenFile = new URL('testdata/plans.txt', import.meta.url);

let database: OpenTestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  await fill();
}, 60_000);
afterAll(() => database[Symbol.asyncDispose]());

const idOf = (mark: string, n: number): string =>
  `01900000-0000-7${mark}-8000-${n.toString(16).padStart(12, '0')}`;
const organizationId = idOf('0a0', 1);
const aliasId = idOf('0f0', 3);
const mailboxId = idOf('0e0', 2);

/** 20,000 messages of this month and of 20 organizations, as a quiet system has them: nearly everything was delivered. */
async function fill(): Promise<void> {
  await database.db.query({
    text: `
create function made_id(mark text, n bigint) returns uuid language sql immutable as $$
  select ('0190000000007' || mark || '8000' || lpad(to_hex(n), 12, '0'))::uuid $$;
create function timed_id(mark text, n bigint) returns uuid language sql stable as $$
  select overlay((left(uuid_floor(date_trunc('month', now()) + n * interval '1 second')::text, 14) || '7' || mark || '-8000-' || lpad(to_hex(n), 12, '0'))
    placing '7' from 15 for 1)::uuid $$;
insert into messages (id, organization_id, content_id, received_at, mail_from, rcpt_to, header_from, subject, message_id_header, size_bytes,
  smtputf8, connection, authentication)
select timed_id('000', n), made_id('0a0', n % 20), timed_id('00e', n), now(), 'ann@sender.example', array['shop@my.example'],
  'ann@sender.example', 'Order ' || n, '<' || n || '@sender.example>', 1000, false, '{}', '{}' from generate_series(1, 20000) n;
insert into deliveries (id, message_id, organization_id, content_id, alias_id, mailbox_id, recipient, destination, queue_key, mode, kind, state,
  expires_at, created_at, finished_at)
select timed_id('001', n), timed_id('000', n), made_id('0a0', n % 20), timed_id('00e', n), made_id('0f0', n % 500), made_id('0e0', n % 40),
  'shop@my.example', 'jane@mailbox.example', 'mailbox.example', 'rewrite', case when n % 100 = 0 then 'notice' else 'forward' end,
  s.state, now(), now(), case when s.state <> 'deferred' then now() end
from generate_series(1, 20000) n cross join lateral (
  select case when n % 50 = 0 then 'deferred' when n % 71 = 0 then 'bounced' else 'delivered' end as state) s;
analyze messages; analyze deliveries`,
  });
}

async function explain({ name, text, params = [] }: Statement): Promise<readonly string[]> {
  const rows = await database.db.query<{ 'QUERY PLAN': string }>({
    // What has a name gets one plan for all that it is asked with.
    ...(name === undefined
      ? { text: `explain (costs off) ${text}`, params }
      : { text: `explain (costs off, generic_plan) ${text}` }),
  });
  return rows.map((row) => row['QUERY PLAN']);
}

const month = new Date().toISOString().slice(0, 7).replace('-', '');

/** The lines that say how the rows of this month are found, without what changes from run to run. */
function normalise(lines: readonly string[]): string {
  const kept = lines.filter((line) => /Scan|Limit|Sort|Append|Aggregate|CTE|Cond/.test(line));
  const named = kept.map((line) =>
    line
      .replaceAll(`_${month}`, '_MONTH')
      .replace(/::(uuid|text)(\[\])?/g, '')
      .replace(/'[^']*'/g, '?')
      .replace(/\bd_\d+\b/g, 'd')
      .replace(/\bm_\d+\b/g, 'm'),
  );
  // What is the same for each month is said for the present one alone.
  const isOther = (line: string): boolean => /_(20\d{4}|default)\b/.test(line);
  return named
    .filter((line, index) => !isOther(line) && !(/Cond/.test(line) && isOther(named[index - 1] ?? '')))
    .join('\n');
}

const steps: Readonly<Record<string, MessageFilter>> = {
  everything: {},
  'an alias': { aliasId },
  'a mailbox': { mailboxId },
  'what bounced': { states: ['bounced'] },
  notices: { kinds: ['notice'] },
  'a Message-ID': { messageIdHeader: '<7@sender.example>' },
  'a sender': { sender: 'ann' },
};

function statementOf(filter: MessageFilter): Statement {
  const lead = leadOf(filter);
  return stepStatement({
    organizationId,
    filter,
    lead,
    aliasIds: [],
    ...idsOf(filter, undefined),
    count: 70,
    isUsual: true,
  });
}

describe('plans of lists', () => {
  // Another PostgreSQL words and chooses some of it differently.
  it.runIf(process.env['DATABASE_URL'] === undefined)('are those that are kept', async () => {
    const rows = await database.db.query<{ readonly id: string }>({
      text: 'select id from messages order by id desc limit 2',
    });
    const ids = rows.map(({ id }) => id);
    const ceiling = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
    const statements: readonly (readonly [string, Statement])[] = [
      ...Object.entries(steps).map(([name, filter]): [string, Statement] => [name, statementOf(filter)]),
      ['a page of messages', { text: messagesText, params: [ids, organizationId, ids[1], ids[0], ceiling] }],
      ['deliveries of a page', { text: deliveriesText, params: [ids, organizationId, ids[1], ceiling] }],
    ];
    const plans: string[] = [];
    for (const [name, statement] of statements)
      plans.push(`== ${name}\n${normalise(await explain(statement))}\n`);
    const actual = plans.join('\n');
    if (process.env['UPDATE_GOLDEN'] !== undefined) writeFileSync(goldenFile, actual);
    expect(actual).toBe(readFileSync(goldenFile, 'utf8'));
  });

  it.each(Object.entries(steps))('read no whole table for %s', async (_, filter) => {
    const lines = await explain(statementOf(filter));
    expect(lines.filter((line) => /Seq Scan on (messages|deliveries)/.test(line))).toEqual([]);
    expect(lines.filter((line) => /Scan.* on deliveries_/.test(line)).length).toBeGreaterThan(0);
  });
});
