import { expansionSql, sumsSql } from '../../apps/server/src/statistics/expansion-sql.ts';
import { measures } from '../../apps/server/src/statistics/measures.ts';
import { storedDeltas } from '../../apps/server/src/statistics/rebuild-sql.ts';
import type { Db } from '../../apps/server/src/db/index.ts';
import { inBatches } from './batches.ts';

const hourMs = 60 * 60 * 1000;

/** Some 80,000 messages of the full seed: what a statement keeps of them fits into memory. */
const stretchHours = 6;

const settings = `set local synchronous_commit = off; set local statement_timeout = 0; set local work_mem = '512MB';
  set local enable_seqscan = on; set local enable_nestloop = off; set local jit = off`;

const sumsOfStretch = `
with ${storedDeltas}
insert into seed_sums
select e.organization_id, e.dimension, e.key, e.quarter, ${sumsSql('e')}
from (${expansionSql('taken')}) e group by e.organization_id, e.dimension, e.key, e.quarter`;

const columns = measures.join(', ');

/** No two stretches have a quarter hour in common, but all have days. */
const rollUps: readonly string[] = [
  `insert into statistics_rollups (subject_id, is_day, slot, ${columns})
   select s.id, false, a.quarter, ${measures.map((measure) => `a.${measure}`).join(', ')}
   from seed_sums a join statistics_subjects s using (organization_id, dimension, key)`,
  `insert into statistics_rollups (subject_id, is_day, slot, ${columns})
   select s.id, true, a.quarter / 96 * 96, ${sumsSql('a')}
   from seed_sums a join statistics_subjects s using (organization_id, dimension, key)
   group by s.id, a.quarter / 96 * 96 order by a.quarter / 96 * 96`,
];

/**
 * What `rebuildStatistics` makes, for a database where nothing is counted yet: sums of stretches of time, a few at once, then all of
 * them into tables without an index. The server's own way adds to what is there, a few hours at a time, which takes some ten times as long.
 */
export async function seedStatistics(
  db: Db,
  { from, until }: { readonly from: Date; readonly until: Date },
): Promise<void> {
  const first = Math.floor(from.getTime() / hourMs);
  // What ended a week after its message, such as what expired, counts then.
  const hours = Math.ceil(until.getTime() / hourMs) + 7 * 24 - first;
  const all = async (text: string): Promise<void> => {
    await db.transaction(async (tx) => {
      await tx.query({ text: settings });
      await tx.query({ text });
    });
  };
  await all(`create unlogged table seed_sums (organization_id uuid, dimension text, key text, quarter integer,
    ${measures.map((measure) => `${measure} bigint`).join(', ')}) with (autovacuum_enabled = off)`);
  await inBatches(hours, stretchHours, async (start, last) => {
    await db.transaction(async (tx) => {
      await tx.query({ text: settings });
      const params = [start, last + 1].map((hour) => new Date((first + hour) * hourMs));
      await tx.query({ text: sumsOfStretch, params });
    });
  });
  await all(`insert into statistics_subjects (organization_id, dimension, key)
    select distinct organization_id, dimension, key from seed_sums`);
  await db.query({ text: 'analyze seed_sums, statistics_subjects' });
  await all('alter table statistics_rollups drop constraint statistics_rollups_pkey');
  await Promise.all(rollUps.map(all));
  await all(`set local maintenance_work_mem = '1GB';
    alter table statistics_rollups add primary key (subject_id, is_day, slot)`);
  await db.query({ text: 'drop table seed_sums' });
  await db.query({ text: 'vacuum (analyze) statistics_rollups, statistics_subjects' });
}
