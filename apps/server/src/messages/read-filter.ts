import type { messageOperations, OperationInput } from '@smtpy/contract';
import type { DeliveryKind, DeliveryState } from '../queue/index.ts';
import type { MessageFilter } from './filter.ts';

type Query = OperationInput<typeof messageOperations.listMessages>['query'];

const sets = {
  unfinished: ['queued', 'sending', 'deferred', 'held'],
  problem: ['deferred', 'held', 'bounced', 'expired'],
} as const satisfies Readonly<Record<string, readonly DeliveryState[]>>;

const kindsOf = {
  forward: ['forward'],
  reply: ['reply'],
  notice: ['notice', 'probe'],
} as const satisfies Readonly<Record<string, readonly DeliveryKind[]>>;

/** Reads the filters of a request; undefined: nothing can meet them. */
export function readFilter(query: Query): MessageFilter | undefined {
  const { kind, direction } = query;
  const ofDirection = direction && (direction === 'incoming' ? 'forward' : 'reply');
  if (kind !== undefined && ofDirection !== undefined && kind !== ofDirection) return undefined;
  const only = kind ?? ofDirection;
  return {
    states: readStates(query.state),
    kinds: only && kindsOf[only],
    aliasId: query.alias_id,
    domainId: query.domain_id,
    mailboxId: query.mailbox_id,
    contactId: query.contact_id,
    sender: query.sender,
    text: query.text,
    messageIdHeader: query.message_id_header,
    from: readInstant(query.from),
    to: readInstant(query.to),
  };
}

function readStates(state: Query['state']): readonly DeliveryState[] | undefined {
  if (state === undefined) return undefined;
  return state === 'unfinished' || state === 'problem' ? sets[state] : [state];
}

function readInstant(instant: string | undefined): Date | undefined {
  return instant === undefined ? undefined : new Date(instant);
}
