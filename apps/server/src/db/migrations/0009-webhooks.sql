-- old nodes: may keep running

-- Addresses of organizations that are told of events.
create table webhooks (
  id uuid primary key,
  organization_id uuid not null references auth.organization on delete cascade,
  url text not null,
  description text not null default '',
  -- Names of the contract; null: all there are, also those that come later.
  event_types text[],
  -- Both null: whatever it is about. Otherwise what is about one of these aliases or domains.
  alias_ids uuid[],
  domain_ids uuid[],
  secret_sealed bytea not null,
  -- The secret before, which signs beside the new one until then.
  previous_secret_sealed bytea,
  previous_secret_until timestamptz,
  paused_at timestamptz,
  pause_reason text check (pause_reason in ('by_hand', 'failing', 'gone')),
  -- The first failure after the last success; null: the last attempt succeeded.
  failing_since timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((paused_at is null) = (pause_reason is null))
);
create index on webhooks (organization_id, id);

-- One event for one webhook: what is to be sent, and for some days what was. No foreign key to the webhook: rows come with mail, which must
-- neither wait for nor fail with somebody who deletes the webhook. Rows of one that is gone are sent nowhere, and lapse.
create table webhook_deliveries (
  id uuid primary key,
  webhook_id uuid not null,
  organization_id uuid not null,
  -- The id under which the event is told.
  told_id uuid not null,
  event_type text not null,
  -- Where it is read from; null: a test.
  event_id uuid,
  -- What an acceptance decided at once for this delivery has no row in `events`.
  told_delivery_id uuid,
  -- Made at the first attempt; the same octets for ever.
  payload text,
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'delivered', 'failed')),
  attempts integer not null default 0,
  -- Since it was made, or sent again by hand.
  failures integer not null default 0,
  next_attempt_at timestamptz default now(),
  -- Three days after its first attempt, or after it was sent again by hand; null: not tried yet.
  gives_up_at timestamptz,
  -- Whether it is sent also while the webhook is paused: a test.
  ignores_pause boolean not null default false,
  lease_owner text,
  lease_until timestamptz,
  last_status integer,
  last_error text,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
create index on webhook_deliveries (webhook_id, id);
create index on webhook_deliveries (webhook_id, state, id);
create index on webhook_deliveries (webhook_id, event_type, id);
create index on webhook_deliveries (organization_id, id);
create index webhook_deliveries_due on webhook_deliveries (webhook_id, next_attempt_at) where state = 'waiting';
create index webhook_deliveries_tests on webhook_deliveries (webhook_id, next_attempt_at) where state = 'waiting' and ignores_pause;
create index webhook_deliveries_leased on webhook_deliveries (webhook_id, lease_until) where state = 'sending';

-- What was sent and answered, attempt by attempt. The body that was sent is the payload of the delivery.
create table webhook_attempts (
  id uuid primary key,
  delivery_id uuid not null references webhook_deliveries on delete cascade,
  number integer not null,
  at timestamptz not null,
  duration_ms integer not null,
  url text not null,
  request_headers jsonb not null,
  -- Null: there was no answer.
  status integer,
  response_headers jsonb,
  response_body text,
  -- In words; null: it succeeded.
  error text
);
create index on webhook_attempts (delivery_id, id);

-- Limits whose use was told, so that over all processes each share of each window is told once.
create table quota_marks (
  subject text not null,
  window_start timestamptz not null,
  percent smallint not null,
  primary key (subject, window_start, percent)
);

-- What a row of `events` is called outside; null: it is for the timeline alone. A test compares it with the program.
create function told_event_type(type text) returns text language sql immutable parallel safe as $$
  select case type
    when 'accepted' then 'message.accepted'
    when 'refused' then 'message.refused'
    when 'held' then 'delivery.held'
    when 'confirmed' then 'delivery.released'
    when 'deferred' then 'delivery.deferred'
    when 'delivered' then 'delivery.delivered'
    when 'bounced' then 'delivery.bounced'
    when 'expired' then 'delivery.expired'
    when 'discarded' then 'delivery.discarded'
    when 'cancelled' then 'delivery.cancelled'
    when 'domain_activated' then 'domain.activated'
    when 'domain_degraded' then 'domain.degraded'
    when 'domain_recovered' then 'domain.recovered'
    when 'mailbox_confirmed' then 'mailbox.confirmed'
    when 'mailbox_paused' then 'mailbox.paused'
    when 'mailbox_paused_by_hand' then 'mailbox.paused'
    when 'mailbox_resumed' then 'mailbox.resumed'
    when 'mailbox_resumed_by_hand' then 'mailbox.resumed'
    when 'quota_reached' then 'quota.reached'
  end
$$;

-- Whether a webhook wants what is about an alias or a domain; both may be null, and then only one without a choice wants it.
create function webhook_wants(wanted_aliases uuid[], wanted_domains uuid[], alias uuid, domain uuid) returns boolean
language sql stable parallel safe as $$
  select (wanted_aliases is null and wanted_domains is null)
    or coalesce(alias = any (wanted_aliases), false)
    or coalesce(domain = any (wanted_domains), false)
    or (wanted_domains is not null and alias is not null
      and exists (select from aliases a where a.id = alias and a.domain_id = any (wanted_domains)))
$$;

-- Queues facts, rows of `events` by their ids, for the webhooks that want them, in the transaction of the fact. The trigger `follow_events` calls it
-- for statements with something of an organization that has a webhook. Partitions that are filled directly (a month that is moved) do not come here.
create function queue_for_webhooks(ids uuid[]) returns void language plpgsql as $$
declare
  queued bigint;
begin
  with interested as (
    select e.id, e.organization_id, e.message_id, e.alias_id, e.type, e.data, w.id as webhook_id, w.event_types, w.alias_ids, w.domain_ids
    from unnest(ids) as i (id)
    cross join lateral (select e.* from events e where e.id = i.id limit 1) e
    cross join lateral (select w.* from webhooks w where w.organization_id = e.organization_id and w.paused_at is null offset 0) w
  ), told as (
    select i.webhook_id, i.organization_id, i.id as told_id, i.id as event_id, null::uuid as told_delivery_id, told_event_type(i.type) as event_type
    from interested i
    where told_event_type(i.type) = any (coalesce(i.event_types, array[told_event_type(i.type)]))
      and case
        when i.alias_ids is null and i.domain_ids is null then true
        when i.type = 'accepted' then exists (
          select from deliveries d where d.message_id = i.message_id and webhook_wants(i.alias_ids, i.domain_ids, d.alias_id, null))
        when i.type like 'mailbox%' then false
        else webhook_wants(i.alias_ids, i.domain_ids, i.alias_id,
          case when i.data ->> 'domainId' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then (i.data ->> 'domainId')::uuid end)
      end
    union all
    select i.webhook_id, i.organization_id, d.id, i.id, d.id, 'delivery.' || d.state
    from interested i
    cross join lateral (
      select d.id, d.state, d.alias_id, d.organization_id from deliveries d where d.message_id = i.message_id offset 0
    ) d
    where i.type = 'accepted' and d.organization_id = i.organization_id and d.state in ('discarded', 'held')
      and ('delivery.' || d.state) = any (coalesce(i.event_types, array['delivery.' || d.state]))
      and webhook_wants(i.alias_ids, i.domain_ids, d.alias_id, null)
  )
  insert into webhook_deliveries (id, webhook_id, organization_id, told_id, event_type, event_id, told_delivery_id)
  select overlay(gen_random_uuid()::text placing left(uuid_floor(clock_timestamp())::text, 14) || '7' from 1)::uuid,
    t.webhook_id, t.organization_id, t.told_id, t.event_type, t.event_id, t.told_delivery_id
  from told t order by t.told_id;
  get diagnostics queued = row_count;
  -- A NOTIFY makes commits wait for each other, so there is none for mail that nobody is told of.
  if queued > 0 then
    perform pg_notify('webhooks', '');
  end if;
end
$$;
