import { setImmediate as letOthersRun } from 'node:timers/promises';
import { hasAttachments } from '@smtpy/mail';
import {
  evaluateRules,
  type MessageFacts,
  readMessageFacts,
  type Rule,
  type RuleOutcome,
  wantsAttachments,
} from '../../rules/index.ts';
import type { AliasRoute } from '../recipients/route.ts';
import { refuse } from '../replies.ts';
import type { Arrival } from './arrival.ts';
import { bodyOf } from './octets.ts';
import type { RecipientDecision } from './decision.ts';
import { openRoutes, type RecipientFinding, withFindings } from './recipient-decision.ts';
import { proceed, type Step, type StepContext } from './step.ts';

/** The rules of owners. One that blocks or discards has the last word also where something before it holds the message. */
export const rules: Step = async (arrival, context) => {
  const routes = openRoutes(arrival);
  const rulesByOrganization = new Map<string, readonly Rule[]>();
  for (const { alias } of routes) {
    if (!rulesByOrganization.has(alias.organizationId))
      rulesByOrganization.set(alias.organizationId, await context.policy.rules.find(alias.organizationId));
  }
  const all = [...rulesByOrganization.values()].flat();
  if (all.length === 0) return proceed(arrival);
  const withAttachments =
    wantsAttachments(all) && (await hasAttachments({ header: arrival.header, body: bodyOf(arrival) }));
  const findings: RecipientFinding[] = [];
  for (const route of routes) {
    const ofOwner = rulesByOrganization.get(route.alias.organizationId) ?? [];
    const outcome = evaluateRules(ofOwner, factsOf(route, arrival, { withAttachments, context }));
    findings.push(await apply(route, outcome, context));
    // Each recipient may cost a fifth of a second, and there may be a hundred: others have their turn in between.
    await letOthersRun();
  }
  return proceed(withFindings(arrival, findings));
};

function factsOf(
  { alias, recipient }: AliasRoute,
  { header, authentication, transaction, content }: Arrival,
  { withAttachments, context }: { readonly withAttachments: boolean; readonly context: StepContext },
): MessageFacts {
  return readMessageFacts({
    header,
    authentication,
    aliasId: alias.id,
    alias: recipient,
    mailFrom: transaction.mailFrom,
    sizeBytes: content.kind === 'whole' ? content.sizeBytes : 0,
    hasAttachments: withAttachments,
    receivedAt: context.now,
    timeZone: 'UTC',
  });
}

async function apply(
  route: AliasRoute,
  outcome: RuleOutcome,
  context: StepContext,
): Promise<RecipientFinding> {
  const { matched, failed } = outcome;
  if (matched.length === 0 && failed.length === 0) return { route, fact: { step: 'rules', outcome: 'none' } };
  const { decision, action } = await decide(route, outcome, context);
  const data = {
    rules: matched.map(({ name }) => name),
    why: matched.map(({ why }) => why),
    action,
    ...(failed.length > 0 && { failed: failed.map(({ reason }) => reason) }),
  };
  return {
    route,
    decision: { ...decision, changes: outcome.changes },
    fact: { step: 'rules', outcome: matched.length > 0 ? 'matched' : 'failed', data },
  };
}

async function decide(
  { alias }: AliasRoute,
  { action, matched }: RuleOutcome,
  { policy }: StepContext,
): Promise<{ readonly decision: Partial<RecipientDecision>; readonly action: string }> {
  switch (action.kind) {
    case 'block': {
      const refusal = refuse('ruleBlocked', matched.map(({ name }) => name).join(', '));
      return { decision: { refusal: { refusal, discardReason: 'rule_blocked' } }, action: 'block' };
    }
    case 'discard':
      return { decision: { discardReason: 'rule_discarded' }, action: 'discard' };
    case 'quarantine':
      return { decision: { holdReason: 'rule' }, action: 'quarantine' };
    case 'forward': {
      const ids = action.mailboxIds ?? [];
      if (ids.length === 0) return { decision: {}, action: 'forward' };
      const mailboxes = await policy.mailboxes.findConfirmed(alias.organizationId, ids);
      // Mailboxes that are gone, or not confirmed any more: better to those of the alias than to nobody.
      return mailboxes.length === 0
        ? { decision: {}, action: 'forward_to_nobody' }
        : { decision: { mailboxes }, action: 'forward_to' };
    }
  }
}
