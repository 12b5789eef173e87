/** A list of the export: rows of one kind, in the order of their ids. */
export interface ExportSection {
  readonly name: string;
  /**
   * Columns named one by one, so that a secret that is added to a table does not appear here. `$1` is the owner, `$2` the last id of the
   * batch before or null, `$3` the size of a batch.
   */
  readonly text: string;
}

function section(name: string, columns: string, source: string): ExportSection {
  const text = `select x.id as key, ${columns} from ${source} and ($2::uuid is null or x.id > $2) order by x.id limit $3`;
  return { name, text };
}

/** What is a person's; `$1` is the person. */
export const personSections: readonly ExportSection[] = [
  section(
    'sessions',
    'x.id, x."createdAt" as created_at, x."updatedAt" as last_used_at, x."expiresAt" as expires_at, x."ipAddress" as ip, x."userAgent" as user_agent',
    'auth.session x where x."userId" = $1',
  ),
  section(
    'passkeys',
    'x.id, x.name, x."deviceType" as device_type, x."backedUp" as is_backed_up, x."createdAt" as created_at',
    'auth.passkey x where x."userId" = $1',
  ),
  section(
    'memberships',
    'x."organizationId" as organization_id, o.name as organization_name, x.role, x."createdAt" as joined_at',
    'auth.member x join auth.organization o on o.id = x."organizationId" where x."userId" = $1',
  ),
  section(
    'api_keys',
    'x.id, x.organization_id, x.name, x.start, x.scopes, x.created_at, x.expires_at, x.last_used_at, x.last_used_ip',
    'api_keys x where x.user_id = $1',
  ),
  section(
    'invitations_sent',
    'x.id, x."organizationId" as organization_id, x.email, x.role, x.status, x."createdAt" as created_at, x."expiresAt" as expires_at',
    'auth.invitation x where x."inviterId" = $1',
  ),
  section(
    'notices_read',
    'x.organization_id, x.read_up_to',
    '(select organization_id as id, organization_id, user_id, read_up_to from notice_marks) x where x.user_id = $1',
  ),
  // Whoever only claims an address learns nothing of what waits for it.
  section(
    'invitations_received',
    'x.id, o.name as organization_name, x.role, x.status, x."createdAt" as created_at, x."expiresAt" as expires_at',
    `auth.invitation x join auth.organization o on o.id = x."organizationId"
      where x.email = (select u.email from auth."user" u where u.id = $1 and u."emailVerified")`,
  ),
];

/** What is an organization's; `$1` is the organization. */
export const organizationSections: readonly ExportSection[] = [
  section(
    'domains',
    'x.id, x.number, x.name, x.state, x.default_mode, x.catch_all, x.catch_all_pattern, x.wants_mta_sts, x.mta_sts_mode, x.wants_tls_rpt, x.tls_rpt_address, x.created_at, x.activated_at, x.removed_at',
    'domains x where x.organization_id = $1',
  ),
  section(
    'mailboxes',
    'x.id, x.number, x.address, x.state, x.created_at, x.confirmed_at, x.paused_at, x.pause_reason, x.wants_delay_notice, x.is_default, k.fingerprint as key_fingerprint',
    'mailboxes x left join mailbox_keys k on k.mailbox_id = x.id where x.organization_id = $1',
  ),
  section(
    'aliases',
    `x.id, x.number, x.local_part || '@' || d.name as address, x.is_enabled, x.when_disabled, x.mode, x.display_name, x.plus_addressing,
      x.expires_at, x.messages_left, x.pinning, x.holds_for_preview, x.origin, x.created_at, x.deleted_at, x.note, x.tags, x.is_pinned,
      (select t.at from alias_activity t where t.alias_id = x.id and t.is_used) as last_activity_at,
      array(select b.address from alias_mailboxes a join mailboxes b on b.id = a.mailbox_id where a.alias_id = x.id order by b.address) as mailboxes,
      array(select p.domain from alias_pins p where p.alias_id = x.id order by p.domain) as pins`,
    'aliases x join domains d on d.id = x.domain_id where x.organization_id = $1',
  ),
  section(
    'app_passwords',
    'x.id, x.alias_id, x.name, x.created_at, x.last_used_at',
    'app_passwords x where x.organization_id = $1',
  ),
  section(
    'contacts',
    `x.id, x.number, x.alias_id, x.address, x.display_name, x.reply_local_part || '@' || d.name as reply_address, x.created_at`,
    'contacts x join domains d on d.id = x.domain_id where x.organization_id = $1',
  ),
  section(
    'rules',
    'x.id, x.number, x.alias_id, x.name, x.position, x.is_enabled, x.definition, x.created_at, x.updated_at',
    'rules x where x.organization_id = $1',
  ),
  section(
    'senders',
    'x.id, x.alias_id, x.verdict, x.subject, x.accepts_unproven, x.note, x.source, x.created_at',
    'sender_entries x where x.organization_id = $1',
  ),
  section(
    'notices',
    'x.id, x.kind, x.subject_id, x.data, x.created_at',
    'notices x where x.organization_id = $1',
  ),
  section(
    'webhooks',
    'x.id, x.url, x.description, x.event_types, x.alias_ids, x.domain_ids, x.paused_at, x.pause_reason, x.failing_since, x.created_at',
    'webhooks x where x.organization_id = $1',
  ),
  section(
    'webhook_deliveries',
    `x.id, x.webhook_id, x.told_id as event_id, x.event_type, x.state, x.attempts, x.last_status, x.last_error, x.created_at,
      x.finished_at, x.payload as body`,
    'webhook_deliveries x where x.organization_id = $1',
  ),
  section(
    'messages',
    `x.id, x.received_at, x.mail_from, x.rcpt_to, x.header_from, x.subject, x.message_id_header, x.size_bytes,
      (select coalesce(json_agg(json_build_object('id', d.id, 'recipient', d.recipient, 'destination', d.destination, 'kind', d.kind,
        'state', d.state, 'reason', d.reason, 'attempts', d.attempts, 'created_at', d.created_at, 'finished_at', d.finished_at) order by d.id), '[]')
        from deliveries d where d.message_id = x.id) as deliveries`,
    'messages x where x.organization_id = $1',
  ),
];
