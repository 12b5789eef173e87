import type { Quarantined, ShownContent } from '../quarantine/index.ts';

/** A message in quarantine as `--json` prints it. */
export function quarantinedJson(message: Quarantined): object {
  const { allowance } = message;
  return {
    id: message.id,
    message_id: message.messageId,
    organization_id: message.organizationId,
    alias: message.alias,
    alias_id: message.aliasId ?? null,
    mailbox_id: message.mailboxId ?? null,
    reason: message.reason,
    sender: message.sender,
    subject: message.subject ?? null,
    received_at: message.receivedAt,
    expires_at: message.expiresAt,
    size_bytes: message.sizeBytes,
    checks: message.checks,
    allow: allowance.kind === 'possible' ? { accepts_unproven: allowance.acceptsUnproven } : null,
  };
}

/** What a person may see of a message as `--json` prints it; HTML is sanitised. */
export function shownContentJson({ text, html, attachments, isCut, isDamaged }: ShownContent): object {
  return {
    text: text ?? null,
    html: html ?? null,
    attachments: attachments.map(({ name, mimeType, sizeBytes }) => ({
      name: name ?? null,
      mime_type: mimeType,
      size_bytes: sizeBytes,
    })),
    is_cut: isCut,
    is_damaged: isDamaged,
  };
}
