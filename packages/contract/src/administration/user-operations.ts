import { z } from 'zod';
import { defineOperation } from '../api/operation.ts';
import { id, pageOf } from '../api/page.ts';
import { text } from '../api/text.ts';
import {
  administrationUser,
  administrationUserChange,
  administrationUserCreation,
  administrationUserDetails,
  administrationUserDetailsExample,
  administrationUserExample,
  administrationUserQuery,
} from './user.ts';

const tag = 'Administration';
const params = z.strictObject({ user_id: id });

/** What the operator does about users. */
export const administrationUserOperations = {
  listUsers: defineOperation({
    id: 'listUsers',
    method: 'GET',
    path: '/v1/administration/users',
    tag,
    summary: 'List users',
    description: 'Everybody who has an account, in the order asked for.',
    access: { kind: 'administrator', action: 'read' },
    query: administrationUserQuery,
    answer: {
      status: 200,
      body: pageOf(administrationUser),
      example: { items: [administrationUserExample], next_cursor: null, total: null },
    },
  }),
  getUser: defineOperation({
    id: 'getUser',
    method: 'GET',
    path: '/v1/administration/users/{user_id}',
    tag,
    summary: 'Show a user',
    description: 'With organizations, second factors, and how many sessions and keys there are.',
    access: { kind: 'administrator', action: 'read' },
    params,
    answer: { status: 200, body: administrationUserDetails, example: administrationUserDetailsExample },
    errors: ['not_found'],
  }),
  createUser: defineOperation({
    id: 'createUser',
    method: 'POST',
    path: '/v1/administration/users',
    tag,
    summary: 'Make a user',
    description:
      'Makes an account with its personal organization, however registration is set. The operator vouches for the address: it counts as confirmed. Without a password a mail with a link to choose one goes out.',
    access: { kind: 'administrator', action: 'write' },
    body: administrationUserCreation,
    answer: { status: 201, body: administrationUserDetails, example: administrationUserDetailsExample },
    errors: ['already_exists', 'weak_password'],
    audited: ['user.created'],
    limit: 'mail_sending',
    takesIdempotencyKey: true,
    example: { email: 'jane@example.com', username: 'Jane' },
  }),
  changeUser: defineOperation({
    id: 'changeUser',
    method: 'PATCH',
    path: '/v1/administration/users/{user_id}',
    tag,
    summary: 'Change a user',
    description:
      'Suspends or resumes a user, makes or unmakes an administrator, or vouches for the email address. What is not given stays. A suspended person is signed out everywhere and can neither sign in nor use an API key until the suspension ends; the personal organization is suspended and resumed with the person, unless that was done to it by itself, while the mail of other organizations goes on, which is ended by suspending those. An administrator who is not suspended always remains, and nobody suspends or unmakes the own account: both are `conflict`.',
    access: { kind: 'administrator', action: 'write' },
    params,
    body: administrationUserChange,
    answer: { status: 200, body: administrationUserDetails, example: administrationUserDetailsExample },
    errors: ['not_found', 'conflict'],
    audited: [
      'user.suspended',
      'user.resumed',
      'user.made_administrator',
      'user.unmade_administrator',
      'user.email_verified',
      'organization.suspended',
      'organization.resumed',
    ],
    example: { is_suspended: true, suspended_reason: 'Sends unsolicited mail' },
  }),
  deleteUser: defineOperation({
    id: 'deleteUser',
    method: 'DELETE',
    path: '/v1/administration/users/{user_id}',
    tag,
    summary: 'Erase a user',
    description:
      'Erases the account at once, without the time to think it over that the person would have: the personal organization with its domains, aliases, mailboxes and messages, sessions and keys. Nothing brings it back, so the email address is given as well. The last administrator and oneself cannot be erased here, nor the last owner of an organization that has other members: all are `conflict` or `last_owner`.',
    access: { kind: 'administrator', action: 'write' },
    params,
    body: z.strictObject({
      confirm_email: text({ max: 320 }).meta({
        description: 'The email address of the user, so that nobody is erased by mistake',
        example: 'jane@example.com',
      }),
    }),
    answer: { status: 204 },
    errors: ['not_found', 'conflict', 'last_owner'],
    audited: ['user.erased'],
    example: { confirm_email: 'jane@example.com' },
  }),
} as const;
