import { type Address, addressKey, formatAddress } from '@smtpy/mail';
import type { InboundAlias } from '../dependencies.ts';
import { type Refusal, refuse } from '../replies.ts';
import type { ResolvedAddress } from './resolve-address.ts';
import type { ReplyRoute, Routing } from './route.ts';

/** What mail from outside for an address of the directory meets. `address` is the recipient. */
export function routeEntry(entry: ResolvedAddress, address: Address): Routing {
  switch (entry.kind) {
    case 'alias':
      return routeAlias(entry.alias);
    // Also where the alias is switched off: that is about its mail, not about its owner's.
    case 'reply_address':
      return routeReply(entry.alias, address, { contact: entry.contact, origin: { kind: 'reply_address' } });
    case 'new_contact': {
      const contact = { address: entry.address, id: undefined };
      return routeReply(entry.alias, address, { contact, origin: { kind: 'new_contact' } });
    }
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
  // The sender's queue keeps it as well as ours, and its own server tells it of the delay.
  if (alias.mailboxes.every(({ isPaused }) => isPaused)) return refused(refuse('mailboxPaused'));
  return { kind: 'accepted', route: { kind: 'alias', recipient, alias } };
}

/** Who may use it is known when the content is here: DKIM and From are part of it. */
function routeReply(
  alias: InboundAlias,
  address: Address,
  { contact, origin }: Pick<ReplyRoute, 'contact' | 'origin'>,
): Routing {
  // One reply address is one recipient in whatever case it is written.
  const recipient = addressKey(address);
  return { kind: 'accepted', route: { kind: 'reply', recipient, alias, contact, origin } };
}

function refused(refusal: Refusal): Routing {
  return { kind: 'refused', refusal };
}
