-- old nodes: none (they would send replies as if they were forwarded mail)

-- Deliveries of other kinds than forwarded mail, in all modes. `sent_as` is the address of ours that a delivery leaves under;
-- null: the recipient. `delayed_at`: when its delay was noted for the owner, once.
alter table deliveries drop constraint deliveries_mode_check;
alter table deliveries
  add constraint deliveries_mode_check check (mode in ('rewrite', 'preserve', 'adaptive')),
  add column kind text not null default 'forward' check (kind in ('forward', 'reply', 'notice', 'probe')),
  add column sent_as text,
  add column delayed_at timestamptz;
create index deliveries_held on deliveries (expires_at) where state = 'held';
-- Of no delivery but a deferred one, so that what is taken at the first attempt never enters it.
create index deliveries_deferred_of_mailbox on deliveries (mailbox_id) where state = 'deferred';
-- A delivery enters it once, at its end: whether a mailbox has taken anything since its last failure.
create index deliveries_delivered_to_mailbox on deliveries (mailbox_id, finished_at) where state = 'delivered' and kind = 'forward';

-- Why the sender is never told of a failure (null: it may be), and when it was told, which happens once.
alter table messages
  add column no_report_reason text default 'unknown',
  add column sender_told_at timestamptz;
-- Which ids of a conversation came from outside. A hash holds ids of any length in four octets.
create index messages_of_message_id on messages using hash (message_id_header);

-- What still has to follow from what happened to a delivery. Written in the same transaction as the fact, deleted in the
-- same transaction as what followed. `header` is the header block as received, where a report may have to quote it.
create table followups (
  id uuid primary key,
  at timestamptz not null default now(),
  organization_id uuid not null,
  message_id uuid not null,
  delivery_id uuid not null,
  kind text not null check (kind in ('held', 'delayed', 'failed', 'reported', 'probe_ended')),
  data jsonb not null,
  header bytea,
  attempts integer not null default 0,
  due_at timestamptz not null default now()
);
create index on followups (due_at);

-- What an organization was told, or would have been if it could be reached by mail.
create table notices (
  id uuid primary key,
  organization_id uuid not null references auth.organization on delete cascade,
  kind text not null,
  -- The mailbox, alias or delivery that it is about.
  subject_id uuid,
  data jsonb not null,
  created_at timestamptz not null default now()
);
create index on notices (organization_id, id);
create index on notices (organization_id, kind, subject_id, created_at);

-- A paused mailbox is sent nothing but probes until one is delivered.
alter table mailboxes
  add column paused_at timestamptz,
  add column pause_reason text,
  add column probe_at timestamptz,
  add column probes integer not null default 0,
  add column wants_delay_notice boolean not null default false;
create index mailboxes_probe on mailboxes (probe_at) where paused_at is not null;

-- Hard failures of a mailbox since its last success, at most one per delivery.
create table mailbox_failures (
  mailbox_id uuid not null references mailboxes on delete cascade,
  delivery_id uuid not null,
  at timestamptz not null,
  primary key (mailbox_id, delivery_id)
);

alter table aliases add column display_name text;

-- How new aliases of the domain forward.
alter table domains add column default_mode text not null default 'rewrite'
  check (default_mode in ('rewrite', 'preserve', 'adaptive'));

-- Passwords for sending as one alias. They are random, so a plain hash is enough to keep them secret.
create table app_passwords (
  id uuid primary key,
  organization_id uuid not null references auth.organization on delete cascade,
  alias_id uuid not null references aliases on delete cascade,
  name text not null,
  hash bytea not null unique,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create unique index app_passwords_name on app_passwords (alias_id, lower(name));

-- Failed logins by what was tried: `ip 192.0.2.0/24`, `user shop@example.com`. Rows lapse by themselves.
create table login_failures (
  subject text primary key,
  failures integer not null,
  last_at timestamptz not null
);

-- Destinations that refuse the unchanged mail of an author's domain: what the mode `adaptive` has learned.
create table learned_rewrites (
  author_domain text not null,
  destination_domain text not null,
  learned_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (author_domain, destination_domain)
);
