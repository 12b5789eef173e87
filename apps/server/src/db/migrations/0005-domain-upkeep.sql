-- old nodes: none (they would take a name for unknown, and refuse its mail, once a second organization asks for it)

-- Several organizations may ask for a name; one holds it.
alter table domains
  drop constraint domains_name_key,
  -- The operator's word replaced DNS when it was added.
  add column is_trusted boolean not null default false,
  add column wants_mta_sts boolean not null default false,
  add column mta_sts_mode text not null default 'testing' check (mta_sts_mode in ('testing', 'enforce')),
  add column wants_tls_rpt boolean not null default false,
  add column tls_rpt_address text,
  add column checked_at timestamptz,
  add column next_check_at timestamptz not null default now(),
  -- Of a claim: since when the holder's ownership record is known to be gone while its own is there.
  add column holder_gone_since timestamptz,
  -- When another organization proved the name.
  add column lost_at timestamptz,
  -- When its organization gave it up: nothing is received, and what is under way still leaves.
  add column removed_at timestamptz,
  -- What its organization has not been told yet.
  add column news text check (news in ('domain_activated', 'domain_degraded', 'domain_recovered', 'domain_lost')),
  add column news_reason text,
  -- Whether there is a notice of the news already, and only the mail waits.
  add column is_news_noted boolean not null default false,
  add column mailed_at timestamptz,
  add constraint domains_tls_rpt_check check (not wants_tls_rpt or tls_rpt_address is not null),
  add constraint domains_removed_check check (removed_at is null or state = 'pending');
-- Until now the operator's word made a domain active in the moment in which it was added, and nothing else did.
update domains set is_trusted = true where activated_at = created_at;
create unique index domains_held_name on domains (name) where state <> 'pending';
create unique index domains_one_of_organization on domains (organization_id, name);
create index domains_name on domains (name);
create index domains_due on domains (next_check_at) where removed_at is null and state <> 'suspended';
create index domains_news on domains (id) where news is not null;
create index domains_removed on domains (removed_at) where removed_at is not null;

alter table dkim_keys
  drop constraint dkim_keys_state_check,
  add constraint dkim_keys_state_check check (state in ('pending', 'active', 'retiring')),
  add column activated_at timestamptz,
  add column retires_at timestamptz;
create unique index dkim_keys_one_pending on dkim_keys (domain_id) where state = 'pending';
create index dkim_keys_retiring on dkim_keys (retires_at) where state = 'retiring';

-- The last result for each record of a domain.
create table domain_checks (
  domain_id uuid not null references domains on delete cascade,
  purpose text not null,
  name text not null,
  -- The value that was compared; a result for another value says nothing.
  expected text not null,
  found text[] not null,
  verdict text not null check (verdict in ('ok', 'missing', 'different', 'unknown')),
  reason text not null,
  checked_at timestamptz not null,
  right_at timestamptz,
  wrong_since timestamptz,
  primary key (domain_id, purpose, name)
);

-- Reply addresses of domains that changed hands or were given up, hashed: their mail is for nobody else.
create table retired_reply_addresses (
  hash bytea primary key
);
