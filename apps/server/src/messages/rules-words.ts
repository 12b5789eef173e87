import type { FactData, OutcomeWords } from './fact-data.ts';
import { textOf } from './sentences.ts';

/** What rules came to. */
export const rulesWords: OutcomeWords = {
  none: () => 'no rule matched',
  matched: (data) => `${formatMatches(data)}; ${formatAction(data)}${formatFailures(data)}`,
  failed: (data) => `no rule matched${formatFailures(data)}`,
};

const actions: Readonly<Record<string, string>> = {
  forward: 'it is forwarded',
  forward_to: 'it is forwarded to the mailboxes that the rule names',
  forward_to_nobody:
    'the mailboxes that the rule names take no mail, so it goes to those of the alias; name others in the rule',
  block: 'it is blocked',
  discard: 'it is discarded',
  quarantine: 'it is held in quarantine',
};

/** `“Bills” matched (subject contains “invoice”), “Large” matched (size is over 5 MB)`. */
function formatMatches(data: FactData): string {
  const whys = textsOf(data['why']);
  const names = textsOf(data['rules']);
  if (names.length === 0) return 'a rule matched';
  return names
    .map((name, index) => {
      const why = whys[index];
      return `“${name}” matched${why === undefined ? '' : ` (${why})`}`;
    })
    .join(', ');
}

function formatAction(data: FactData): string {
  const action = textOf(data['action']);
  if (action === undefined) return 'what it did was not recorded';
  return Object.hasOwn(actions, action) ? (actions[action] ?? action) : action.replaceAll('_', ' ');
}

/** A rule that cannot be applied counts as one that does not match. */
function formatFailures(data: FactData): string {
  const reasons = textsOf(data['failed']);
  const known = reasons.length > 0 ? reasons : textsOf(data['reason']);
  return known.length === 0 ? '' : `; not applied, look at the rule: ${known.join(', ')}`;
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
