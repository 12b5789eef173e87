import type { KeyBody } from '@smtpy/contract';
import type { ApiKey } from './api-key.ts';

/** A key in the form of the contract; the text of the key is no part of it. */
export function formatKey(key: ApiKey): KeyBody {
  return {
    id: key.id,
    name: key.name,
    start: key.start,
    user_id: key.userId,
    user_email: key.userEmail,
    scopes: key.scopes === undefined ? null : [...key.scopes],
    created_at: key.createdAt.toISOString(),
    expires_at: key.expiresAt?.toISOString() ?? null,
    last_used_at: key.lastUsedAt?.toISOString() ?? null,
    last_used_ip: key.lastUsedIp ?? null,
  };
}
