import type { PrivacyLevel } from '../../queue/index.ts';
import type { InboundAlias, InboundDependencies } from '../dependencies.ts';
import type { AliasRoute, Route } from '../recipients/route.ts';
import { type Refusal, refuse } from '../replies.ts';
import type { Arrival } from '../verdict/arrival.ts';
import { decisionFor, isOpen, openRoutes, withFindings } from '../verdict/recipient-decision.ts';
import { refusalOfAll } from '../verdict/recipients.ts';

/** A message that was let through, with what had to be made or used up for it. */
export type Prepared =
  | {
      readonly kind: 'prepared';
      readonly arrival: Arrival;
      readonly privacyLevels: ReadonlyMap<string, PrivacyLevel>;
      /** To be called when the message was not accepted after all. Rejects when the database fails. */
      readonly undo: () => Promise<void>;
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

type PrepareDependencies = Pick<InboundDependencies, 'policy'>;

/**
 * Does what only a message may do that will be accepted: uses up messages of aliases that forward a number of them, makes the aliases of a
 * catch-all, and remembers what was learned. So a refused message leaves nothing behind. Rejects when the database fails.
 */
export async function prepare(arrival: Arrival, dependencies: PrepareDependencies): Promise<Prepared> {
  const { policy } = dependencies;
  const used: string[] = [];
  const undo = async (): Promise<void> => {
    const givenBack = used.splice(0);
    await Promise.all(givenBack.map((aliasId) => policy.aliases.giveBack(aliasId)));
  };
  try {
    const counted = await useUp(arrival, used, dependencies);
    const refusal = refusalOfAll(counted) ?? refusalOfNew(counted, dependencies);
    if (refusal !== undefined) {
      await undo();
      return { kind: 'refused', refusal };
    }
    const privacyLevels = await loadPrivacy(counted, dependencies);
    const named = await makeAliases(counted, dependencies);
    await learnPins(named, dependencies);
    return { kind: 'prepared', arrival: named, privacyLevels, undo };
  } catch (error) {
    // Expected: the database failed, or an address has changed meanwhile.
    await undo();
    throw error;
  }
}

/** Aliases are counted when they are to be made: to name addresses and send nothing uses up nobody's room. Nothing is accepted yet. */
function refusalOfNew(arrival: Arrival, { policy }: PrepareDependencies): Refusal | undefined {
  const isOver = arrival.transaction.routes
    .filter((route) => isToBeMade(route, arrival))
    .some(({ alias }) => policy.limits.take([{ limit: 'newAliases', key: alias.domainId }]).kind === 'over');
  return isOver ? refuse('tooMuchForAddress', 'limit of newAliases') : undefined;
}

function isToBeMade(route: Route, arrival: Arrival): route is AliasRoute {
  if (route.kind !== 'alias' || route.way !== 'catch_all_created') return false;
  const decision = decisionFor(arrival, route);
  return (
    isOpen(decision) && decision.holdReason === undefined && !arrival.loopingAliasIds.has(route.alias.id)
  );
}

/** One message counts once for an alias, however many of its addresses it names. */
async function useUp(arrival: Arrival, used: string[], { policy }: PrepareDependencies): Promise<Arrival> {
  const limited = openRoutes(arrival).filter(({ alias }) => alias.messagesLeft !== undefined);
  const spent = new Set<string>();
  for (const aliasId of new Set(limited.map(({ alias }) => alias.id))) {
    if (await policy.aliases.takeMessage(aliasId)) used.push(aliasId);
    else spent.add(aliasId);
  }
  const closed = limited.filter(({ alias }) => spent.has(alias.id));
  return withFindings(
    arrival,
    closed.map((route) => ({ route, decision: closing(route) })),
  );
}

function closing({ alias }: AliasRoute) {
  const discardReason = 'alias_expired';
  return alias.whenDisabled === 'discard'
    ? { discardReason }
    : { refusal: { refusal: refuse('aliasExpired'), discardReason } };
}

async function loadPrivacy(
  { transaction }: Arrival,
  { policy }: PrepareDependencies,
): Promise<ReadonlyMap<string, PrivacyLevel>> {
  const ids = new Set(transaction.routes.map(organizationOf));
  const levels = [...ids].map(async (id): Promise<[string, PrivacyLevel]> => {
    const { privacyLevel } = await policy.settings.load(id);
    return [id, privacyLevel];
  });
  return new Map(await Promise.all(levels));
}

/** Whose message a route makes. */
export function organizationOf(route: Route): string {
  return route.kind === 'bounce' ? route.delivery.organizationId : route.alias.organizationId;
}

/** What is held has taught nothing yet. */
async function learnPins(arrival: Arrival, { policy }: PrepareDependencies): Promise<void> {
  for (const route of openRoutes(arrival)) {
    const { learnsDomain, holdReason } = decisionFor(arrival, route);
    if (learnsDomain !== undefined && holdReason === undefined)
      await policy.pins.learn(route.alias.id, learnsDomain);
  }
}

/** Aliases of first use; what is held or discarded goes on under the catch-all itself. */
async function makeAliases(arrival: Arrival, { policy }: PrepareDependencies): Promise<Arrival> {
  const { transaction } = arrival;
  const routes: Route[] = [];
  for (const route of transaction.routes) routes.push(await withOwnAlias(route, arrival, policy.aliases));
  return { ...arrival, transaction: { ...transaction, routes } };
}

async function withOwnAlias(
  route: Route,
  arrival: Arrival,
  aliases: PrepareDependencies['policy']['aliases'],
): Promise<Route> {
  if (!isToBeMade(route, arrival)) return route;
  const { domainId, address } = route.alias;
  const made = await aliases.ensureFromCatchAll({ domainId, localPart: address.localPart });
  // Its owner has made it otherwise, deleted it or switched it off while the message came in; its sender meets that when it comes back.
  if (made.kind === 'not_possible' || !isAsCaught(made.alias))
    throw new Error('the address of a catch-all has changed meanwhile');
  return { ...route, alias: made.alias };
}

/** Whether nothing is to be asked about it that was not asked of the catch-all. Without a mailbox the recipient would get nothing. */
function isAsCaught({ isEnabled, mailboxes, messagesLeft, pinning, holdsForPreview }: InboundAlias): boolean {
  const isOpen = isEnabled && mailboxes.length > 0 && messagesLeft === undefined;
  return isOpen && pinning === 'off' && !holdsForPreview;
}
