import {
  listRuleConditions,
  type RuleAction,
  type RuleCondition,
  type RuleDefinition,
} from '@smtpy/contract';

type Of<Field extends RuleCondition['field']> = Extract<RuleCondition, { field: Field }>;
type Operator = RuleCondition['operator'];
type Asked = 'asserted' | 'negated';

const maxNamed = 4;
const maxShownCharacters = 60;

const fieldNames: Readonly<Record<RuleCondition['field'], string>> = {
  sender: 'sender',
  sender_domain: 'domain of the sender',
  subject: 'subject',
  size: 'size',
  attachments: 'attachments',
  header: 'header',
  authentication: 'authentication',
  alias: 'alias',
  time: 'time',
};

const verbs: Readonly<Record<Operator, Readonly<Record<Asked, string>>>> = {
  contains: { asserted: 'contains', negated: 'does not contain' },
  equals: { asserted: 'is', negated: 'is not' },
  starts_with: { asserted: 'starts with', negated: 'does not start with' },
  ends_with: { asserted: 'ends with', negated: 'does not end with' },
  matches: { asserted: 'matches', negated: 'does not match' },
  domain_is: { asserted: 'is of', negated: 'is not of' },
  greater_than: { asserted: 'is over', negated: 'is not over' },
  less_than: { asserted: 'is under', negated: 'is not under' },
  present: { asserted: 'is there', negated: 'is not there' },
  absent: { asserted: 'is not there', negated: 'is there' },
  between: { asserted: 'is between', negated: 'is not between' },
};

/** Why a rule matched, by the conditions that held: one clause of a sentence, without a full stop. */
export function explainMatch(holding: readonly RuleCondition[]): string {
  if (holding.length === 0) return 'it is for every message';
  const named = holding.slice(0, maxNamed).map(formatCondition);
  const more = holding.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(' and ');
}

/** Why a rule did not match, by the conditions that did not hold: a clause like that of {@link explainMatch}. */
export function explainMiss(missing: readonly RuleCondition[]): string {
  return explainMatch(missing.map((condition) => ({ ...condition, not: condition.not !== true })));
}

/** All conditions of a rule in one line, for a list. */
export function summariseConditions(definition: RuleDefinition): string {
  const conditions = listRuleConditions(definition);
  if (conditions.length === 0) return 'every message';
  const shown = conditions.slice(0, maxNamed).map(formatCondition);
  const isFlat = conditions.length === definition.conditions.length;
  const joint = isFlat ? (definition.match === 'all' ? ' and ' : ' or ') : ', ';
  return (
    shown.join(joint) +
    (conditions.length > shown.length ? `, and ${conditions.length - shown.length} more` : '')
  );
}

/** What a rule does, in one line. */
export function summariseActions({ actions, then }: RuleDefinition): string {
  const words = actions.map(formatAction).join(', ');
  return then === 'continue' ? `${words}, continue` : words;
}

function formatAction(action: RuleAction): string {
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

/** One condition as a clause: `subject contains “invoice”`. */
export function formatCondition(condition: RuleCondition): string {
  const verb = verbs[condition.operator][condition.not === true ? 'negated' : 'asserted'];
  switch (condition.field) {
    case 'size':
      return `size ${verb} ${formatSize(condition.value)}`;
    case 'time':
      return `time ${verb} ${formatWindow(condition.value)}`;
    case 'authentication':
      return `${condition.method.toUpperCase()} ${verb} ${condition.value}`;
    case 'attachments':
      return (condition.operator === 'present') === (condition.not === true)
        ? 'there are no attachments'
        : 'there are attachments';
    default: {
      const field = condition.field === 'header' ? `header ${condition.name}` : fieldNames[condition.field];
      return 'value' in condition ? `${field} ${verb} “${shorten(condition.value)}”` : `${field} ${verb}`;
    }
  }
}

/** The largest unit that gives a whole number, or one with a digit behind the point. */
export function formatSize(bytes: number): string {
  const units = [
    [1024 ** 3, 'GiB'],
    [1000 ** 3, 'GB'],
    [1024 ** 2, 'MiB'],
    [1000 ** 2, 'MB'],
    [1024, 'KiB'],
    [1000, 'kB'],
  ] as const;
  const unit = units.find(([factor]) => bytes >= factor && Number.isInteger((bytes / factor) * 10));
  return unit === undefined ? `${bytes} bytes` : `${bytes / unit[0]} ${unit[1]}`;
}

function formatWindow({ start, end, weekdays, time_zone: timeZone }: Of<'time'>['value']): string {
  const days = weekdays === undefined ? '' : ` on ${weekdays.join(', ')}`;
  return `${start} and ${end}${days}${timeZone === undefined ? '' : ` (${timeZone})`}`;
}

function shorten(text: string): string {
  const characters = Array.from(text.slice(0, 4 * maxShownCharacters));
  return characters.length <= maxShownCharacters
    ? text
    : `${characters.slice(0, maxShownCharacters - 1).join('')}…`;
}
