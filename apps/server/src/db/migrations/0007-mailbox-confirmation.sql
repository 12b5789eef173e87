-- old nodes: may keep running

-- New aliases forward to the default where nothing else is said. An organization has one as soon as a mailbox is confirmed.
alter table mailboxes add column is_default boolean not null default false;
update mailboxes set is_default = true where id in
  (select distinct on (organization_id) id from mailboxes where state = 'confirmed' order by organization_id, number);
create unique index mailboxes_one_default on mailboxes (organization_id) where is_default;
create index mailboxes_by_id on mailboxes (organization_id, id);
create index mailboxes_by_address on mailboxes (organization_id, lower(address), id);

-- The link by which a pending mailbox is confirmed: one at a time, and of it a hash alone.
create table mailbox_confirmations (
  mailbox_id uuid primary key references mailboxes on delete cascade,
  token_hash bytea not null unique,
  requested_at timestamptz not null,
  expires_at timestamptz not null
);

-- Addresses whose owners want no mail that asks for a confirmation from this organization. SHA-256 of the address in lower case.
create table mailbox_refusals (
  organization_id uuid not null references auth.organization on delete cascade,
  address_hash bytea not null,
  created_at timestamptz not null,
  primary key (organization_id, address_hash)
);

-- Keys of mailboxes that were removed: what was accepted for them before leaves encrypted as well.
create table removed_mailbox_keys (
  mailbox_id uuid primary key,
  organization_id uuid not null references auth.organization on delete cascade,
  public_key text not null,
  fingerprint text not null,
  source text not null,
  hides_subject boolean not null,
  expires_at timestamptz,
  created_at timestamptz not null,
  removed_at timestamptz not null default now()
);
create index on removed_mailbox_keys (organization_id);
create index on removed_mailbox_keys (removed_at);

-- What a person has read: everything up to a notice, but for what was marked one by one.
create table notice_marks (
  organization_id uuid not null references auth.organization on delete cascade,
  user_id uuid not null references auth."user" on delete cascade,
  read_up_to uuid not null,
  primary key (user_id, organization_id)
);
create index on notice_marks (organization_id);
create table notice_states (
  notice_id uuid not null references notices on delete cascade,
  user_id uuid not null references auth."user" on delete cascade,
  is_read boolean not null,
  primary key (notice_id, user_id)
);
create index on notice_states (user_id);
