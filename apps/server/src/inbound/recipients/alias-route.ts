import { formatAddress } from '@smtpy/mail';
import type { InboundAlias, InboundEntry } from '../dependencies.ts';
import { type Refusal, refuse } from '../replies.ts';
import type { Routing } from './route.ts';

/** What mail for an entry of the directory meets. */
export function routeEntry(entry: InboundEntry): Routing {
  switch (entry.kind) {
    case 'alias':
      return routeAlias(entry.alias);
    case 'reply_address':
      // Open to no one before senders can be proven: an open reply address would send a stranger's mail in the owner's name.
      return refused(refuse('replyAddress'));
    case 'unknown_alias':
      return refused(refuse('mailboxUnknown'));
    case 'deleted_alias':
      // The same words as for an address that never was: a sender learns nothing about the past.
      return refused(refuse('mailboxUnknown', 'deleted alias'));
    case 'suspended_domain':
      // Temporary: a suspension is lifted when its cause is gone, and until then senders keep the mail.
      return refused(refuse('domainSuspended'));
    case 'unknown_domain':
      return refused(refuse('relayingDenied', 'not a domain of ours'));
  }
}

function routeAlias(alias: InboundAlias): Routing {
  const recipient = formatAddress(alias.address);
  if (!alias.isEnabled) {
    if (alias.whenDisabled === 'refuse') return refused(refuse('mailboxDisabled'));
    return { kind: 'accepted', route: { kind: 'discard', recipient, alias, reason: 'alias_disabled' } };
  }
  // Accepted mail without a destination would be lost; refused for good it would not come back after the confirmation.
  if (alias.mailboxes.length === 0) return refused(refuse('mailboxUnconfirmed'));
  return { kind: 'accepted', route: { kind: 'alias', recipient, alias } };
}

function refused(refusal: Refusal): Routing {
  return { kind: 'refused', refusal };
}
