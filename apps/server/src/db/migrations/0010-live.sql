-- old nodes: may keep running

-- Whose live pages are open at which process. Rows lapse unless their process renews them; nothing but hints depends on them.
create table live_watches (
  organization_id uuid not null,
  -- The name of the process among all; a part of it belongs to this life of the process alone.
  node text not null,
  until timestamptz not null,
  primary key (organization_id, node)
);

-- NOTIFY makes commits wait for each other, so the trigger `follow_events` calls this only for statements with something of an organization that
-- somebody watches. A payload has room for 8,000 octets (PostgreSQL's limit); 200 ids take 7,400.
create function notify_live_events(ids uuid[], organization_ids uuid[]) returns void language plpgsql as $$
begin
  perform pg_notify('smtpy_live', 'events ' || c.organization_id || ' ' || string_agg(c.id::text, ' ' order by c.id))
  from (
    select n.organization_id, n.id, (row_number() over (partition by n.organization_id order by n.id) - 1) / 200 as chunk
    from unnest(ids, organization_ids) as n (id, organization_id)
    where exists (select from live_watches w where w.organization_id = n.organization_id and w.until > now())
  ) c
  group by c.organization_id, c.chunk;
end
$$;

-- Who loses access loses the connection within a moment: the process that has it asks again what the person may.
create function notify_live_access() returns trigger language plpgsql as $$
declare
  subject constant text := to_jsonb(old) ->> tg_argv[1];
begin
  if exists (select from live_watches) then
    perform pg_notify('smtpy_live', tg_argv[0] || ' ' || subject);
  end if;
  return null;
end
$$;

create trigger notify_live_access after delete on auth.session
  for each row when (old."expiresAt" > now()) execute function notify_live_access('user', 'userId');
create trigger notify_live_access after delete on auth.member
  for each row execute function notify_live_access('user', 'userId');
create trigger notify_live_access after delete on api_keys
  for each row execute function notify_live_access('user', 'user_id');
create trigger notify_live_access after update of "suspendedAt" on auth."user"
  for each row when (old."suspendedAt" is distinct from new."suspendedAt") execute function notify_live_access('user', 'id');
create trigger notify_live_access after update of "suspendedAt" on auth.organization
  for each row when (old."suspendedAt" is distinct from new."suspendedAt") execute function notify_live_access('organization', 'id');
