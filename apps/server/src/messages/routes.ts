import { isAtLeast, messageOperations, roleFor, scopesCover } from '@smtpy/contract';
import {
  ApiError,
  formatCursor,
  parseIdCursor,
  route,
  streamed,
  type MemberCaller,
  type Route,
} from '../api/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Db } from '../db/index.ts';
import type { Queue } from '../queue/index.ts';
import type { Sandbox } from '../sandbox/index.ts';
import { messageActionRoutes } from './action-routes.ts';
import { createMessageActions } from './actions.ts';
import { findContent, readHeader, streamContent } from './content.ts';
import { formatListed, formatMessage } from './form.ts';
import { kindOfMessage } from './listed.ts';
import { readFilter } from './read-filter.ts';
import type { MessageDetails } from './message.ts';
import type { Messages } from './messages.ts';

/** What the routes of messages need. */
export interface MessageRoutesDependencies {
  readonly db: Db;
  readonly messages: Messages;
  readonly queue: Queue;
  readonly sandbox: Sandbox;
  readonly audit: Audit;
}

/** The routes of messages and deliveries. */
export function messageRoutes(dependencies: MessageRoutesDependencies): readonly Route[] {
  return [
    listRoute(dependencies),
    showRoute(dependencies),
    contentRoute(dependencies),
    ...messageActionRoutes(createMessageActions(dependencies)),
  ];
}

function listRoute({ messages }: MessageRoutesDependencies): Route {
  return route(messageOperations.listMessages, async ({ caller: { organizationId }, query }) => {
    const filter = readFilter(query);
    const { limit } = query;
    const afterId = parseIdCursor(query.cursor)?.toLowerCase();
    if (filter === undefined) return { items: [], next_cursor: null, total: null, searched_to: null };
    const found = await messages.search({ organizationId, filter, limit, afterId });
    const { nextAfterId } = found;
    return {
      items: found.messages.map(formatListed),
      next_cursor: nextAfterId === undefined ? null : formatCursor([nextAfterId]),
      // To count what meets a filter is to look at all of it.
      total: null,
      searched_to: found.isCutShort && nextAfterId !== undefined ? instantOf(nextAfterId) : null,
    };
  });
}

/** RFC 9562 §5.7: an id begins with its milliseconds. */
function instantOf(id: string): string {
  return new Date(parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toISOString();
}

function showRoute(dependencies: MessageRoutesDependencies): Route {
  return route(messageOperations.getMessage, async ({ caller, params }) => {
    const message = await getMessage(dependencies, caller, params.message_id);
    const content = await findContent(dependencies, message);
    const header = content !== undefined && mayReadContent(caller) ? await readHeader(content) : undefined;
    return formatMessage(message, { hasContent: content !== undefined, header });
  });
}

function contentRoute(dependencies: MessageRoutesDependencies): Route {
  const { db, audit } = dependencies;
  return route(messageOperations.exportMessage, async ({ caller, params }) => {
    const { organizationId, actor } = caller;
    const message = await getMessage(dependencies, caller, params.message_id);
    const content = await findContent(dependencies, message);
    if (content === undefined) throw new ApiError('not_found', { detail: explainAbsence(message) });
    await db.transaction((tx) =>
      audit.record(tx, {
        action: 'message.exported',
        actor,
        organizationId,
        subject: { kind: 'message', id: message.id },
      }),
    );
    return streamed({
      contentType: 'message/rfc822',
      fileName: 'message.eml',
      stream: streamContent(content),
    });
  });
}

function explainAbsence({ deliveries }: MessageDetails): string {
  return kindOfMessage(deliveries.map(({ kind }) => kind)) === 'notice'
    ? 'What SMTPy writes itself is shown to nobody: the links in it are for whoever reads the mail of its recipient.'
    : 'The content is gone: it is kept as long as a delivery needs it.';
}

async function getMessage(
  { messages }: MessageRoutesDependencies,
  { organizationId }: MemberCaller,
  id: string,
): Promise<MessageDetails> {
  const message = await messages.show(id, { organizationId });
  if (message === undefined) throw new ApiError('not_found');
  return message;
}

/** Whether the caller's role, and its key if it is one, let it see what stands in messages. */
function mayReadContent({ role, principal: { credential } }: MemberCaller): boolean {
  const isInScope = credential.kind === 'session' || scopesCover(credential.scopes, 'content:read');
  return isInScope && isAtLeast(role, roleFor('content:read'));
}
