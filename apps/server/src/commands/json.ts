import { formatAddress } from '@smtpy/mail';
import type { User } from '../accounts/index.ts';
import type { ListedUser } from '../administration/index.ts';
import type { Alias, CatchAll, Pin } from '../aliases/index.ts';
import type { AppPassword } from '../app-passwords/index.ts';
import type { Contact } from '../contacts/index.ts';
import type { Domain, DomainRecord, RecordCheck } from '../domains/index.ts';
import type { MailboxKey } from '../encryption/index.ts';
import type { Mailbox } from '../mailboxes/index.ts';
import type { MessageDetails, MessageSummary } from '../messages/index.ts';
import type { Notice } from '../notices/index.ts';
import type { ListedDelivery, ShownDelivery } from '../queue/index.ts';

/** A user as `--json` prints it. */
export function userJson({ id, email, username, isAdmin, organizationId, createdAt }: User): object {
  return {
    id,
    email,
    username: username ?? null,
    is_admin: isAdmin,
    organization_id: organizationId,
    created_at: createdAt,
  };
}

/** A user of a list as `--json` prints it. */
export function listedUserJson(user: ListedUser): object {
  return {
    id: user.id,
    email: user.email,
    username: user.username ?? null,
    name: user.name,
    is_admin: user.isAdministrator,
    is_email_verified: user.isEmailVerified,
    is_two_factor_enabled: user.isTwoFactorEnabled,
    created_at: user.createdAt,
    suspended_at: user.suspendedAt ?? null,
    suspended_reason: user.suspendedReason ?? null,
  };
}

/** A domain as `--json` prints it. */
export function domainJson({
  id,
  number,
  organizationId,
  name,
  state,
  defaultMode,
  catchAll,
  catchAllPattern,
  isShared,
  createdAt,
  activatedAt,
  checkedAt,
}: Domain): object {
  return {
    id,
    number,
    organization_id: organizationId,
    name,
    state,
    default_mode: defaultMode,
    catch_all: catchAll,
    catch_all_pattern: catchAllPattern ?? null,
    is_shared: isShared,
    created_at: createdAt,
    activated_at: activatedAt ?? null,
    checked_at: checkedAt ?? null,
  };
}

/** A DNS record to publish as `--json` prints it. */
export function recordJson({ purpose, type, name, value, isRequired }: DomainRecord): object {
  return { purpose, type, name, value, is_required: isRequired };
}

/** A compared DNS record as `--json` prints it. */
export function recordCheckJson({ record, found, verdict, reason }: RecordCheck): object {
  return { ...recordJson(record), verdict, found, reason };
}

/** A mailbox as `--json` prints it. */
export function mailboxJson({
  id,
  number,
  organizationId,
  address,
  state,
  createdAt,
  confirmedAt,
  pausedAt,
  pauseReason,
  wantsDelayNotice,
  isDefault,
}: Mailbox): object {
  return {
    id,
    number,
    organization_id: organizationId,
    address: formatAddress(address),
    state,
    created_at: createdAt,
    confirmed_at: confirmedAt ?? null,
    paused_at: pausedAt ?? null,
    pause_reason: pauseReason ?? null,
    wants_delay_notice: wantsDelayNotice,
    is_default: isDefault,
  };
}

/** The key of a mailbox as `--json` prints it. */
export function mailboxKeyJson({ id, address }: Mailbox, key: MailboxKey): object {
  return {
    mailbox_id: id,
    address: formatAddress(address),
    fingerprint: key.fingerprint,
    source: key.source,
    hides_subject: key.hidesSubject,
    expires_at: key.expiresAt ?? null,
    created_at: key.createdAt,
    public_key: key.publicKey,
  };
}

/** A contact as `--json` prints it. */
export function contactJson({ id, aliasId, writtenTo, address, replyAddress, displayName }: Contact): object {
  return {
    id,
    alias_id: aliasId,
    written_to: writtenTo === '' ? null : writtenTo,
    address: formatAddress(address),
    reply_address: formatAddress(replyAddress),
    display_name: displayName ?? null,
  };
}

/** An alias as `--json` prints it. */
export function aliasJson(alias: Alias): object {
  return {
    id: alias.id,
    number: alias.number,
    organization_id: alias.organizationId,
    domain_id: alias.domainId,
    address: formatAddress(alias.address),
    display_name: alias.displayName ?? null,
    is_enabled: alias.isEnabled,
    when_disabled: alias.whenDisabled,
    mode: alias.mode,
    plus_addressing: alias.plusAddressing,
    expires_at: alias.expiresAt ?? null,
    messages_left: alias.messagesLeft ?? null,
    pinning: alias.pinning,
    holds_for_preview: alias.holdsForPreview,
    mailboxes: alias.mailboxes.map(formatAddress),
    origin: alias.origin,
    created_at: alias.createdAt,
  };
}

/** The catch-all of a domain as `--json` prints it. */
export function catchAllJson({ mode, pattern, aliasId, mailboxes }: CatchAll): object {
  return {
    mode,
    pattern: pattern ?? null,
    alias_id: aliasId ?? null,
    mailboxes: mailboxes.map(formatAddress),
  };
}

/** A pinned domain as `--json` prints it. */
export function pinJson({ domain, source, createdAt }: Pin): object {
  return { domain, source, created_at: createdAt };
}

/** An app password as `--json` prints it: never the password. */
export function appPasswordJson({ id, aliasId, name, createdAt, lastUsedAt }: AppPassword): object {
  return { id, alias_id: aliasId, name, created_at: createdAt, last_used_at: lastUsedAt ?? null };
}

/** A message of a list as `--json` prints it. */
export function messageSummaryJson(message: MessageSummary): object {
  return {
    id: message.id,
    organization_id: message.organizationId,
    received_at: message.receivedAt,
    mail_from: message.mailFrom,
    rcpt_to: message.rcptTo,
    header_from: message.headerFrom ?? null,
    subject: message.subject ?? null,
    size_bytes: message.sizeBytes,
    states: message.states,
  };
}

/** A message with its deliveries and timeline as `--json` prints it. */
export function messageJson(message: MessageDetails): object {
  return {
    ...messageSummaryJson(message),
    message_id_header: message.messageIdHeader ?? null,
    connection: snakeCased(message.connection),
    authentication: snakeCased(message.authentication),
    deliveries: message.deliveries.map((delivery) => ({
      id: delivery.id,
      kind: delivery.kind,
      recipient: delivery.recipient,
      destination: delivery.destination ?? null,
      state: delivery.state,
      reason: delivery.reason ?? null,
      mode: delivery.mode,
      attempts: delivery.attempts,
      next_attempt_at: delivery.nextAttemptAt ?? null,
      expires_at: delivery.expiresAt,
      finished_at: delivery.finishedAt ?? null,
    })),
    timeline: message.timeline.map(({ at, kind, deliveryId, label, sentence, details }) => ({
      at,
      kind,
      delivery_id: deliveryId ?? null,
      label,
      sentence,
      details: snakeCased(details),
    })),
  };
}

/** A delivery of a list as `--json` prints it. */
export function deliveryJson(delivery: ListedDelivery): object {
  return {
    id: delivery.id,
    message_id: delivery.messageId,
    organization_id: delivery.organizationId,
    kind: delivery.kind,
    recipient: delivery.recipient,
    destination: delivery.destination ?? null,
    queue_key: delivery.queueKey,
    state: delivery.state,
    attempts: delivery.attempts,
    next_attempt_at: delivery.nextAttemptAt ?? null,
    created_at: delivery.createdAt,
    finished_at: delivery.finishedAt ?? null,
    reason: delivery.reason ?? null,
  };
}

/** A delivery with its history as `--json` prints it. */
export function shownDeliveryJson(delivery: ShownDelivery): object {
  return {
    ...deliveryJson(delivery),
    content_id: delivery.contentId,
    alias_id: delivery.aliasId ?? null,
    mode: delivery.mode,
    sent_as: delivery.sentAs,
    expires_at: delivery.expiresAt,
    lease_owner: delivery.leaseOwner ?? null,
    lease_until: delivery.leaseUntil ?? null,
    last_reply: snakeCased(delivery.lastReply ?? null),
    events: delivery.events.map(({ at, type, data }) => ({ at, type, data: snakeCased(data) })),
  };
}

/** A notice as `--json` prints it. */
export function noticeJson({
  id,
  organizationId,
  kind,
  subjectId,
  topic,
  mailed,
  facts,
  at,
}: Notice): object {
  return {
    id,
    organization_id: organizationId,
    kind,
    topic: topic ?? null,
    subject_id: subjectId ?? null,
    created_at: at,
    mailed,
    facts: snakeCased(facts),
  };
}

/** A page of a list: `next_cursor` is what `--after` takes, null at the end. */
export function pageJson<T extends { readonly id: string }>(
  items: readonly T[],
  { limit, toJson }: { readonly limit: number; readonly toJson: (item: T) => object },
): object {
  return { items: items.map(toJson), next_cursor: items.length < limit ? null : (items.at(-1)?.id ?? null) };
}

/** Plain data with its keys in snake_case, at every depth: for facts that were recorded in the program's own names. */
export function snakeCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeCased);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const entries = Object.entries(value).map(
    ([key, inner]) =>
      [key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), snakeCased(inner)] as const,
  );
  return Object.fromEntries(entries);
}
