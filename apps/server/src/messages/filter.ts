import { idFloor } from '../db/index.ts';
import { keptMessageIds, type DeliveryKind, type DeliveryState } from '../queue/index.ts';

/** What a search asks of messages. What is about deliveries must be met by one of them. */
export interface MessageFilter {
  readonly states?: readonly DeliveryState[] | undefined;
  /** Absent: whatever comes from or goes to people. */
  readonly kinds?: readonly DeliveryKind[] | undefined;
  readonly aliasId?: string | undefined;
  readonly domainId?: string | undefined;
  readonly mailboxId?: string | undefined;
  readonly contactId?: string | undefined;
  /** Part of the author's address or of the reverse path, in any case. */
  readonly sender?: string | undefined;
  /** Part of subject, sender or a recipient, in any case. */
  readonly text?: string | undefined;
  /** With or without its angle brackets. */
  readonly messageIdHeader?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

/** What people send and get: all but what SMTPy says itself. */
export const kindsOfPeople = ['forward', 'reply'] as const satisfies readonly DeliveryKind[];

/** The last id there can be. */
const ceiling = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * A session makes the id of a message when its content begins and notes the instant of reception at its end: the ten minutes between that
 * a client may take (RFC 5321 §4.5.3.2.6), and clocks that were set.
 */
const slackMs = 15 * 60 * 1000;

/** The ids among which the messages are that were received in the time asked for; `below` is not among them itself. */
export function idsOf(
  { from, to }: Pick<MessageFilter, 'from' | 'to'>,
  afterId: string | undefined,
): { readonly least: string; readonly below: string } {
  const least = from === undefined ? undefined : floorOf(from.getTime() - slackMs);
  const below = to === undefined ? ceiling : floorOf(to.getTime() + slackMs);
  return {
    least: least ?? '00000000-0000-0000-0000-000000000000',
    below: afterId !== undefined && afterId < below ? afterId : below,
  };
}

/** The largest time that an id can hold: 48 bits of milliseconds. */
const lastInstantMs = 2 ** 48 - 1;

function floorOf(instantMs: number): string {
  return idFloor(new Date(Math.min(Math.max(0, instantMs), lastInstantMs)));
}

/**
 * An id above those of all deliveries of messages with ids below `below`: deliveries are made with their message, at most a day later, as
 * retention assumes too. With it the server looks at no later month.
 */
export function deliveriesBelow(below: string): string {
  const instantMs = parseInt(below.replaceAll('-', '').slice(0, 12), 16);
  return instantMs >= lastInstantMs - dayMs ? ceiling : floorOf(instantMs + dayMs);
}

const dayMs = 24 * 60 * 60 * 1000;

/** The forms in which a Message-ID may be kept. */
export function keptForms(messageIdHeader: string): readonly string[] {
  const bare = messageIdHeader.replace(/^<|>$/g, '');
  return [bare, `<${bare}>`].flatMap(keptMessageIds);
}

/**
 * What leads to the messages, the most telling first: the statement walks its ids from the newest on, and the other conditions are asked
 * of each. `organization` leads to all of them.
 */
export type Lead = 'message_id' | 'alias' | 'domain' | 'mailbox' | 'state' | 'kind' | 'organization';

/** States that the index of states knows. What is being sent is found by its lease; what was delivered is most of all mail. */
const indexedStates: ReadonlySet<DeliveryState> = new Set([
  'queued',
  'sending',
  'deferred',
  'held',
  'bounced',
  'expired',
  'discarded',
  'released',
  'cancelled',
]);

/** Chooses the lead. A contact leads by its alias, which the caller has found. */
export function leadOf(filter: MessageFilter): Lead {
  const { messageIdHeader, aliasId, domainId, mailboxId, states, kinds } = filter;
  if (messageIdHeader !== undefined) return 'message_id';
  if (aliasId !== undefined) return 'alias';
  if (states?.every((state) => indexedStates.has(state)) === true) return 'state';
  if (mailboxId !== undefined) return 'mailbox';
  if (domainId !== undefined) return 'domain';
  if (kinds?.every((kind) => kind !== 'forward') === true) return 'kind';
  return 'organization';
}
