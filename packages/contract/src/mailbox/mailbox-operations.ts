import { defineOperation } from '../api/operation.ts';
import { pageOf } from '../api/page.ts';
import { mailboxExample, pausedExample, pendingExample } from './examples.ts';
import {
  addMailboxBody,
  changeMailboxBody,
  mailbox,
  mailboxParams,
  mailboxQuery,
  removeMailboxQuery,
} from './mailbox.ts';

const tag = 'Mailboxes';
const read = { kind: 'member', permission: 'mailboxes:read' } as const;
const write = { kind: 'member', permission: 'mailboxes:write' } as const;

/** Mailboxes themselves: what they are, and whether they get their mail. */
export const mailboxLifeOperations = {
  listMailboxes: defineOperation({
    id: 'listMailboxes',
    method: 'GET',
    path: '/v1/mailboxes',
    tag,
    summary: 'List mailboxes',
    description: 'The mailboxes of the organization, searched, filtered and sorted by the server.',
    access: read,
    query: mailboxQuery,
    answer: {
      status: 200,
      body: pageOf(mailbox),
      example: { items: [mailboxExample], next_cursor: null, total: 1 },
    },
  }),
  addMailbox: defineOperation({
    id: 'addMailbox',
    method: 'POST',
    path: '/v1/mailboxes',
    tag,
    summary: 'Add a mailbox',
    description:
      'Stores the address as `pending` and writes to it, with a link that works once and for seven days. Whoever reads the mail confirms it ' +
      'there, or says that the request is none of theirs: then the mailbox is removed, and this organization cannot ask again. Your own ' +
      'confirmed email address needs no second confirmation: it is `confirmed` at once. Nobody else is told whether an address is in use ' +
      'elsewhere; where too many ask for one address, some mails are left out without a word.',
    access: write,
    body: addMailboxBody,
    example: { address: 'jane@provider.example' },
    answer: { status: 201, body: mailbox, example: pendingExample },
    errors: ['already_exists', 'conflict', 'limit_reached'],
    audited: ['mailbox.added'],
    limit: 'mail_sending',
    takesIdempotencyKey: true,
  }),
  getMailbox: defineOperation({
    id: 'getMailbox',
    method: 'GET',
    path: '/v1/mailboxes/{mailbox_id}',
    tag,
    summary: 'Show a mailbox',
    description: 'One mailbox of the organization.',
    access: read,
    params: mailboxParams,
    answer: { status: 200, body: mailbox, example: mailboxExample },
    errors: ['not_found'],
  }),
  changeMailbox: defineOperation({
    id: 'changeMailbox',
    method: 'PATCH',
    path: '/v1/mailboxes/{mailbox_id}',
    tag,
    summary: 'Change a mailbox',
    description:
      'Makes it the default, or changes what owners are told of. An address cannot be changed: add another mailbox.',
    access: write,
    params: mailboxParams,
    body: changeMailboxBody,
    example: { is_default: true },
    answer: { status: 200, body: mailbox, example: mailboxExample },
    errors: ['not_found', 'conflict'],
    audited: ['mailbox.changed'],
  }),
  removeMailbox: defineOperation({
    id: 'removeMailbox',
    method: 'DELETE',
    path: '/v1/mailboxes/{mailbox_id}',
    tag,
    summary: 'Remove a mailbox',
    description:
      'Aliases with other mailboxes lose this one. Where it is the only one of an alias or of a catch-all, name another with `move_to`: without, ' +
      'the answer is `conflict` and nothing is changed. What was accepted before is still delivered to it, encrypted with its key where it has one. ' +
      'Where it was the default, `move_to` or else the oldest confirmed mailbox becomes it.',
    access: write,
    params: mailboxParams,
    query: removeMailboxQuery,
    answer: { status: 204 },
    errors: ['not_found', 'conflict'],
    audited: ['mailbox.removed'],
  }),
  resendMailboxConfirmation: defineOperation({
    id: 'resendMailboxConfirmation',
    method: 'POST',
    path: '/v1/mailboxes/{mailbox_id}/resend',
    tag,
    summary: 'Send the confirmation mail again',
    description:
      'Sends a new link; the one before stops working. At most three an hour and mailbox: whoever gets them did not ask for them.',
    access: write,
    params: mailboxParams,
    answer: { status: 200, body: mailbox, example: pendingExample },
    errors: ['not_found', 'conflict', 'rate_limited'],
    audited: { nothing: 'the mailbox is as it was, and the mail is among the messages' },
    limit: 'mail_sending',
    takesIdempotencyKey: true,
  }),
  pauseMailbox: defineOperation({
    id: 'pauseMailbox',
    method: 'POST',
    path: '/v1/mailboxes/{mailbox_id}/pause',
    tag,
    summary: 'Pause a mailbox',
    description:
      'Within seconds nothing is forwarded to it any more, until it is resumed. What was accepted waits, for five days at most; where all mailboxes ' +
      'of an alias are paused, senders are asked to try again later. One that is paused for its failures is tested no more.',
    access: write,
    params: mailboxParams,
    answer: { status: 200, body: mailbox, example: pausedExample },
    errors: ['not_found', 'conflict'],
    audited: ['mailbox.paused'],
  }),
  resumeMailbox: defineOperation({
    id: 'resumeMailbox',
    method: 'POST',
    path: '/v1/mailboxes/{mailbox_id}/resume',
    tag,
    summary: 'End the pause of a mailbox',
    description:
      'Whether a person or its failures paused it: its failures are forgotten, and what waited is sent now.',
    access: write,
    params: mailboxParams,
    answer: { status: 200, body: mailbox, example: mailboxExample },
    errors: ['not_found', 'conflict'],
    audited: ['mailbox.resumed'],
  }),
} as const;
