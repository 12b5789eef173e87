-- old nodes: may keep running

-- Signing in. Column names are those of Better Auth and its username, two-factor and passkey plugins.
alter table auth."user"
  add column "twoFactorEnabled" boolean not null default false,
  add column "suspendedAt" timestamptz,
  add column "suspendedReason" text;

alter table auth.organization
  add column "suspendedAt" timestamptz,
  add column "suspendedReason" text;

create table auth.session (
  id uuid primary key,
  "expiresAt" timestamptz not null,
  token text not null unique,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now(),
  "ipAddress" text,
  "userAgent" text,
  "userId" uuid not null references auth."user" on delete cascade
);
create index on auth.session ("userId");
create index on auth.session ("expiresAt");

create table auth.verification (
  id uuid primary key,
  identifier text not null,
  value text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index on auth.verification (identifier);
create index on auth.verification ("expiresAt");

create table auth."twoFactor" (
  id uuid primary key,
  secret text not null,
  "backupCodes" text not null,
  "userId" uuid not null references auth."user" on delete cascade,
  verified boolean default true,
  "failedVerificationCount" integer default 0,
  "lockedUntil" timestamptz
);
create index on auth."twoFactor" ("userId");

create table auth.passkey (
  id uuid primary key,
  name text,
  "publicKey" text not null,
  "userId" uuid not null references auth."user" on delete cascade,
  "credentialID" text not null unique,
  counter bigint not null,
  "deviceType" text not null,
  "backedUp" boolean not null,
  transports text,
  "createdAt" timestamptz default now(),
  aaguid text
);
create index on auth.passkey ("userId");

-- Invitations: the hash of the token alone is stored. A row ends as accepted, declined or cancelled; expiry is a matter of the clock.
create table auth.invitation (
  id uuid primary key,
  "organizationId" uuid not null references auth.organization on delete cascade,
  email text not null check (email = lower(email)),
  role text not null check (role in ('owner', 'admin', 'member', 'viewer')),
  status text not null default 'pending' check (status in ('pending', 'accepted', 'declined', 'cancelled')),
  "tokenHash" bytea not null unique,
  "expiresAt" timestamptz not null,
  "inviterId" uuid references auth."user" on delete set null,
  "createdAt" timestamptz not null default now()
);
create unique index invitation_pending on auth.invitation ("organizationId", email) where status = 'pending';
create index on auth.invitation (email) where status = 'pending';

-- What a person prefers; the form is that of the contract.
create table user_preferences (
  user_id uuid primary key references auth."user" on delete cascade,
  preferences jsonb not null,
  updated_at timestamptz not null default now()
);

-- Accounts whose erasure was asked for; a job erases them when the time is over.
create table account_erasures (
  user_id uuid primary key references auth."user" on delete cascade,
  requested_at timestamptz not null default now(),
  erase_at timestamptz not null
);
create index on account_erasures (erase_at);

-- Keys of the HTTP API: the hash alone is stored. A key is a member's and ends with the membership.
create table api_keys (
  id uuid primary key,
  organization_id uuid not null,
  user_id uuid not null,
  name text not null,
  -- The first characters, by which people know a key again.
  start text not null,
  hash bytea not null unique,
  -- Null: all that the member may do.
  scopes text[],
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  last_used_ip text,
  foreign key (organization_id, user_id) references auth.member ("organizationId", "userId") on delete cascade
);
create index on api_keys (organization_id, id);
create index on api_keys (user_id);

-- Who did what. No foreign keys: what was done stays true when who did it is gone.
create table audit_entries (
  id uuid primary key,
  at timestamptz not null,
  -- Null: what concerns a person or the installation and no organization.
  organization_id uuid,
  action text not null,
  actor_kind text not null check (actor_kind in ('user', 'key', 'operator', 'system', 'nobody')),
  actor_user_id uuid,
  actor_key_id uuid,
  -- The email address at that time; emptied when the person is erased.
  actor_label text,
  ip text,
  user_agent text,
  request_id text,
  subject_kind text,
  subject_id text,
  subject_label text,
  before jsonb,
  after jsonb
);
create index on audit_entries (organization_id, id);
create index on audit_entries (actor_user_id, id);

-- Append-only: what is written can be changed by nothing but retention and erasure, which say so in their transaction.
create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  if current_setting('smtpy.audit_erasure', true) = 'on' then
    return coalesce(new, old);
  end if;
  raise exception 'the audit log can only be added to';
end
$$;
create trigger audit_append_only before update or delete on audit_entries
  for each row execute function refuse_audit_change();
create trigger audit_no_truncate before truncate on audit_entries
  for each statement execute function refuse_audit_change();

-- Requests counted per key, person, organization, network and login, exactly and over all machines. Losing the counts in a crash harms
-- nobody, so they are not written ahead.
create unlogged table request_counts (
  bucket text primary key,
  window_number bigint not null,
  used integer not null,
  used_before integer not null,
  -- When nothing asks for the counts any more.
  lapses_at timestamptz not null
);

-- Answers to creating requests, by the key that the client chose. The answer is sealed: it may hold a secret that is shown once.
create table idempotency_keys (
  caller text not null,
  key text not null,
  operation text not null,
  request_hash bytea not null,
  status integer,
  answer bytea,
  created_at timestamptz not null default now(),
  primary key (caller, key)
);
create index on idempotency_keys (created_at);

-- What the operator may set while the program runs; the form is that of the contract.
create table installation_settings (
  singleton boolean primary key default true check (singleton),
  settings jsonb not null,
  updated_at timestamptz not null default now()
);

-- The key that signs the service's own mail while no domain of the operator does: one per host name.
create table service_keys (
  domain text primary key,
  selector text not null,
  public_key bytea not null,
  private_key_sealed bytea not null,
  created_at timestamptz not null default now()
);

-- What was done to a person, as the person reads it.
create index on audit_entries (subject_id, id) where subject_kind = 'user';

-- Where aliases go, their rules go; without it each would read all rules.
create index on rules (alias_id) where alias_id is not null;

-- Organizations that are gone and of which mail may be left: a job removes it in batches and ends with the row.
create table organization_erasures (
  organization_id uuid primary key,
  erased_at timestamptz not null
);
-- Their aliases, since nothing but the id of the alias says whose a counter is.
create table erased_aliases (
  organization_id uuid not null references organization_erasures on delete cascade,
  alias_id uuid not null,
  primary key (organization_id, alias_id)
);

-- What a domain was before its organization was suspended; null: it was not suspended with it.
alter table domains
  add column state_before_suspension text check (state_before_suspension in ('active', 'degraded'));
