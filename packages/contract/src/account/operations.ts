import { z } from 'zod';
import { defineOperation } from '../api/operation.ts';
import { pageQuery } from '../api/page.ts';
import { account, accountAuditPage, accountErasure, erasureRequest } from './account.ts';
import { accountPreferences, defaultPreferences, preferencesChange } from './preferences.ts';

const tag = 'Account';

const erasureExample = {
  requested_at: '2026-11-22T09:30:00.000Z',
  erase_at: '2026-12-06T09:30:00.000Z',
};

const accountExample = {
  id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001',
  email: 'jane@example.com',
  is_email_verified: true,
  username: 'Jane',
  name: 'Jane',
  is_administrator: false,
  is_two_factor_enabled: true,
  created_at: '2026-11-01T08:00:00.000Z',
  organizations: [
    {
      id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a002',
      name: 'Jane',
      role: 'owner',
      is_personal: true,
      is_suspended: false,
    },
  ],
  preferences: defaultPreferences,
  erasure: null,
};

const auditExample = {
  items: [
    {
      id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a003',
      at: '2026-11-22T09:30:00.000Z',
      action: 'session.started',
      title: 'Signed in',
      is_own: true,
      organization_id: null,
      key_id: null,
      ip: '192.0.2.1',
      user_agent: 'Mozilla/5.0',
      subject: null,
    },
  ],
  next_cursor: null,
  total: null,
};

/** What a person does with the own account, besides signing in. */
export const accountOperations = {
  getAccount: defineOperation({
    id: 'getAccount',
    method: 'GET',
    path: '/v1/account',
    tag,
    summary: 'Show your account',
    description:
      'The person behind the session or key: profile, organizations with the role in each, preferences, and whether an erasure was asked for. ' +
      'A key sees every organization of its person here, though it acts in its own only.',
    access: { kind: 'user', action: 'read' },
    answer: { status: 200, body: account, example: accountExample },
  }),
  getPreferences: defineOperation({
    id: 'getPreferences',
    method: 'GET',
    path: '/v1/account/preferences',
    tag,
    summary: 'Show your preferences',
    description: 'What was never chosen has the default: `system`, and every notice but the weekly summary.',
    access: { kind: 'user', action: 'read' },
    answer: { status: 200, body: accountPreferences, example: defaultPreferences },
  }),
  changePreferences: defineOperation({
    id: 'changePreferences',
    method: 'PATCH',
    path: '/v1/account/preferences',
    tag,
    summary: 'Change your preferences',
    description:
      'What is absent stays as it is; the answer is the whole. A time zone is checked against those the server knows.',
    access: { kind: 'user', action: 'write' },
    body: preferencesChange,
    example: { theme: 'dark', notices: { weekly_summary: true } },
    answer: {
      status: 200,
      body: accountPreferences,
      example: {
        ...defaultPreferences,
        theme: 'dark',
        notices: { ...defaultPreferences.notices, weekly_summary: true },
      },
    },
    audited: { nothing: 'What a person likes concerns nobody else, and nothing depends on it.' },
  }),
  listAccountAuditEntries: defineOperation({
    id: 'listAccountAuditEntries',
    method: 'GET',
    path: '/v1/account/audit-entries',
    tag,
    summary: 'List what happened with your account',
    description:
      'What the person did anywhere, and what others did to the account, newest first. Who the others are and where they were is not told.',
    access: { kind: 'user', action: 'read' },
    query: pageQuery,
    answer: { status: 200, body: accountAuditPage, example: auditExample },
  }),
  exportAccount: defineOperation({
    id: 'exportAccount',
    method: 'POST',
    path: '/v1/account/export',
    tag,
    summary: 'Export everything about your account',
    description:
      'One JSON document with the profile, preferences, sessions, passkeys, memberships and keys, and of every organization that has no other ' +
      'member all domains, aliases, mailboxes, contacts, rules, senders and the facts about messages. ' +
      'Secrets are not in it: neither passwords nor tokens nor keys. The document is sent as it is read; one that ends before its last ' +
      'bracket was cut off.',
    access: { kind: 'session' },
    limit: 'expensive',
    isTransactional: false,
    answer: {
      status: 200,
      body: z.unknown(),
      example: {
        format: 'smtpy-account/1',
        exported_at: '2026-11-22T09:30:00.000Z',
        profile: { email: 'jane@example.com' },
      },
    },
    audited: ['user.exported'],
  }),
  requestErasure: defineOperation({
    id: 'requestErasure',
    method: 'POST',
    path: '/v1/account/erasure',
    tag,
    summary: 'Ask for your account to be erased',
    description:
      'The account is erased after 14 days, with its personal organization and every other one that has no other member: domains, aliases, ' +
      'mail, everything. Until then it works as before and the erasure can be called off. All other sessions end, and a mail tells of it. ' +
      'Asking again changes nothing. Whoever is the only owner of an organization with other members hands it over first, and so does the last administrator.',
    access: { kind: 'session' },
    limit: 'sign_in',
    body: erasureRequest,
    example: { password: 'correct horse battery' },
    answer: { status: 202, body: accountErasure, example: erasureExample },
    errors: ['invalid_credentials', 'session_too_old', 'last_owner', 'conflict'],
    audited: ['user.erasure_requested'],
  }),
  cancelErasure: defineOperation({
    id: 'cancelErasure',
    method: 'DELETE',
    path: '/v1/account/erasure',
    tag,
    summary: 'Call the erasure off',
    description: 'The account stays. `not_found` where no erasure was asked for.',
    access: { kind: 'session' },
    answer: { status: 204 },
    errors: ['not_found'],
    audited: ['user.erasure_cancelled'],
  }),
} as const;
