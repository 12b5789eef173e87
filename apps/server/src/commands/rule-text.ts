import type { RuleAction } from '@smtpy/contract';
import { summariseConditions, type StoredRule } from '../rules/index.ts';

/** A rule as `--json` prints it; `definition` is null where what is stored cannot be read. */
export function ruleJson(rule: StoredRule): object {
  return {
    id: rule.id,
    number: rule.number,
    organization_id: rule.organizationId,
    alias_id: rule.aliasId ?? null,
    name: rule.name,
    position: rule.position,
    is_enabled: rule.isEnabled,
    definition: rule.definition ?? null,
  };
}

/** What a rule asks, in a line. */
export function conditionsText({ definition }: StoredRule): string {
  return definition === undefined ? 'cannot be read, is skipped' : summariseConditions(definition);
}

/** What a rule does, in a line. */
export function actionsText({ definition }: StoredRule): string {
  if (definition === undefined) return '';
  const actions = definition.actions.map(actionText).join(', ');
  return definition.then === 'continue' ? `${actions}, continue` : actions;
}

function actionText(action: RuleAction): string {
  switch (action.kind) {
    case 'forward_to':
      return `forward to ${action.mailbox_ids.length === 1 ? 'a mailbox' : `${action.mailbox_ids.length} mailboxes`}`;
    case 'subject_prefix':
      return `put “${action.text}” before the subject`;
    case 'strip_attachments':
      return 'remove attachments';
    default:
      return action.kind;
  }
}
