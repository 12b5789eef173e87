import { z } from 'zod';
import { defineOperation } from '../api/index.ts';
import { id, instant } from '../api/page.ts';
import { event } from '../event/index.ts';

/** What the server sends on `/v1/live`, each as one text message in JSON. Others may be added: ignore what you do not know. */
export const liveMessage = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('hello'),
      organization_id: id,
      ping_seconds: z
        .int()
        .meta({ description: 'How often a ping comes when nothing else does', example: 20 }),
      server_time: instant,
    })
    .meta({ description: 'The first message: from now on every event is sent' }),
  z.object({ kind: z.literal('event'), event }),
  z
    .object({ kind: z.literal('ping') })
    .meta({ description: 'The connection lives; nothing is to be answered' }),
  z
    .object({ kind: z.literal('resync') })
    .meta({ description: 'Events are missing here: load anew what is shown. Events go on behind it' }),
]);
/** What {@link liveMessage} reads. */
export type LiveMessage = z.infer<typeof liveMessage>;

/** Why the server closes a connection, by the code of the closing (RFC 6455 §7.4), and what the client does then. */
export const liveCloseCodes = {
  /** The server stops: connect again, with `after`. */
  goingAway: 1001,
  /** The client sent something; there is nothing to send. */
  nothingToSend: 1008,
  /** What the server needs is not there: connect again in a moment, with `after`. */
  tryAgainLater: 1013,
  /** The session, key or membership has ended or was suspended: an ordinary request tells which. */
  accessEnded: 4001,
  /** The client read too slowly: connect again, with `after`. */
  tooSlow: 4002,
} as const;

/** What comes in the query of `/v1/live`. */
export const liveQuery = z.strictObject({
  organization: id.optional().meta({
    description: 'Of a session: the organization to hear of, for browsers cannot send a header here',
  }),
  after: id
    .optional()
    .meta({ description: 'The id of the last event that came: what happened since is sent first' }),
});

/** How a connection begins. It is no operation of the list: nothing but a WebSocket can be had here. */
export const connectLive = defineOperation({
  id: 'connectLive',
  method: 'GET',
  path: '/v1/live',
  tag: 'Live',
  summary: 'Hear of events',
  description: 'A WebSocket (RFC 6455) on which the events of an organization are sent as they happen.',
  access: { kind: 'member', permission: 'messages:read' },
  query: liveQuery,
  answer: { status: 200 },
  errors: ['upgrade_required', 'foreign_origin', 'limit_reached'],
});
