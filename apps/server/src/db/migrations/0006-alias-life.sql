-- old nodes: may keep running, but wait while it is applied: about a minute for a million aliases, in which mail is asked to come again (451)

-- All at once, and in the order in which making a contact takes them: it would wait for this, and this at its end for it.
lock table contacts, aliases, domains in access exclusive mode;

-- Search for parts of addresses, names and notes, within one organization. Both are trusted extensions of PostgreSQL's own.
create extension if not exists pg_trgm;
create extension if not exists btree_gin;

-- A domain on which every organization may make aliases. Its catch-all and its settings stay those of its owner.
alter table domains add column is_shared boolean not null default false;
create index domains_shared on domains (id) where is_shared;

-- The address is that of local part and domain, neither of which ever changes: what lists are searched and sorted by is then one column.
alter table aliases
  add column address text,
  add column note text,
  add column tags text[] not null default '{}',
  add column is_pinned boolean not null default false;
update aliases a set address = a.local_part || '@' || d.name from domains d where d.id = a.domain_id;
create function alias_address() returns trigger language plpgsql as $$
begin
  new.address := new.local_part || '@' || (select name from domains where id = new.domain_id);
  return new;
end $$;
create trigger alias_address before insert on aliases for each row execute function alias_address();

-- Lists of an organization. None of these columns changes with a message, so counting down messages_left touches no index. Lists go by the
-- time of making and not by id alone, for which the primary key would do as well: then an old organization would be looked for among all.
create index aliases_by_creation on aliases (organization_id, created_at, id) where deleted_at is null and not is_catch_all;
create index aliases_by_address on aliases (organization_id, address) where deleted_at is null and not is_catch_all;
create index aliases_by_name on aliases (organization_id, (coalesce(lower(display_name), '')), id)
  where deleted_at is null and not is_catch_all;
-- How many work, for the dashboard.
create index aliases_working on aliases (organization_id) where is_enabled and deleted_at is null;
create index aliases_pinned on aliases (organization_id, id) where is_pinned and deleted_at is null;
create index aliases_in_trash on aliases (organization_id, deleted_at, id) where deleted_at is not null;
-- What is new waits in a list, in KiB, that the insert which fills it sorts in: mail makes aliases and contacts, and must not stop for a second.
create index aliases_search on aliases using gin
  (organization_id, (lower(address || E'\n' || coalesce(display_name, '') || E'\n' || coalesce(note, ''))) gin_trgm_ops)
  with (gin_pending_list_limit = 512);
create index aliases_tags on aliases using gin (organization_id, tags) where tags <> '{}';
drop index aliases_organization_id_idx;
create index aliases_organization_id_idx on aliases (organization_id, domain_id);

-- When an alias was last used, and how often mail to it was refused: written behind by the processes that receive, some seconds late. A
-- table of its own, because aliases have many indexes; with a row for every alias, so that a list can follow its index. An unused alias
-- has the time of its making.
create table alias_activity (
  alias_id uuid primary key references aliases on delete cascade,
  organization_id uuid not null,
  at timestamptz not null,
  is_used boolean not null default false,
  refused bigint not null default 0
);
create function alias_activity_begin() returns trigger language plpgsql as $$
begin
  insert into alias_activity (alias_id, organization_id, at)
    select id, organization_id, created_at from made on conflict do nothing;
  return null;
end $$;
create trigger alias_activity_begin after insert on aliases referencing new table as made
  for each statement execute function alias_activity_begin();
insert into alias_activity (alias_id, organization_id, at) select id, organization_id, created_at from aliases;
create index alias_activity_by_time on alias_activity (organization_id, at, alias_id);

-- Of what was delivered: what went out as the alias. The rest was forwarded.
alter table alias_counters add column replied bigint not null default 0;
insert into alias_counters as c (alias_id, shard, replied)
  select alias_id, 0, count(*) from deliveries where kind = 'reply' and state = 'delivered' and alias_id is not null group by alias_id order by alias_id
  on conflict (alias_id, shard) do update set replied = excluded.replied;

-- Addresses whose row is gone and that nobody may have again: reply addresses of deleted contacts, and what organizations had on domains
-- of others. Only a hash is kept of who had the address, which is all that comparing takes.
create table retired_addresses (
  domain_id uuid not null references domains on delete cascade,
  local_part_hash bytea not null,
  primary key (domain_id, local_part_hash)
);
create function retire_alias() returns trigger language plpgsql as $$
begin
  insert into retired_addresses (domain_id, local_part_hash)
    select d.id, sha256(convert_to(g.local_part, 'UTF8')) from gone g join domains d on d.id = g.domain_id
    where d.organization_id <> g.organization_id
    on conflict do nothing;
  return null;
end $$;
create trigger retire_alias after delete on aliases referencing old table as gone
  for each statement execute function retire_alias();
create function retire_reply_address() returns trigger language plpgsql as $$
begin
  insert into retired_addresses (domain_id, local_part_hash)
    select domain_id, sha256(convert_to(reply_local_part, 'UTF8')) from gone on conflict do nothing;
  return null;
end $$;
create trigger retire_reply_address after delete on contacts referencing old table as gone
  for each statement execute function retire_reply_address();

-- Lists of contacts.
create index contacts_by_creation on contacts (organization_id, created_at, id);
create index contacts_of_alias on contacts (alias_id, created_at, id);
create index contacts_by_address on contacts (organization_id, address, id);
create index contacts_search on contacts using gin
  (organization_id, (lower(address || E'\n' || coalesce(display_name, ''))) gin_trgm_ops)
  with (gin_pending_list_limit = 512);
