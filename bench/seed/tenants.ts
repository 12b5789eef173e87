import type { Db } from '../../apps/server/src/db/index.ts';
import { planOrganizations, type SeedOrganization, type SeedShape } from './shape.ts';

/** The address of the owner of an organization of the seed; the biggest has rank 1. */
export const ownerOf = (rank: number): string => `owner${String(rank)}@people.seed.example`;

/** Plan of the organizations as a table that the statements join. */
async function writePlan(db: Db, organizations: readonly SeedOrganization[]): Promise<void> {
  await db.query({
    text: `create unlogged table if not exists seed_organizations (rank integer primary key, organization_id uuid, first_alias bigint, alias_count bigint,
      first_domain bigint, domain_count bigint, first_mailbox bigint, mailbox_count bigint)`,
  });
  const column = (read: (one: SeedOrganization) => number): readonly number[] => organizations.map(read);
  await db.query({
    text: `insert into seed_organizations
      select u.rank, seed_old_id('0a0', u.rank), u.a, u.b, u.c, u.d, u.e, u.f
      from unnest($1::integer[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[])
        as u (rank, a, b, c, d, e, f)`,
    params: [
      column(({ rank }) => rank),
      column(({ firstAlias }) => firstAlias),
      column(({ aliasCount }) => aliasCount),
      column(({ firstDomain }) => firstDomain),
      column(({ domainCount }) => domainCount),
      column(({ firstMailbox }) => firstMailbox),
      column(({ mailboxCount }) => mailboxCount),
    ],
  });
}

/** In their order: each refers to those before. */
const statements: readonly string[] = [
  `insert into auth."user" (id, name, email, "emailVerified", role)
   select seed_old_id('0b0', rank), 'Owner ' || rank, 'owner' || rank || '@people.seed.example', true, 'user' from seed_organizations`,
  `insert into auth.organization (id, name, slug)
   select organization_id, 'Organization ' || rank, 'personal-' || seed_old_id('0b0', rank) from seed_organizations`,
  `insert into auth.member (id, "organizationId", "userId", role)
   select seed_old_id('0c0', rank), organization_id, seed_old_id('0b0', rank), 'owner' from seed_organizations`,
  `insert into domains (id, organization_id, name, state, verification_token, activated_at)
   select seed_old_id('0d0', n), o.organization_id, 'd' || n || '.seed.example', 'active', 'seed', now()
   from seed_organizations o cross join lateral generate_series(o.first_domain, o.first_domain + o.domain_count - 1) n`,
  `insert into mailboxes (id, organization_id, address, state, confirmed_at)
   select seed_old_id('0e0', n), o.organization_id, 'person' || n || '@m' || n % 50 || '.mailbox.example', 'confirmed', now()
   from seed_organizations o cross join lateral generate_series(o.first_mailbox, o.first_mailbox + o.mailbox_count - 1) n`,
  `insert into aliases (id, organization_id, domain_id, local_part, is_enabled, created_at)
   select seed_old_id('0f0', n), o.organization_id, seed_old_id('0d0', o.first_domain + n % o.domain_count),
     (array['shop', 'news', 'bank', 'travel', 'forum', 'games', 'school', 'club', 'post', 'work'])[1 + n % 10] || n,
     n % 25 <> 7, now() - interval '1 day' * (31 + n % 700)
   from seed_organizations o cross join lateral generate_series(o.first_alias, o.first_alias + o.alias_count - 1) n`,
  `insert into alias_mailboxes (alias_id, mailbox_id)
   select seed_old_id('0f0', n), seed_old_id('0e0', o.first_mailbox + (n + second) % o.mailbox_count)
   from seed_organizations o cross join lateral generate_series(o.first_alias, o.first_alias + o.alias_count - 1) n
   cross join generate_series(0, 1) second
   where second = 0 or (n % 10 = 0 and o.mailbox_count > 1)`,
  `insert into contacts (id, organization_id, alias_id, domain_id, address, reply_local_part)
   select seed_old_id('010', n), o.organization_id, seed_old_id('0f0', n), seed_old_id('0d0', o.first_domain + n % o.domain_count),
     'shop@sender' || seed_sender(seed_draw(n, 90)) || '.example', 'r.' || n
   from seed_organizations o cross join lateral generate_series(o.first_alias, o.first_alias + o.alias_count - 1) n`,
  'analyze auth.organization, domains, mailboxes, aliases, alias_mailboxes, contacts, seed_organizations',
];

/** Organizations with an owner each, their domains, mailboxes, aliases and contacts. */
export async function seedTenants(db: Db, shape: SeedShape): Promise<readonly SeedOrganization[]> {
  const organizations = planOrganizations(shape);
  await writePlan(db, organizations);
  for (const text of statements) await db.query({ text });
  return organizations;
}
