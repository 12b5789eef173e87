import type { EventType } from '@smtpy/contract/web';

/** What a webhook can be told of, by what it is about. The test is sent whatever is chosen, so it is none of the choices. */
export const eventGroups = [
  { name: 'message', types: ['message.accepted', 'message.refused'] },
  {
    name: 'delivery',
    types: [
      'delivery.delivered',
      'delivery.deferred',
      'delivery.bounced',
      'delivery.expired',
      'delivery.held',
      'delivery.released',
      'delivery.discarded',
      'delivery.cancelled',
    ],
  },
  { name: 'domain', types: ['domain.activated', 'domain.degraded', 'domain.recovered'] },
  { name: 'mailbox', types: ['mailbox.confirmed', 'mailbox.paused', 'mailbox.resumed'] },
  { name: 'quota', types: ['quota.reached'] },
] as const satisfies readonly { readonly name: string; readonly types: readonly EventType[] }[];
