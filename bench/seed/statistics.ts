import { expansionSql, sumsSql } from '../../apps/server/src/statistics/expansion-sql.ts';
import { measures } from '../../apps/server/src/statistics/measures.ts';
import { storedDeltas } from '../../apps/server/src/statistics/rebuild-sql.ts';
import type { Db } from '../../apps/server/src/db/index.ts';
import { inBatches } from './batches.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Some 80,000 messages of the full seed: what a statement keeps of them fits into memory. */
const stretchesOfDay = 4;

const settings = `set local synchronous_commit = off; set local statement_timeout = 0; set local work_mem = '512MB';
  set local enable_seqscan = on; set local enable_nestloop = off; set local jit = off`;

const columns = measures.join(', ');

/** The sums of a day, one table for each worker. */
const createSums = (table: string): string =>
  `create unlogged table ${table} (organization_id uuid, dimension text, key text, quarter integer,
    ${measures.map((measure) => `${measure} bigint`).join(', ')}) with (autovacuum_enabled = off)`;

const sumsOfStretch = (table: string): string => `
with ${storedDeltas}
insert into ${table}
select e.organization_id, e.dimension, e.key, e.quarter, ${sumsSql('e')}
from (${expansionSql('taken')}) e group by e.organization_id, e.dimension, e.key, e.quarter`;

/** In their order, so that two workers wait for each other and never in a circle. */
const subjectsOf = (table: string): string => `
insert into statistics_subjects (organization_id, dimension, key)
select distinct organization_id, dimension, key from ${table} order by 1, 2, 3 on conflict do nothing`;

const rollUpsOf = (table: string): readonly string[] => [
  `insert into statistics_rollups (subject_id, is_day, slot, ${columns})
   select s.id, false, a.quarter, ${measures.map((measure) => `a.${measure}`).join(', ')}
   from ${table} a join statistics_subjects s using (organization_id, dimension, key)`,
  `insert into statistics_rollups (subject_id, is_day, slot, ${columns})
   select s.id, true, a.quarter / 96 * 96, ${sumsSql('a')}
   from ${table} a join statistics_subjects s using (organization_id, dimension, key)
   group by s.id, a.quarter / 96 * 96`,
];

/**
 * What `rebuildStatistics` makes, for a database where nothing is counted yet: day by day in UTC, two at once, into a table without an index.
 * The server's own way adds to what is there, a few hours at a time, which takes several times as long.
 */
export async function seedStatistics(
  db: Db,
  {
    from,
    until,
    report,
  }: { readonly from: Date; readonly until: Date; readonly report: (days: number) => void },
): Promise<void> {
  const first = Math.floor(from.getTime() / dayMs);
  // What ended after its message, such as what expired, counts then.
  const days = Math.ceil(until.getTime() / dayMs) + 7 - first;
  const all = (...texts: readonly string[]): Promise<void> =>
    db.transaction(async (tx) => {
      await tx.query({ text: settings });
      for (const text of texts) await tx.query({ text });
    });
  await all('alter table statistics_rollups drop constraint statistics_rollups_pkey');
  let done = 0;
  await inBatches(days, 1, async (day, _last, worker) => {
    const table = `seed_sums_${String(worker)}`;
    await all(`drop table if exists ${table}`, createSums(table));
    await db.transaction(async (tx) => {
      await tx.query({ text: settings });
      for (let stretch = 0; stretch < stretchesOfDay; stretch += 1) {
        const at = (part: number): Date => new Date((first + day + part / stretchesOfDay) * dayMs);
        await tx.query({ text: sumsOfStretch(table), params: [at(stretch), at(stretch + 1)] });
      }
    });
    await all(`analyze ${table}`, subjectsOf(table));
    await all(...rollUpsOf(table), `drop table ${table}`);
    done += 1;
    report(done);
  });
  await all(
    `set local maintenance_work_mem = '2GB'`,
    'alter table statistics_rollups add primary key (subject_id, is_day, slot)',
  );
  await db.query({ text: 'vacuum (analyze) statistics_rollups, statistics_subjects' });
}
