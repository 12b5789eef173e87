import { ApiError } from '../api/index.ts';
import type { ExplainedRule } from './explain.ts';
import type { RuleOutcome, RuleRefusal } from './rule.ts';
import type { ShownRule } from './shown-store.ts';
import { unsavedRuleId, type TestedMessage } from './tester.ts';

/** A rule in the form of the contract. */
export function formatRule(rule: ShownRule) {
  const { id, number, name, aliasId, aliasAddress, position, isEnabled, definition } = rule;
  return {
    id,
    number,
    name,
    alias: aliasId === undefined ? null : { id: aliasId, address: aliasAddress ?? '' },
    position,
    is_enabled: isEnabled,
    definition: definition ?? null,
    created_at: rule.createdAt.toISOString(),
    updated_at: rule.updatedAt.toISOString(),
  };
}

/** What a test came to, in the form of the contract. */
export function formatTested({ alias, isWhole, rules, outcome }: TestedMessage) {
  return { alias, is_whole: isWhole, rules: rules.map(formatExplained), outcome: formatOutcome(outcome) };
}

function formatExplained({ rule, verdict, isAsked, why }: ExplainedRule) {
  const isStored = rule.id !== unsavedRuleId;
  return {
    rule_id: isStored ? rule.id : null,
    number: isStored ? rule.number : null,
    name: rule.name,
    scope: rule.aliasId === undefined ? ('organization' as const) : ('alias' as const),
    verdict,
    is_asked: isAsked,
    why: why ?? null,
  };
}

function formatOutcome({ action, changes }: RuleOutcome) {
  return {
    decision: action.kind,
    mailbox_ids: action.kind === 'forward' && action.mailboxIds ? [...action.mailboxIds] : null,
    subject_prefix: changes.subjectPrefix ?? null,
    strip_attachments: changes.stripAttachments ?? false,
    sentence: describeOutcome(action),
  };
}

function describeOutcome(action: RuleOutcome['action']): string {
  switch (action.kind) {
    case 'forward':
      return action.mailboxIds === undefined
        ? 'It is forwarded to the mailboxes of the alias'
        : 'It is forwarded to the mailboxes that the rule names';
    case 'block':
      return 'It is refused; where other recipients take it, it is discarded for this one';
    case 'discard':
      return 'It is accepted and thrown away; its sender is not told';
    case 'quarantine':
      return 'It is held in quarantine';
  }
}

/** The error of a refusal: a code, or the place in the body where the fault is. */
export function ruleError({ kind, reason }: RuleRefusal): ApiError {
  const sentence = `${reason}.`;
  switch (kind) {
    case 'unknown_rule':
    case 'unknown_alias':
      return new ApiError('not_found', { detail: sentence });
    case 'too_many':
      return new ApiError('limit_reached', { detail: `${reason}; delete one first.` });
    case 'invalid_name':
      return ApiError.field('body.name', sentence);
    case 'invalid_definition':
    case 'unknown_mailbox':
      return ApiError.field('body.definition', sentence);
  }
}
