import { type Address, addressKey, formatAddress } from '@smtpy/mail';
import { isExpired } from '../../aliases/index.ts';
import type { InboundAlias } from '../dependencies.ts';
import { refuse, type Refusal } from '../replies.ts';
import type { AliasWay, ResolvedAddress } from './resolve-address.ts';
import type { ReplyRoute, RefusedFor, Routing } from './route.ts';

/** What mail from outside for an address of the directory meets. `address` is the recipient. */
export function routeEntry(entry: ResolvedAddress, address: Address, now: Date): Routing {
  switch (entry.kind) {
    case 'alias':
      return routeAlias(entry.alias, { address, way: entry.way, now });
    // Also where the alias is switched off: that is about its mail, not about its owner's.
    case 'reply_address':
      return routeReply(entry.alias, address, { contact: entry.contact, origin: { kind: 'reply_address' } });
    case 'new_contact': {
      const contact = { address: entry.address, id: undefined };
      return routeReply(entry.alias, address, { contact, origin: { kind: 'new_contact' } });
    }
    case 'unknown_alias':
      return refused(refuse('mailboxUnknown'), { organizationId: entry.domain.organizationId });
    case 'deleted_alias':
      // The same words as for an address that never was: a sender learns nothing about the past.
      return refused(refuse('mailboxUnknown', 'deleted alias'), entry);
    case 'suspended_domain':
      // Temporary: a suspension is lifted when its cause is gone, and until then senders keep the mail.
      return refused(refuse('domainSuspended'), entry);
    case 'unknown_domain':
      return refused(refuse('relayingDenied', 'not a domain of ours'));
  }
}

/** What an alias that takes no more mail says. */
type Closed = 'alias_disabled' | 'alias_expired';

function routeAlias(
  alias: InboundAlias,
  { address, way, now }: { readonly address: Address; readonly way: AliasWay; readonly now: Date },
): Routing {
  const recipient = way === 'plus' ? addressKey(address) : formatAddress(alias.address);
  const owner = { organizationId: alias.organizationId, aliasId: alias.id };
  const closed = whyClosed(alias, now);
  if (closed !== undefined) {
    if (alias.whenDisabled === 'discard')
      return { kind: 'accepted', route: { kind: 'discard', recipient, alias, reason: closed } };
    return refused(refuse(closed === 'alias_expired' ? 'aliasExpired' : 'mailboxDisabled'), owner);
  }
  // Accepted mail without a destination would be lost; refused for good it would not come back after the confirmation.
  if (alias.mailboxes.length === 0) return refused(refuse('mailboxUnconfirmed'), owner);
  // The sender's queue keeps it as well as ours, and its own server tells it of the delay.
  if (alias.mailboxes.every(({ isPaused }) => isPaused)) return refused(refuse('mailboxPaused'), owner);
  return { kind: 'accepted', route: { kind: 'alias', recipient, alias, way } };
}

/** Why an alias takes no mail; undefined when it does. */
function whyClosed(alias: InboundAlias, now: Date): Closed | undefined {
  if (!alias.isEnabled) return 'alias_disabled';
  return isExpired(alias, now) ? 'alias_expired' : undefined;
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

function refused(refusal: Refusal, owner?: RefusedFor): Routing {
  return { kind: 'refused', refusal, ...(owner && { owner }) };
}
