import { z } from 'zod';
import { defineOperation } from '../api/operation.ts';
import { id, instant, pageOf } from '../api/page.ts';
import { text } from '../api/text.ts';
import { aliasParams } from './alias.ts';

const tag = 'App passwords';

const appPassword = z.object({
  id,
  name: z.string(),
  created_at: instant,
  last_used_at: instant.nullable().meta({ description: 'To the minute. Null: never' }),
});
const example = {
  id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a040',
  name: 'Thunderbird on the laptop',
  created_at: '2026-11-22T09:30:00.000Z',
  last_used_at: null,
};

/** App passwords of the organization of the request. */
export const appPasswordOperations = {
  listAppPasswords: defineOperation({
    id: 'listAppPasswords',
    method: 'GET',
    path: '/v1/aliases/{alias_id}/app-passwords',
    tag,
    summary: 'List the app passwords of an alias',
    description: 'Oldest first, 50 at most. The passwords themselves are kept nowhere.',
    access: { kind: 'member', permission: 'aliases:read' },
    params: aliasParams,
    answer: {
      status: 200,
      body: pageOf(appPassword),
      example: { items: [example], next_cursor: null, total: 1 },
    },
    errors: ['not_found'],
  }),
  createAppPassword: defineOperation({
    id: 'createAppPassword',
    method: 'POST',
    path: '/v1/aliases/{alias_id}/app-passwords',
    tag,
    summary: 'Make an app password',
    description:
      'For a mail program that sends as the alias: its address is the user name. The password is shown this once.',
    access: { kind: 'member', permission: 'aliases:write' },
    params: aliasParams,
    body: z.strictObject({ name: text({ max: 100 }).meta({ description: 'What the password is for' }) }),
    answer: {
      status: 201,
      body: appPassword.extend({
        password: z.string().meta({ example: 'abcd-efgh-ijkl-mnop-qrst-uvwx-yz23' }),
      }),
      example: { ...example, password: 'abcd-efgh-ijkl-mnop-qrst-uvwx-yz23' },
    },
    errors: ['not_found', 'already_exists', 'limit_reached'],
    audited: ['app_password.created'],
    takesIdempotencyKey: true,
    example: { name: 'Thunderbird on the laptop' },
  }),
  revokeAppPassword: defineOperation({
    id: 'revokeAppPassword',
    method: 'DELETE',
    path: '/v1/aliases/{alias_id}/app-passwords/{app_password_id}',
    tag,
    summary: 'Revoke an app password',
    description: 'Ends it at once; connections that it opened may begin no further message.',
    access: { kind: 'member', permission: 'aliases:write' },
    params: aliasParams.extend({ app_password_id: id }),
    answer: { status: 204 },
    errors: ['not_found'],
    audited: ['app_password.revoked'],
  }),
} as const;
