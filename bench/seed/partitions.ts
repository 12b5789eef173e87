import type { Db } from '../../apps/server/src/db/index.ts';

const parents = ['messages', 'deliveries', 'events'] as const;

/**
 * Takes the months of the big tables, empty as they are, out of them and puts them below tables of their own without any index, which is
 * what filling them quickly asks for. Their triggers, if any, do not fire for what is filled in.
 */
export async function detachMonths(db: Db, from: Date, until: Date): Promise<void> {
  await db.query({ text: 'select ensure_month_partitions($1, 3)', params: [from] });
  for (const parent of parents) {
    await db.query({
      text: `create table seed_${parent} (like ${parent} including defaults including constraints including storage) partition by range (id)`,
    });
    for (const month of monthsBetween(from, until)) {
      const { name, bounds } = partitionOf(parent, month);
      await db.query({
        text: `alter table ${parent} detach partition ${name};
          drop table ${name};
          create table ${name} partition of seed_${parent} ${bounds} with (autovacuum_enabled = off)`,
      });
    }
  }
}

/** Puts the months back: PostgreSQL makes every index of the big table on each, which is what takes the time. */
export async function attachMonths(
  db: Db,
  {
    from,
    until,
    report,
  }: { readonly from: Date; readonly until: Date; readonly report: (what: string) => void },
): Promise<void> {
  for (const parent of parents) {
    for (const month of monthsBetween(from, until)) {
      const { name, bounds } = partitionOf(parent, month);
      await db.transaction(async (tx) => {
        await tx.query({ text: `set local maintenance_work_mem = '1GB'; set local statement_timeout = 0` });
        await tx.query({ text: `alter table seed_${parent} detach partition ${name}` });
        await tx.query({ text: `alter table ${name} reset (autovacuum_enabled)` });
        await tx.query({ text: `alter table ${parent} attach partition ${name} ${bounds}` });
      });
      report(`${name} has its indexes`);
    }
    await db.query({ text: `drop table seed_${parent}` });
  }
}

/** Counts what is there and marks what is visible to all, as autovacuum would by and by. */
export async function vacuumMonths(db: Db, from: Date, until: Date): Promise<void> {
  for (const parent of parents) {
    for (const month of monthsBetween(from, until))
      await db.query({ text: `vacuum (analyze) ${partitionOf(parent, month).name}` });
    await db.query({ text: `analyze ${parent}` });
  }
  await db.query({ text: 'vacuum (analyze) alias_counters, contents, aliases, contacts' });
}

/** First days of the months, UTC, up to that of a day after the end: deliveries and events come later than their message. */
function monthsBetween(from: Date, until: Date): readonly Date[] {
  const months: Date[] = [];
  const first = (year: number, month: number): Date => new Date(Date.UTC(year, month, 1));
  const last = until.getTime() + 24 * 60 * 60 * 1000;
  for (
    let month = first(from.getUTCFullYear(), from.getUTCMonth());
    month.getTime() <= last;
    month = first(month.getUTCFullYear(), month.getUTCMonth() + 1)
  )
    months.push(month);
  return months;
}

function partitionOf(parent: string, month: Date): { readonly name: string; readonly bounds: string } {
  const next = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 1));
  const bound = (instant: Date): string =>
    `'${instant
      .getTime()
      .toString(16)
      .padStart(12, '0')
      .replace(/^(.{8})(.{4})$/, '$1-$2')}-0000-0000-000000000000'`;
  return {
    name: `${parent}_${month.toISOString().slice(0, 7).replace('-', '')}`,
    bounds: `for values from (${bound(month)}) to (${bound(next)})`,
  };
}
