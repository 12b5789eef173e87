import type { RuleAction, RuleCondition, RuleDefinition, RuleGroup } from '@smtpy/contract/web';
import { newCondition, newGroup, type ConditionDraft, type GroupDraft, type RuleDraft } from './draft.ts';
import { isPresence, sizeUnits, type SizeUnit } from './fields.ts';

/** What of a draft is sent. A draft with faults gives a definition that the server refuses. */
export function toDefinition({ root, actions }: RuleDraft): RuleDefinition {
  const { match, conditions } = toGroup(root);
  const changes: RuleAction[] = [];
  const leavesNothing = actions.decision === 'block' || actions.decision === 'discard';
  if (actions.hasPrefix && !leavesNothing)
    changes.push({ kind: 'subject_prefix', text: actions.prefix.trim() });
  if (actions.stripsAttachments && !leavesNothing) changes.push({ kind: 'strip_attachments' });
  return {
    // Without conditions there is nothing to choose between.
    match: conditions.length === 0 ? 'all' : match,
    conditions,
    actions: [...decisionOf(actions), ...changes],
    then: actions.then,
  };
}

function decisionOf({ decision, mailboxIds }: RuleDraft['actions']): readonly RuleAction[] {
  if (decision === 'none') return [];
  return decision === 'forward_to'
    ? [{ kind: decision, mailbox_ids: [...mailboxIds] }]
    : [{ kind: decision }];
}

function toGroup({ match, items }: GroupDraft): RuleGroup {
  return {
    match,
    conditions: items.map((item) => (item.kind === 'group' ? toGroup(item) : toCondition(item))),
  };
}

function toCondition(draft: ConditionDraft): RuleCondition {
  const { field, operator } = draft;
  const negated = draft.isNegated ? { not: true } : {};
  const presence = { operator: operator === 'absent' ? 'absent' : 'present' } as const;
  const name = { name: draft.headerName.trim() };
  switch (field) {
    case 'size':
      return {
        field,
        operator: operator === 'less_than' ? operator : 'greater_than',
        value: toBytes(draft.size, draft.sizeUnit) ?? 0,
        ...negated,
      };
    case 'attachments':
      return { field, ...presence };
    case 'authentication':
      return { field, method: draft.method, operator: 'equals', value: draft.result, ...negated };
    case 'time':
      return { field, operator: 'between', value: toWindow(draft), ...negated };
    case 'header':
      return isPresence(operator)
        ? { field, ...name, ...presence }
        : ({ field, ...name, operator, value: draft.text, ...negated } as RuleCondition);
    default:
      return isPresence(operator)
        ? { field: 'subject', ...presence }
        : ({ field, operator, value: draft.text, ...negated } as RuleCondition);
  }
}

function toWindow({ start, end, weekdays, timeZone }: ConditionDraft) {
  return {
    start,
    end,
    ...(weekdays.length > 0 && { weekdays: [...weekdays] }),
    ...(timeZone !== '' && { time_zone: timeZone }),
  };
}

/** Bytes out of digits with a unit; undefined for what is no number. Takes a comma as well as a point. */
export function toBytes(digits: string, unit: SizeUnit): number | undefined {
  const text = digits.trim().replace(',', '.');
  if (!/^\d{1,9}(?:\.\d{1,3})?$/u.test(text)) return undefined;
  return Math.round(Number(text) * sizeUnits[unit]);
}

/** A stored rule as a draft. */
export function toDraft(definition: RuleDefinition, timeZone: string): RuleDraft {
  const { actions } = definition;
  const prefix = actions.find((action) => action.kind === 'subject_prefix');
  const forwardTo = actions.find((action) => action.kind === 'forward_to');
  const decision = actions.find(({ kind }) => kind !== 'subject_prefix' && kind !== 'strip_attachments');
  return {
    root: toGroupDraft(definition, timeZone),
    actions: {
      decision: (decision?.kind ?? 'none') as RuleDraft['actions']['decision'],
      mailboxIds: forwardTo?.mailbox_ids ?? [],
      hasPrefix: prefix !== undefined,
      prefix: prefix?.text ?? '',
      stripsAttachments: actions.some(({ kind }) => kind === 'strip_attachments'),
      then: definition.then,
    },
  };
}

function toGroupDraft(group: RuleGroup, timeZone: string): GroupDraft {
  return newGroup(
    group.match,
    group.conditions.map((item) =>
      'conditions' in item ? toGroupDraft(item, timeZone) : toConditionDraft(item, timeZone),
    ),
  );
}

function toConditionDraft(condition: RuleCondition, timeZone: string): ConditionDraft {
  const { field, operator } = condition;
  const isNegated = condition.not === true;
  const draft: ConditionDraft = { ...newCondition(timeZone), field, operator, isNegated };
  switch (condition.field) {
    case 'size':
      return { ...draft, ...fromBytes(condition.value) };
    case 'authentication':
      return { ...draft, method: condition.method, result: condition.value };
    case 'time': {
      const { start, end, weekdays = [], time_zone: zone = '' } = condition.value;
      return { ...draft, start, end, weekdays, timeZone: zone };
    }
    default: {
      const headerName = 'name' in condition ? condition.name : '';
      if ('value' in condition) return { ...draft, headerName, text: condition.value };
      // A negated presence is the opposite one: the choice has one word for each.
      const isPresent = (operator === 'present') !== isNegated;
      return { ...draft, headerName, operator: isPresent ? 'present' : 'absent', isNegated: false };
    }
  }
}

function fromBytes(bytes: number): { readonly size: string; readonly sizeUnit: SizeUnit } {
  const sizeUnit: SizeUnit = bytes >= sizeUnits.MB && bytes % 1_000 === 0 ? 'MB' : 'kB';
  return { size: String(bytes / sizeUnits[sizeUnit]), sizeUnit };
}
