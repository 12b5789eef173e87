import type { Address } from '@smtpy/mail';
import type { InboundAlias, InboundDirectory } from '../dependencies.ts';
import { refuse } from '../replies.ts';
import { routeEntry } from './alias-route.ts';
import { type BounceRouteDependencies, routeBounce } from './bounce-route.ts';
import { readRecipientAddress } from './recipient-address.ts';
import { findRelayForm } from './relay-form.ts';
import { resolveAddress } from './resolve-address.ts';
import type { Routing } from './route.ts';
import { routeSubmission } from './submission-route.ts';

/** What routing a recipient needs. */
export interface RecipientDependencies extends BounceRouteDependencies {
  readonly directory: InboundDirectory;
  readonly hostname: string;
  /** The alias whose password was used; absent for mail from outside. */
  readonly submitter?: InboundAlias | undefined;
}

/**
 * Decides about one RCPT, in this order: syntax, return paths (SRS may carry a `%` or `!` of its original, and is proven), relay
 * forms, the directory. `path` is what stood between the angle brackets. Rejects when the database fails.
 */
export async function routeRecipient(path: string, dependencies: RecipientDependencies): Promise<Routing> {
  const read = readRecipientAddress(path, dependencies.hostname);
  if (read.kind === 'refused') return read;
  const { address } = read;
  // Who logs in writes to people; a report has no login.
  const isFromOutside = dependencies.submitter === undefined;
  const bounce = isFromOutside ? await routeBounce(address, dependencies) : undefined;
  if (bounce !== undefined) return bounce;
  const relayForm = findRelayForm(address);
  if (relayForm !== undefined) return { kind: 'refused', refusal: refuse('relayingDenied', relayForm) };
  const routing = await routeByDirectory(address, dependencies);
  const isBarePostmaster = !path.includes('@');
  if (isBarePostmaster && routing.kind === 'refused') {
    return { ...routing, refusal: refuse('noPostmaster', routing.refusal.reason) };
  }
  return routing;
}

async function routeByDirectory(
  address: Address,
  { directory, submitter, clock }: RecipientDependencies,
): Promise<Routing> {
  const entry = await resolveAddress(address, directory);
  const now = clock.now();
  return submitter === undefined
    ? routeEntry(entry, address, now)
    : routeSubmission(entry, address, { submitter, now });
}
