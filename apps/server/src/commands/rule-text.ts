import { summariseActions, summariseConditions, type StoredRule } from '../rules/index.ts';

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
  return definition === undefined ? '' : summariseActions(definition);
}
