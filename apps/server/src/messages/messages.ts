import { isUuid, type Queryable } from '../db/index.ts';
import { listAttempts } from './attempts.ts';
import { loadListed } from './list-store.ts';
import type { ListedMessage } from './listed.ts';
import type { ListMessages, MessageDetails, MessageSummary } from './message.ts';
import { searchMessages, type FoundMessages, type SearchMessages } from './search.ts';
import { findDeliveries, findEvents, findMessage, findReceivedIds, listMessages } from './store.ts';
import { tellTimeline } from './timeline.ts';

/** A page that a person can scroll; more is paged. */
const maxLimit = 200;

/** What {@link createMessages} needs. */
export interface MessagesDependencies {
  readonly db: Queryable;
}

/** Accepted messages, for looking up. */
export interface Messages {
  /** A page of an organization's messages that meet a filter, newest first. */
  search(
    wanted: SearchMessages,
  ): Promise<Omit<FoundMessages, 'ids'> & { readonly messages: readonly ListedMessage[] }>;
  /** A page, newest first. */
  list(input: ListMessages): Promise<readonly MessageSummary[]>;
  /** A message with its timeline. `organizationId` absent: of any organization (for the operator). */
  show(
    id: string,
    options?: { readonly organizationId?: string | undefined },
  ): Promise<MessageDetails | undefined>;
  /**
   * Those of the Message-IDs, with their angle brackets, under which mail for the alias came in and is still kept: what somebody
   * outside wrote, not its owner.
   */
  findReceivedIds(aliasId: string, messageIds: readonly string[]): Promise<readonly string[]>;
}

/** Messages on a database. */
export function createMessages({ db }: MessagesDependencies): Messages {
  return {
    search: async (wanted) => {
      const { ids, ...rest } = await searchMessages(db, wanted);
      return { ...rest, messages: await loadListed(db, wanted.organizationId, ids) };
    },
    list: (input) => listMessages(db, { ...input, limit: Math.min(Math.max(1, input.limit), maxLimit) }),
    show: async (id, options = {}) => {
      // Text that is no id is the id of no message; the database would refuse the statement.
      const message = isUuid(id) ? await findMessage(db, id, options.organizationId) : undefined;
      if (message === undefined) return undefined;
      const [deliveries, events] = await Promise.all([findDeliveries(db, message), findEvents(db, message)]);
      const history = { message, deliveries, events };
      return { ...message, deliveries, attempts: listAttempts(history), timeline: tellTimeline(history) };
    },
    findReceivedIds: (aliasId, messageIds) => findReceivedIds(db, { aliasId, messageIds }),
  };
}
