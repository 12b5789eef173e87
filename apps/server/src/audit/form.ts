import { auditActions, type AuditEntryBody } from '@smtpy/contract';
import type { AuditEntry } from './entry.ts';

/** An entry in the form of the contract. */
export function formatEntry({ id, at, action, actor, subject, before, after }: AuditEntry): AuditEntryBody {
  return {
    id,
    at: at.toISOString(),
    action,
    title: auditActions[action],
    actor: {
      kind: actor.kind,
      user_id: actor.userId ?? null,
      key_id: actor.keyId ?? null,
      label: actor.label ?? null,
      ip: actor.ip ?? null,
      user_agent: actor.userAgent ?? null,
      request_id: actor.requestId ?? null,
    },
    subject: subject === undefined ? null : { ...subject, label: subject.label ?? null },
    before: before ?? null,
    after: after ?? null,
  };
}
