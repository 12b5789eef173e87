import type { Address, HeaderBlock } from '@smtpy/mail';
import { listMessageIds, type MessageIdText } from './references.ts';

/** What is known of message ids on the way out. Ids have their angle brackets. */
export interface ReplyMessageIds {
  /** The id under which a message of the owner leaves. The same for the same id, always. */
  readonly outward: (messageId: string) => string;
  /** What {@link outward} was given, when the id is one of its results; undefined for every other id. */
  readonly inward: (messageId: string) => string | undefined;
  /** Whether a message with that id came in for the alias, as far as is known. Default: nothing is known. */
  readonly isReceived?: (messageId: string) => boolean;
  /** The id of a message that has none; it leaves with it as it is. */
  readonly fallback: string;
}

// `am0pr1.eurprd01.prod.outlook.com` and `am9pr2.eurprd02.prod.outlook.com` are hosts of one service: from four labels on, the last three
// count. With two, every organization under `co.uk` would be one.
const minServiceLabels = 4;
const serviceLabels = 3;

/**
 * Tells which of the ids that a reply refers to are the owner's, so that they must be mapped as his Message-IDs were when those messages
 * left: the contact knows them by no other. Ids of others must stay, or the contact does not find his own.
 *
 * An id does not say who made it. It is taken for the owner's when it has the domain of this message's own Message-ID, which the same
 * client or service made, or of one of the owner's mailboxes. Where owner and contact use the same service the rule would take the
 * contact's ids for the owner's; so an id that came in is never the owner's, and one of ours is mapped already.
 */
export function ownMessageIdTest(input: {
  readonly header: HeaderBlock;
  readonly ownAddresses: readonly Address[];
  readonly messageIds: ReplyMessageIds;
}): (messageId: MessageIdText) => boolean {
  const { header, ownAddresses, messageIds } = input;
  const ownIds = listMessageIds(header, 'message-id').slice(0, 1);
  const domains = new Set<string>([
    ...ownIds.map(serviceOf),
    ...ownAddresses.map(({ domain }) => serviceOf(domain)),
  ]);
  return (id) =>
    domains.has(serviceOf(id)) && messageIds.inward(id) === undefined && messageIds.isReceived?.(id) !== true;
}

/** The part of an id or name that all hosts of one service share. */
function serviceOf(text: string): string {
  const domain = text
    .slice(text.lastIndexOf('@') + 1)
    .replace(/[>.]+$/, '')
    .toLowerCase();
  const labels = domain.split('.');
  return labels.length < minServiceLabels ? domain : labels.slice(-serviceLabels).join('.');
}
