import { quarantineWords, shownLine } from '../followups/index.ts';
import type { ShownContent } from './content.ts';
import { frameDocument } from './frame.ts';
import type { Quarantined } from './quarantined.ts';

/** A message in quarantine in the form of the contract. */
export function formatQuarantined(message: Quarantined) {
  const { aliasId, mailboxId, destination, reason, allowance } = message;
  const { label, why } = quarantineWords[reason];
  return {
    id: message.id,
    message_id: message.messageId,
    alias: { id: aliasId ?? null, address: message.alias },
    mailbox: destination === undefined ? null : { id: mailboxId ?? null, address: destination },
    reason,
    reason_label: label,
    reason_text: why,
    header_from: message.headerFrom ?? null,
    mail_from: message.mailFrom,
    subject: message.subject ?? null,
    size_bytes: message.sizeBytes,
    received_at: message.receivedAt.toISOString(),
    expires_at: message.expiresAt.toISOString(),
    checks: [...message.checks],
    allow: allowance.kind === 'possible' ? { accepts_unproven: allowance.acceptsUnproven } : null,
  };
}

/** What may be seen of its content in the form of the contract. */
export function formatContent({ text, html, attachments, isCut, isDamaged }: ShownContent) {
  return {
    text: text ?? null,
    html: html === undefined ? null : frameDocument(html),
    attachments: attachments.map(({ name, mimeType, sizeBytes }) => ({
      name: name === undefined ? null : shownLine(name, 200),
      mime_type: shownLine(mimeType, 100),
      size_bytes: sizeBytes,
    })),
    is_cut: isCut,
    is_damaged: isDamaged,
  };
}
