import type { InboundDirectory } from '../dependencies.ts';
import { refuse } from '../replies.ts';
import { routeEntry } from './alias-route.ts';
import { type BounceRouteDependencies, routeBounce } from './bounce-route.ts';
import { readRecipientAddress } from './recipient-address.ts';
import { findRelayForm } from './relay-form.ts';
import type { Routing } from './route.ts';

/** What routing a recipient needs. */
export interface RecipientDependencies extends BounceRouteDependencies {
  readonly directory: InboundDirectory;
  readonly hostname: string;
}

/**
 * Decides about one RCPT, in this order: syntax, relay forms, return paths, the directory. `path` is what stood between the angle
 * brackets. Rejects when the database fails.
 */
export async function routeRecipient(path: string, dependencies: RecipientDependencies): Promise<Routing> {
  const read = readRecipientAddress(path, dependencies.hostname);
  if (read.kind === 'refused') return read;
  const { address } = read;
  const relayForm = findRelayForm(address);
  if (relayForm !== undefined) return { kind: 'refused', refusal: refuse('relayingDenied', relayForm) };
  const bounce = await routeBounce(address, dependencies);
  if (bounce !== undefined) return bounce;
  const routing = routeEntry(await dependencies.directory.lookUp(address));
  const isBarePostmaster = !path.includes('@');
  if (isBarePostmaster && routing.kind === 'refused') {
    return { kind: 'refused', refusal: refuse('noPostmaster', routing.refusal.reason) };
  }
  return routing;
}
