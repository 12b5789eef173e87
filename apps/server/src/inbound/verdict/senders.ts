import { parseAddress } from '@smtpy/mail';
import { refuseBlocked, refuseListed } from '../policy/recipient-policy.ts';
import type { SenderJudgement } from '../policy/ports.ts';
import type { AliasRoute } from '../recipients/route.ts';
import type { Arrival } from './arrival.ts';
import { openRoutes, type RecipientFinding, withFindings } from './recipient-decision.ts';
import { proven } from './proven-sender.ts';
import { proceed, type Step, type StepContext } from './step.ts';

/**
 * What owners and the operator say of the sender: reverse path and author, now that it is known what of them is proven. A client on a
 * DNS list came this far because an entry might allow whom it brings; where none does, it is refused after all.
 */
export const senders: Step = async (arrival, context) => {
  const routes = openRoutes(arrival);
  if (routes.length === 0) return proceed(arrival);
  const listing = await context.policy.dnsLists?.check(arrival.client.ip);
  const zone = listing?.kind === 'listed' ? listing.zone : undefined;
  const findings = await Promise.all(
    routes.map(async (route) => describe(route, await judge(route, arrival, context), { arrival, zone })),
  );
  return proceed(withFindings(arrival, findings.flat()));
};

function judge({ alias }: AliasRoute, arrival: Arrival, { policy }: StepContext): Promise<SenderJudgement> {
  const mailFrom = parseAddress(arrival.transaction.mailFrom);
  const { author } = arrival;
  return policy.senders.judge({
    organizationId: alias.organizationId,
    aliasId: alias.id,
    mailFrom: mailFrom.ok ? mailFrom.value : undefined,
    author: author.kind === 'found' ? author.address : undefined,
    ...proven(arrival),
  });
}

function describe(
  route: AliasRoute,
  sender: SenderJudgement,
  { arrival, zone }: { readonly arrival: Arrival; readonly zone: string | undefined },
): readonly RecipientFinding[] {
  const data =
    sender.kind === 'none' ? undefined : { entry: sender.entry.subject, scope: sender.entry.scope };
  const fact = { step: 'senders', outcome: sender.kind, ...(data && { data }) } as const;
  if (sender.kind === 'blocked') {
    const refusal = refuseBlocked(sender, arrival.transaction);
    // The operator's block may be a mistake: nothing is thrown away for it.
    const otherwise =
      sender.entry.scope === 'operator'
        ? ({ waitsAs: 'spam' } as const)
        : { discardReason: 'sender_blocked' };
    return [{ route, fact, decision: { refusal: { refusal, ...otherwise } } }];
  }
  const isAllowed = sender.kind === 'allowed';
  const isAllowedUnproven = isAllowed && sender.entry.acceptsUnproven === true;
  const finding = { route, fact, decision: { isAllowed, isAllowedUnproven } };
  if (zone === undefined) return [finding];
  const listed = { step: 'dns_lists', outcome: isAllowed ? 'overridden' : 'listed', data: { zone } } as const;
  const refusal = { refusal: refuseListed(zone, arrival.transaction), waitsAs: 'spam' } as const;
  return [finding, { route, fact: listed, ...(!isAllowed && { decision: { refusal } }) }];
}
