import type { RuleAction, RuleCondition, RuleDefinition, RuleGroup } from '@smtpy/contract/web';
import { isPresence } from './fields.ts';

/** What writing a rule out needs: the words, and how this person's language writes sizes and lists. */
export interface Wording {
  readonly t: (key: string, values?: Readonly<Record<string, unknown>>) => string;
  readonly bytes: (bytes: number) => string;
  readonly language: string;
  /** The address of a mailbox; undefined: it is not known (any more). */
  readonly mailbox: (id: string) => string | undefined;
}

const longestValue = 60;

/** A rule in one sentence: `If the subject contains “invoice” and it is larger than 5 MB: hold it in quarantine, then stop.` */
export function describeRule(definition: RuleDefinition, wording: Wording): string {
  const { t } = wording;
  const actions = describeActions(definition.actions, wording);
  const then = definition.then === 'stop' ? t('rules.then_words.stop') : t('rules.then_words.continue');
  if (definition.conditions.length === 0) return t('rules.sentence.every', { actions, then });
  return t('rules.sentence.if', { conditions: describeGroup(definition, wording), actions, then });
}

function describeGroup({ match, conditions }: RuleGroup, wording: Wording): string {
  const parts = conditions.map((item) => {
    if (!('conditions' in item)) return describeCondition(item, wording);
    const inner = describeGroup(item, wording);
    return item.conditions.length > 1 ? `(${inner})` : inner;
  });
  return listOf(parts, match === 'all' ? 'conjunction' : 'disjunction', wording);
}

/** What is done, as a list of verbs. */
export function describeActions(actions: readonly RuleAction[], wording: Wording): string {
  return listOf(
    actions.map((action) => describeAction(action, wording)),
    'conjunction',
    wording,
  );
}

function describeAction(action: RuleAction, wording: Wording): string {
  const { t } = wording;
  if (action.kind === 'subject_prefix') return t('rules.does.subject_prefix', { text: action.text });
  if (action.kind !== 'forward_to') return t(`rules.does.${action.kind}`);
  const mailboxes = action.mailbox_ids.map((id) => wording.mailbox(id) ?? t('rules.does.unknown_mailbox'));
  return t('rules.does.forward_to', { mailboxes: listOf(mailboxes, 'conjunction', wording) });
}

/** One condition as a clause: `the subject contains “invoice”`. */
export function describeCondition(condition: RuleCondition, wording: Wording): string {
  const { t } = wording;
  const isNegated = condition.not === true;
  switch (condition.field) {
    case 'size':
      return t(`rules.clause.${isNegated ? 'not_' : ''}${condition.operator}`, {
        size: wording.bytes(condition.value),
      });
    case 'attachments':
      return t(
        `rules.clause.${(condition.operator === 'present') === isNegated ? 'no_attachments' : 'attachments'}`,
      );
    case 'authentication':
      return t(`rules.clause.${isNegated ? 'not_' : ''}authentication`, {
        method: condition.method.toUpperCase(),
        result: condition.value,
      });
    case 'time':
      return describeTime(condition.value, isNegated, wording);
    default: {
      const subject =
        condition.field === 'header'
          ? t('rules.of.header', { name: condition.name })
          : t(`rules.of.${condition.field}`);
      if (isPresence(condition.operator))
        return t(`rules.clause.${(condition.operator === 'present') === isNegated ? 'absent' : 'present'}`, {
          subject,
        });
      const verb = t(`rules.verb.${isNegated ? 'not_' : ''}${condition.operator}`);
      const value = 'value' in condition ? shorten(condition.value) : '';
      return t('rules.clause.text', { subject, verb, value });
    }
  }
}

type Window = Extract<RuleCondition, { field: 'time' }>['value'];

function describeTime(window: Window, isNegated: boolean, wording: Wording): string {
  const { t } = wording;
  const days = (window.weekdays ?? []).map((day) => t(`rules.day.${day}`));
  const where = [...days, window.time_zone ?? 'UTC'].join(', ');
  return t(`rules.clause.${isNegated ? 'not_' : ''}time`, { start: window.start, end: window.end, where });
}

function listOf(
  parts: readonly string[],
  type: 'conjunction' | 'disjunction',
  { language }: Wording,
): string {
  return new Intl.ListFormat(language === 'fr' ? 'fr' : 'en-GB', { type }).format(parts);
}

function shorten(text: string): string {
  const characters = Array.from(text);
  // What is not written yet.
  if (text === '') return '…';
  return characters.length <= longestValue ? text : `${characters.slice(0, longestValue - 1).join('')}…`;
}
