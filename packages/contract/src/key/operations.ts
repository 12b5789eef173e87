import { z } from 'zod';
import { defineOperation } from '../api/index.ts';
import { id, pageOf, pageQuery } from '../api/page.ts';
import { apiKey, changeKeyBody, createdKey, createKeyBody, type KeyBody } from './key.ts';

const tag = 'API keys';

const params = z.strictObject({ key_id: id });

const example: KeyBody = {
  id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001',
  name: 'Backup script',
  start: 'smtpyQ7dM',
  user_id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a002',
  user_email: 'jane@example.com',
  scopes: ['members:read', 'account:read'],
  created_at: '2026-11-22T09:30:00.000Z',
  expires_at: '2027-01-31T00:00:00.000Z',
  last_used_at: null,
  last_used_ip: null,
};

/** The operations on API keys. */
export const keyOperations = {
  listKeys: defineOperation({
    id: 'listKeys',
    method: 'GET',
    path: '/v1/keys',
    tag,
    summary: 'List API keys',
    description:
      'The keys of this organization, newest first: your own, or with `of=all` those of every member, which needs the role admin.',
    access: { kind: 'member', permission: 'keys:read' },
    query: pageQuery.extend({
      of: z
        .enum(['me', 'all'])
        .default('me')
        .meta({ description: '`me`: your own keys. `all`: those of every member.', example: 'me' }),
      user_id: id
        .optional()
        .meta({ description: 'Of all keys, only those of this member; together with `of=all`.' }),
    }),
    answer: {
      status: 200,
      body: pageOf(apiKey),
      example: { items: [example], next_cursor: null, total: null },
    },
  }),
  createKey: defineOperation({
    id: 'createKey',
    method: 'POST',
    path: '/v1/keys',
    tag,
    summary: 'Make an API key',
    description:
      'Makes a key for yourself in this organization. The answer holds the key itself, this once. A key never may more than you may: its ' +
      'scopes limit it further, and when your role sinks or your membership ends, so does what it may. A key can make keys as well, with ' +
      'none but its own scopes and for no longer than itself. Keys that have expired count towards the limit until they are deleted.',
    access: { kind: 'member', permission: 'keys:write' },
    body: createKeyBody,
    example: {
      name: 'Backup script',
      scopes: ['members:read', 'account:read'],
      expires_at: '2027-01-31T00:00:00.000Z',
    },
    answer: {
      status: 201,
      body: createdKey,
      example: { ...example, key: 'smtpyQ7dMvK2xWcR9bT4nHs8JfLp3ZgYq6AeUi1VoXk5DwCmXylH' },
    },
    errors: ['limit_reached', 'role_insufficient', 'scope_insufficient'],
    audited: ['key.created'],
    takesIdempotencyKey: true,
  }),
  getKey: defineOperation({
    id: 'getKey',
    method: 'GET',
    path: '/v1/keys/{key_id}',
    tag,
    summary: 'Show an API key',
    description:
      'One of your keys; from the role admin on that of any member. The key itself is never shown again.',
    access: { kind: 'member', permission: 'keys:read' },
    params,
    answer: { status: 200, body: apiKey, example },
    errors: ['not_found'],
  }),
  changeKey: defineOperation({
    id: 'changeKey',
    method: 'PATCH',
    path: '/v1/keys/{key_id}',
    tag,
    summary: 'Change name or expiry of an API key',
    description:
      'What is absent stays. Scopes cannot be changed: make another key. A key can let none outlive itself, and lengthen only those that may no more than it.',
    access: { kind: 'member', permission: 'keys:write' },
    params,
    body: changeKeyBody,
    example: { name: 'Backup script, new server' },
    answer: { status: 200, body: apiKey, example: { ...example, name: 'Backup script, new server' } },
    errors: ['not_found', 'scope_insufficient'],
    audited: ['key.changed'],
  }),
  deleteKey: defineOperation({
    id: 'deleteKey',
    method: 'DELETE',
    path: '/v1/keys/{key_id}',
    tag,
    summary: 'Revoke an API key',
    description:
      'One of your keys; from the role admin on that of any member. It stops working at once, on all nodes, and cannot be brought back.',
    access: { kind: 'member', permission: 'keys:write' },
    params,
    answer: { status: 204 },
    errors: ['not_found'],
    audited: ['key.revoked'],
  }),
} as const;
