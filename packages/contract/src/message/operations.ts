import { z } from 'zod';
import { defineOperation } from '../api/operation.ts';
import { id, instant, pageQuery } from '../api/page.ts';
import { text } from '../api/text.ts';
import { messageActionOperations } from './action-operations.ts';
import { deliveryState } from './delivery.ts';
import {
  message,
  messageDirection,
  messageExample,
  messageKind,
  messagePage,
  messageSummaryExample,
} from './message.ts';

const tag = 'Messages';

/** States of deliveries, and two sets of them. */
export const messageStateFilter = z.enum([...deliveryState.options, 'unfinished', 'problem']);

/** Which messages to list. */
const messageQuery = z.strictObject({
  ...pageQuery.shape,
  state: messageStateFilter.optional().meta({
    description:
      'With a delivery in this state. `unfinished`: queued, sending, deferred or held; `problem`: deferred, held, bounced or expired',
    example: 'problem',
  }),
  kind: messageKind.optional().meta({
    description:
      'What it carries. Without it, what SMTPy says itself is not listed; `notice` lists that, with test messages to paused mailboxes',
    example: 'forward',
  }),
  direction: messageDirection.optional().meta({
    description: '`incoming`: for an alias; `outgoing`: of its owner to a contact',
    example: 'incoming',
  }),
  alias_id: id.optional(),
  domain_id: id.optional().meta({ description: 'With a delivery by an alias of this domain' }),
  mailbox_id: id.optional(),
  contact_id: id.optional().meta({ description: 'From, or to, this contact' }),
  sender: text({ max: 320 })
    .optional()
    .meta({ description: 'Part of the address in From or of the reverse path', example: '@example.com' }),
  text: text({ max: 200 })
    .optional()
    .meta({ description: 'Part of the subject, of a sender or of a recipient', example: 'order' }),
  message_id_header: text({ max: 998 }).optional().meta({
    description: 'The whole Message-ID, with or without its angle brackets',
    example: '<1@example.com>',
  }),
  from: instant.optional().meta({ description: 'Received then or later' }),
  to: instant.optional().meta({ description: 'Received before' }),
});

/** Messages and deliveries of the organization of the request. */
export const messageOperations = {
  listMessages: defineOperation({
    id: 'listMessages',
    method: 'GET',
    path: '/v1/messages',
    tag,
    summary: 'List messages',
    description:
      'Accepted messages, newest first. State, kind, direction, alias, domain, mailbox and contact speak of one delivery: a message is listed when one of its deliveries meets all of them. A search for which there is no index looks at some thousand messages in a request and says in `searched_to` how far it got; then a page may hold fewer items than fit, and `next_cursor` goes on.',
    access: { kind: 'member', permission: 'messages:read' },
    query: messageQuery,
    answer: {
      status: 200,
      body: messagePage,
      example: { items: [messageSummaryExample], next_cursor: null, total: null, searched_to: null },
    },
  }),
  getMessage: defineOperation({
    id: 'getMessage',
    method: 'GET',
    path: '/v1/messages/{message_id}',
    tag,
    summary: 'Show a message',
    description:
      'Envelope, what was proven of the sender, every delivery with its attempts, and the timeline in sentences. The header block is shown to whoever has `content:read`, as long as the content is kept.',
    access: { kind: 'member', permission: 'messages:read' },
    params: z.strictObject({ message_id: id }),
    answer: { status: 200, body: message, example: messageExample },
    errors: ['not_found'],
  }),
  exportMessage: defineOperation({
    id: 'exportMessage',
    method: 'POST',
    path: '/v1/messages/{message_id}/export',
    tag,
    summary: 'Export a message',
    description:
      'The message as it was received, as a file. Content is kept as long as a delivery needs it; then the answer is `not_found`, and `detail` says that the content is gone. The export is an entry of the audit log, so it is a POST.',
    access: { kind: 'member', permission: 'content:read' },
    params: z.strictObject({ message_id: id }),
    answer: {
      status: 200,
      contentType: 'message/rfc822',
      example: 'From: shop@example.com\r\nSubject: Your order\r\n\r\nThank you.\r\n',
    },
    errors: ['not_found'],
    audited: ['message.exported'],
    isTransactional: false,
  }),
  ...messageActionOperations,
} as const;
