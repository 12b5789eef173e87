import { expansionSql, sumsSql } from './expansion-sql.ts';
import { measures } from './measures.ts';
import { quarterOf, slotsOf, type Span } from './spans.ts';

/** What numbers are kept of. */
export type Dimension =
  | 'organization'
  | 'domain'
  | 'alias'
  | 'mailbox'
  | 'sender_domain'
  | 'reason'
  | 'failure_class'
  | 'authentication'
  | 'latency';

/** Of which subjects: of those with these keys, or of all that there are. A text of SQL for each, so that each has a plan of its own. */
export type Subjects = readonly string[] | 'all';

/** What to read: the sums of each span, of each subject of a dimension. */
export interface Reading {
  readonly dimension: Dimension;
  readonly subjects: Subjects;
  readonly spans: readonly Span[];
}

/**
 * The sums of each span and subject that has any, as rows of `index, key` and the measures. $1 organization, $2 dimension, $3 the keys or null,
 * $4 to $7 the slots of roll-ups, $8 to $10 the spans in quarter hours. What is not folded yet is added in the same statement, so that the
 * numbers are those of one moment.
 */
export const readSql = {
  some: createText((relation) => `${relation}.key = any ($3::text[])`),
  all: createText(() => '$3::text[] is null'),
} as const;

function createText(isWanted: (relation: string) => string): string {
  return `
select r.index, r.key, ${sumsSql('r')} from (
  select w.index, s.key, ${measures.map((measure) => `r.${measure}`).join(', ')}
  from unnest($4::int[], $5::boolean[], $6::int[], $7::int[]) as w (index, is_day, from_slot, to_slot)
  cross join statistics_subjects s
  cross join lateral (
    select ${sumsSql('r')} from statistics_rollups r
    where r.subject_id = s.id and r.is_day = w.is_day and r.slot >= w.from_slot and r.slot < w.to_slot
    having count(*) > 0
  ) r
  where s.organization_id = $1 and s.dimension = $2 and ${isWanted('s')}
  union all
  select w.index, p.key, ${measures.map((measure) => `p.${measure}`).join(', ')}
  from unnest($8::int[], $9::int[], $10::int[]) as w (index, from_quarter, to_quarter)
  join (
    select e.key, e.quarter, ${sumsSql('e')}
    from (${expansionSql('(select * from statistics_deltas s where s.organization_id = $1)')}) e
    where e.dimension = $2 and ${isWanted('e')}
    group by e.key, e.quarter
  ) p on p.quarter >= w.from_quarter and p.quarter < w.to_quarter
) r
group by r.index, r.key`;
}

/** The parameters of {@link readSql}. */
export function readParams(
  organizationId: string,
  { dimension, subjects, spans }: Reading,
): readonly unknown[] {
  const slots = spans.flatMap((span, index) => slotsOf(span).map((each) => ({ index, ...each })));
  return [
    organizationId,
    dimension,
    subjects === 'all' ? null : subjects,
    slots.map(({ index }) => index),
    slots.map(({ isDay }) => isDay),
    slots.map(({ from }) => from),
    slots.map(({ to }) => to),
    spans.map((_, index) => index),
    spans.map(({ start }) => quarterOf(start)),
    spans.map(({ end }) => quarterOf(end)),
  ];
}
