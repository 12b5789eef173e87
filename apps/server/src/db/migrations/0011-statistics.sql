-- old nodes: may keep running

-- What facts add to the numbers of their organization, written by the triggers below in the transaction of the facts. Rows are only added
-- here, so nobody waits; the fold of `statistics/` moves them into the roll-ups.
create table statistics_deltas (
  organization_id uuid not null,
  -- Quarter hours since 1970 in UTC: a day of every time zone in use begins with one.
  quarter integer not null,
  fact text not null,
  -- Deliveries; of refusals also less than none.
  count integer not null,
  kind text,
  domain_id uuid,
  alias_id uuid,
  mailbox_id uuid,
  sender_domain text,
  -- Of what failed the class, of what was discarded, held or refused the reason.
  reason text,
  -- `spf:pass`, `dkim:none`, `dmarc:fail`, once per message.
  authentication text[],
  latency smallint,
  -- Whether this is the first delivery of its message, and the first of it in its domain, alias and mailbox.
  is_first boolean not null default false,
  is_first_of_domain boolean not null default false,
  is_first_of_alias boolean not null default false,
  is_first_of_mailbox boolean not null default false,
  size_bytes integer
) with (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0,
  autovacuum_vacuum_insert_threshold = -1);
create index on statistics_deltas (organization_id);

-- What is counted: the organization itself, a domain, a sender's domain, a reason. A small number stands for it in the roll-ups.
create table statistics_subjects (
  id integer generated always as identity primary key,
  organization_id uuid not null,
  dimension text not null check (dimension in ('organization', 'domain', 'alias', 'mailbox', 'sender_domain', 'reason',
    'failure_class', 'authentication', 'latency')),
  -- An id, a name or a word; empty for the organization.
  key text not null,
  unique (organization_id, dimension, key)
);

-- Sums per subject and quarter hour, and once more per day in UTC, so that a long time is read in few rows.
create table statistics_rollups (
  subject_id integer not null,
  is_day boolean not null,
  -- Quarter hours since 1970; of a day its first one.
  slot integer not null,
  messages integer not null default 0,
  bytes bigint not null default 0,
  accepted integer not null default 0,
  forwarded integer not null default 0,
  replied integer not null default 0,
  bounced integer not null default 0,
  expired integer not null default 0,
  discarded integer not null default 0,
  cancelled integer not null default 0,
  held integer not null default 0,
  deferred integer not null default 0,
  refused integer not null default 0,
  primary key (subject_id, is_day, slot)
) with (fillfactor = 85);
-- Rows come in the order of time, so that a few pages say where the old ones lie.
create index statistics_rollups_age on statistics_rollups using brin (slot) with (pages_per_range = 32);

-- Installations that have facts already: a job counts those once, and takes its row away.
create table statistics_backlog (
  singleton boolean primary key default true check (singleton),
  -- What is older is still to be counted; null: all is.
  counted_from timestamptz
);
insert into statistics_backlog (singleton)
select true where exists (select from messages) or exists (select from events);

-- Functions of the mail path are such as the server writes into the statement that uses them (it does not when they say `immutable` of what is
-- stable), and have a value for whatever they are given: an error in here would stop mail.
create function statistics_quarter(instant timestamptz) returns integer language sql stable parallel safe as $$
  select least(greatest(floor(date_part('epoch', instant) / 900), -2147483648), 2147483647)::integer
$$;

-- The number of the step of a time in milliseconds: four steps to a doubling, so that the middle of a step is within 9 % of all in it.
create function statistics_latency(milliseconds double precision) returns smallint language sql immutable parallel safe as $$
  select (case when milliseconds < 1 then 0 else floor(4 * ln(least(milliseconds, 1e15)) / ln(2::double precision)) end)::smallint
$$;

-- One word for all whose reason names a domain.
create function statistics_reason(reason text) returns text language sql immutable parallel safe as $$
  select case when starts_with(reason, 'DMARC of ') then 'DMARC' else left(coalesce(nullif(reason, ''), 'unknown'), 100) end
$$;

-- `ann@Example.com` is example.com; what is hidden (`*`) and what has no domain is null.
create function statistics_domain(address text) returns text language sql immutable parallel safe as $$
  select case when strpos(address, '@') > 0 then left(nullif(lower(split_part(address, '@', -1)), ''), 255) end
$$;

create function statistics_authentication(results jsonb) returns text[] language sql immutable parallel safe as $$
  select array['spf:' || left(coalesce(results #>> '{spf,result}', 'none'), 20),
    'dkim:' || case when results -> 'dkim' @> '[{"result": "pass"}]' then 'pass'
      else left(coalesce(results #>> '{dkim,0,result}', 'none'), 20) end,
    'dmarc:' || left(coalesce(results #>> '{dmarc,result}', 'none'), 20)]
$$;

-- All deliveries of a message are inserted by one statement, together with the message. What is asked by index row by row says `limit`: the plan,
-- which may be made while the tables are nearly empty, can then not read them whole later.
create function count_new_deliveries() returns trigger language plpgsql as $$
declare
  is_plain boolean;
begin
  select count(*) = count(distinct d.message_id) and bool_and(d.state = 'queued') into is_plain from new_deliveries d;
  -- Nearly every statement: one delivery for each message, and none that is discarded or held.
  if is_plain then
    insert into statistics_deltas (organization_id, quarter, fact, count, kind, domain_id, alias_id, mailbox_id, sender_domain,
      authentication, is_first, is_first_of_domain, is_first_of_alias, is_first_of_mailbox, size_bytes)
    select d.organization_id, statistics_quarter(d.created_at), 'accepted', 1, d.kind,
      coalesce((select a.domain_id from aliases a where a.id = d.alias_id),
        (select n.id from domains n where n.name = statistics_domain(d.recipient) and n.organization_id = d.organization_id)),
      d.alias_id, d.mailbox_id,
      case when d.kind = 'forward' then coalesce(statistics_domain(m.header_from), statistics_domain(m.mail_from)) end,
      case when d.kind = 'forward' then statistics_authentication(m.authentication) end,
      true, true, true, true, m.size_bytes
    from new_deliveries d
    left join lateral (
      select m.size_bytes, m.authentication, m.header_from, m.mail_from from messages m where m.id = d.message_id limit 1
    ) m on true
    where d.kind in ('forward', 'reply');
    return null;
  end if;
  insert into statistics_deltas (organization_id, quarter, fact, count, kind, domain_id, alias_id, mailbox_id, sender_domain, reason,
    authentication, is_first, is_first_of_domain, is_first_of_alias, is_first_of_mailbox, size_bytes)
  with placed as (
    select d.*, coalesce((select a.domain_id from aliases a where a.id = d.alias_id),
      (select n.id from domains n where n.name = statistics_domain(d.recipient) and n.organization_id = d.organization_id)) as domain_id
    from new_deliveries d where d.kind in ('forward', 'reply')
  ), numbered as (
    select p.*, row_number() over (partition by p.message_id) = 1 as is_first,
      row_number() over (partition by p.message_id, p.domain_id) = 1 as is_first_of_domain,
      row_number() over (partition by p.message_id, p.alias_id) = 1 as is_first_of_alias,
      row_number() over (partition by p.message_id, p.mailbox_id) = 1 as is_first_of_mailbox
    from placed p
  )
  select n.organization_id, statistics_quarter(n.created_at), 'accepted', 1, n.kind, n.domain_id, n.alias_id, n.mailbox_id,
    case when n.is_first and n.kind = 'forward' then m.sender_domain end, null,
    case when n.is_first and n.kind = 'forward' then statistics_authentication(m.authentication) end,
    n.is_first, n.is_first_of_domain, n.is_first_of_alias, n.is_first_of_mailbox, m.size_bytes
  from numbered n
  left join lateral (
    select m.size_bytes, m.authentication,
      coalesce(statistics_domain(m.header_from), statistics_domain(m.mail_from)) as sender_domain
    from messages m where m.id = n.message_id limit 1
  ) m on true
  union all
  select n.organization_id, statistics_quarter(coalesce(n.finished_at, n.created_at)), n.state, 1, n.kind, n.domain_id, n.alias_id,
    n.mailbox_id, null, statistics_reason(n.reason), null, false, false, false, false, null
  from numbered n where n.state in ('discarded', 'held');
  return null;
end
$$;
create trigger statistics_of_deliveries after insert on deliveries referencing new table as new_deliveries
  for each statement execute function count_new_deliveries();

-- All that follows from events in their transaction, in one trigger with one question for nearly every statement of the mail path: webhooks are
-- queued (0009), live pages get hints (0010), and what is no acceptance is counted here: the ends of deliveries, what happens to them on their
-- way, and refusals that have an event. Those are counted by the hour as well (below), so each takes itself from its hour and adds itself to its
-- quarter.
create function follow_events() returns trigger language plpgsql as $$
declare
  is_told boolean;
  is_watched boolean;
  is_counted boolean;
  has_refusals boolean;
begin
  select
    bool_or((select w.id from webhooks w where w.organization_id = e.organization_id and w.paused_at is null limit 1) is not null),
    bool_or((select l.node from live_watches l where l.organization_id = e.organization_id and l.until > now() limit 1) is not null),
    bool_or(e.type <> 'accepted'), bool_or(e.type = 'refused')
  into is_told, is_watched, is_counted, has_refusals from new_events e;
  if is_told then
    -- Whatever a webhook and a fact come to together, the fact stands: it may be that of mail.
    begin
      perform queue_for_webhooks(array_agg(e.id)) from new_events e;
    exception when data_exception or integrity_constraint_violation or program_limit_exceeded then
      raise warning 'webhooks are not told of an event: %', sqlerrm;
    end;
  end if;
  if is_watched then
    perform notify_live_events(array_agg(e.id), array_agg(e.organization_id)) from new_events e;
  end if;
  if is_counted then
    insert into statistics_deltas (organization_id, quarter, fact, count, kind, domain_id, alias_id, mailbox_id, reason, latency)
    select e.organization_id, statistics_quarter(e.at), e.type, 1, d.kind,
      coalesce((select a.domain_id from aliases a where a.id = d.alias_id),
        (select n.id from domains n where n.name = statistics_domain(d.recipient) and n.organization_id = e.organization_id)),
      d.alias_id, d.mailbox_id,
      case e.type when 'held' then statistics_reason(e.data ->> 'reason')
        when 'bounced' then coalesce(e.data #>> '{failure,failureClass}', 'unknown')
        when 'expired' then coalesce(e.data #>> '{failure,failureClass}', 'unknown')
        when 'deferred' then coalesce(e.data #>> '{failure,failureClass}', 'unknown') end,
      case when e.type = 'delivered' then statistics_latency(date_part('epoch', e.at - d.created_at) * 1000) end
    from new_events e
    cross join lateral (
      select d.kind, d.alias_id, d.mailbox_id, d.recipient, d.created_at from deliveries d where d.id = e.delivery_id limit 1
    ) d
    where e.type in ('delivered', 'bounced', 'expired', 'cancelled', 'held', 'deferred') and d.kind in ('forward', 'reply');
  end if;
  if has_refusals then
    insert into statistics_deltas (organization_id, quarter, fact, count, domain_id, alias_id, sender_domain, reason)
    select e.organization_id, statistics_quarter(e.at), 'refused', 1,
      coalesce((select a.domain_id from aliases a where a.id = e.alias_id),
        (select n.id from domains n where n.name = statistics_domain(e.data ->> 'recipient') and n.organization_id = e.organization_id)),
      e.alias_id, statistics_domain(e.data ->> 'mailFrom'), statistics_reason(e.data ->> 'reason')
    from new_events e where e.type = 'refused'
    union all
    select e.organization_id, statistics_quarter(e.at) / 4 * 4, 'refused', -1, null, null, null, statistics_reason(e.data ->> 'reason')
    from new_events e where e.type = 'refused';
  end if;
  return null;
end
$$;
create trigger follow_events after insert on events referencing new table as new_events
  for each statement execute function follow_events();

-- The row of an hour without a reason counts all of it, and the others once more.
create function count_new_refusals() returns trigger language plpgsql as $$
begin
  insert into statistics_deltas (organization_id, quarter, fact, count, reason)
  select n.organization_id, statistics_quarter(n.hour), 'refused', n.count, statistics_reason(n.reason)
  from new_counts n where n.reason <> '';
  return null;
end
$$;
create trigger statistics_of_refusals after insert on refusal_counts referencing new table as new_counts
  for each statement execute function count_new_refusals();
create function count_more_refusals() returns trigger language plpgsql as $$
begin
  insert into statistics_deltas (organization_id, quarter, fact, count, reason)
  select n.organization_id, statistics_quarter(n.hour), 'refused', n.count - o.count, statistics_reason(n.reason)
  from new_counts n join old_counts o using (organization_id, hour, reason, recipient)
  where n.reason <> '' and n.count <> o.count;
  return null;
end
$$;
create trigger statistics_of_more_refusals after update on refusal_counts referencing old table as old_counts new table as new_counts
  for each statement execute function count_more_refusals();
