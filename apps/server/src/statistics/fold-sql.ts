import { expansionSql, sumsSql } from './expansion-sql.ts';
import { measures } from './measures.ts';

/**
 * Adds the deltas of the relation `taken` to the roll-ups, to be put behind `with taken as (…)`. One folder at a time: a subject that is not
 * there is made by nobody else meanwhile. What belongs to organizations that are gone is dropped. Gives the number of deltas.
 */
export const addTakenSql = `,
added as materialized (
  select e.organization_id, e.dimension, e.key, e.quarter, ${sumsSql('e')}
  from (${expansionSql(`(select t.* from taken t
    where (select o.id from auth.organization o where o.id = t.organization_id) is not null)`)}) e
  group by e.organization_id, e.dimension, e.key, e.quarter
),
named as materialized (
  select n.*, (select s.id from statistics_subjects s
    where s.organization_id = n.organization_id and s.dimension = n.dimension and s.key = n.key) as id
  from (select distinct a.organization_id, a.dimension, a.key from added a) n
),
made as (
  insert into statistics_subjects (organization_id, dimension, key)
  select n.organization_id, n.dimension, n.key from named n where n.id is null
  order by n.organization_id, n.dimension, n.key
  returning id, organization_id, dimension, key
),
subjects as (
  select n.id, n.organization_id, n.dimension, n.key from named n where n.id is not null
  union all
  select m.id, m.organization_id, m.dimension, m.key from made m
),
rolled as (
  insert into statistics_rollups as r (subject_id, is_day, slot, ${measures.join(', ')})
  select s.id, g.is_day, g.slot, ${sumsSql('a')}
  from added a
  join subjects s on s.organization_id = a.organization_id and s.dimension = a.dimension and s.key = a.key
  cross join lateral (values (false, a.quarter), (true, a.quarter / 96 * 96)) as g (is_day, slot)
  group by s.id, g.is_day, g.slot order by s.id, g.is_day, g.slot
  on conflict (subject_id, is_day, slot) do update set
    ${measures.map((measure) => `${measure} = r.${measure} + excluded.${measure}`).join(', ')}
)
select count(*)::int as count from taken`;
