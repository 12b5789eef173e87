/** How the rows of a table that are an organization's, or reached from what is, come to their end. */
export type Ending =
  /** Deleted with the organization, by this condition on `$1`, the organizations. */
  | { readonly kind: 'at_once'; readonly where: string }
  /** Deleted by a foreign key from a table that is deleted at once. */
  | { readonly kind: 'with'; readonly table: string }
  /** Removed in batches after the organization. */
  | { readonly kind: 'in_batches' }
  /** Goes with the last unfinished delivery, which is cancelled. */
  | { readonly kind: 'with_deliveries' }
  /** A person's: goes when the person is erased. */
  | { readonly kind: 'of_person' }
  /** Nothing of an organization or person lies in it, or it lapses by itself within days. */
  | { readonly kind: 'stays'; readonly reason: string };

const ownOrOnOwnDomain =
  'organization_id = any ($1::uuid[]) or domain_id in (select id from domains where organization_id = any ($1::uuid[]))';

const byOrganization: Ending = { kind: 'at_once', where: 'organization_id = any ($1::uuid[])' };

/**
 * Every table of the schema. A test compares it with the database, so that a new table must be given an ending. What is deleted at once is
 * deleted in this order: what refers comes before what is referred to, and nothing large is left to foreign keys row by row.
 */
export const endings: Readonly<Record<string, Ending>> = {
  rules: byOrganization,
  sender_entries: byOrganization,
  app_passwords: byOrganization,
  contacts: {
    kind: 'at_once',
    where: `alias_id in (select id from aliases where ${ownOrOnOwnDomain})`,
  },
  // What others have on a shared domain goes with the domain.
  aliases: { kind: 'at_once', where: ownOrOnOwnDomain },
  alias_activity: { kind: 'with', table: 'aliases' },
  alias_mailboxes: { kind: 'with', table: 'aliases' },
  alias_pins: { kind: 'with', table: 'aliases' },
  mailboxes: byOrganization,
  mailbox_failures: { kind: 'with', table: 'mailboxes' },
  mailbox_keys: { kind: 'with', table: 'mailboxes' },
  mailbox_confirmations: { kind: 'with', table: 'mailboxes' },
  mailbox_refusals: byOrganization,
  removed_mailbox_keys: byOrganization,
  notice_marks: byOrganization,
  domains: byOrganization,
  dkim_keys: { kind: 'with', table: 'domains' },
  domain_checks: { kind: 'with', table: 'domains' },
  retired_addresses: { kind: 'with', table: 'domains' },
  notices: byOrganization,
  notice_states: { kind: 'with', table: 'notices' },
  refusal_counts: byOrganization,
  organization_settings: byOrganization,
  live_watches: byOrganization,
  api_keys: byOrganization,
  webhooks: byOrganization,
  'auth.invitation': { kind: 'at_once', where: '"organizationId" = any ($1::uuid[])' },
  'auth.member': { kind: 'at_once', where: '"organizationId" = any ($1::uuid[])' },
  'auth.organization': { kind: 'at_once', where: 'id = any ($1::uuid[])' },

  messages: { kind: 'in_batches' },
  deliveries: { kind: 'in_batches' },
  events: { kind: 'in_batches' },
  followups: { kind: 'in_batches' },
  captured_messages: { kind: 'in_batches' },
  captured_chunks: { kind: 'with', table: 'captured_messages' },
  alias_counters: { kind: 'in_batches' },
  audit_entries: { kind: 'in_batches' },
  webhook_deliveries: { kind: 'in_batches' },
  webhook_attempts: { kind: 'with', table: 'webhook_deliveries' },
  statistics_deltas: { kind: 'in_batches' },
  statistics_subjects: { kind: 'in_batches' },
  statistics_rollups: { kind: 'in_batches' },
  organization_erasures: { kind: 'in_batches' },
  erased_aliases: { kind: 'with', table: 'organization_erasures' },
  contents: { kind: 'with_deliveries' },
  content_chunks: { kind: 'with_deliveries' },

  'auth."user"': { kind: 'of_person' },
  'auth.account': { kind: 'with', table: 'auth."user"' },
  'auth.session': { kind: 'with', table: 'auth."user"' },
  'auth."twoFactor"': { kind: 'with', table: 'auth."user"' },
  'auth.passkey': { kind: 'with', table: 'auth."user"' },
  user_preferences: { kind: 'with', table: 'auth."user"' },
  account_erasures: { kind: 'with', table: 'auth."user"' },
  'auth.verification': { kind: 'of_person' },
  idempotency_keys: { kind: 'of_person' },

  statistics_backlog: { kind: 'stays', reason: 'whether older facts are counted' },
  setup_links: { kind: 'stays', reason: 'hashes of links of the console' },
  login_failures: { kind: 'stays', reason: 'lapses by itself' },
  rate_counters: { kind: 'stays', reason: 'lapses by itself' },
  request_counts: { kind: 'stays', reason: 'lapses by itself' },
  quota_marks: { kind: 'stays', reason: 'lapses by itself' },
  greylist: { kind: 'stays', reason: 'senders of the world, and lapses by itself' },
  retired_reply_addresses: { kind: 'stays', reason: 'hashes of names with a random part' },
  learned_rewrites: { kind: 'stays', reason: 'domains of the world' },
  installation_settings: { kind: 'stays', reason: 'the operator’s' },
  service_keys: { kind: 'stays', reason: 'the operator’s' },
  schema_migrations: { kind: 'stays', reason: 'the schema’s own' },
};

/** What is deleted with the organizations `$1`, in order. */
export const deleteTexts: readonly string[] = Object.entries(endings).flatMap(([table, ending]) =>
  ending.kind === 'at_once' ? [`delete from ${table} where ${ending.where}`] : [],
);
