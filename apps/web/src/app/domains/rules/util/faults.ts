import { toBytes } from './definition.ts';
import {
  listConditions,
  maxConditions,
  type ConditionDraft,
  type GroupDraft,
  type ItemDraft,
  type RuleDraft,
} from './draft.ts';
import { isPresence } from './fields.ts';

/** What is wrong: a word of the pages by its key, or what the server said, in English. */
export type Fault =
  { readonly kind: 'known'; readonly key: FaultKey } | { readonly kind: 'told'; readonly text: string };

/** What the pages find by themselves. */
export type FaultKey =
  | 'empty'
  | 'too_long'
  | 'header_name'
  | 'size'
  | 'clock'
  | 'prefix'
  | 'mailboxes'
  | 'nothing_done'
  | 'too_many';

/** Faults by where they show: the id of a condition or group, or a part of the actions. */
export type Faults = ReadonlyMap<FaultPlace, Fault>;
/** The id of a condition or group, or a part of the rule. */
export type FaultPlace = number | 'root' | 'decision' | 'mailboxes' | 'prefix';

const longestText = 1_000;
const longestPattern = 500;
const longestPrefix = 100;

/** What can be told of a draft without the server, which judges patterns, domains and mailboxes as well. */
export function findFaults({ root, actions }: RuleDraft): Faults {
  const faults = new Map<FaultPlace, Fault>();
  const note = (place: FaultPlace, key: FaultKey | undefined): void => {
    if (key !== undefined) faults.set(place, { kind: 'known', key });
  };
  const conditions = listConditions(root);
  for (const condition of conditions) note(condition.id, faultOf(condition));
  if (conditions.length > maxConditions) note('root', 'too_many');
  const { decision, mailboxIds, hasPrefix, prefix, stripsAttachments } = actions;
  const length = prefix.trim().length;
  if (decision === 'forward_to' && mailboxIds.length === 0) note('mailboxes', 'mailboxes');
  if (decision === 'none' && !hasPrefix && !stripsAttachments) note('decision', 'nothing_done');
  if (hasPrefix && decision !== 'block' && decision !== 'discard' && (length === 0 || length > longestPrefix))
    note('prefix', 'prefix');
  return faults;
}

function faultOf(draft: ConditionDraft): FaultKey | undefined {
  const { field, operator, text } = draft;
  switch (field) {
    case 'size':
      return toBytes(draft.size, draft.sizeUnit) === undefined ? 'size' : undefined;
    case 'time':
      return isClockTime(draft.start) && isClockTime(draft.end) ? undefined : 'clock';
    case 'attachments':
    case 'authentication':
      return undefined;
    default: {
      if (field === 'header' && !/^[\x21-\x39\x3b-\x7e]{1,128}$/u.test(draft.headerName.trim()))
        return 'header_name';
      if (isPresence(operator)) return undefined;
      if (text === '') return 'empty';
      return text.length > (operator === 'matches' ? longestPattern : longestText) ? 'too_long' : undefined;
    }
  }
}

function isClockTime(text: string): boolean {
  return /^(?:[01]\d|2[0-3]):[0-5]\d$/u.test(text);
}

/**
 * Puts what the server says of a definition where it belongs. It names a place (`conditions[0].value: must not be empty.`), or quotes the value
 * that is wrong (`the pattern “(”: …`). What has no place is given back as `rest`.
 */
export function placeFaults(
  { root }: RuleDraft,
  messages: readonly string[],
): { readonly faults: Faults; readonly rest: readonly string[] } {
  const faults = new Map<FaultPlace, Fault>();
  const rest: string[] = [];
  for (const message of messages) {
    const [, path = '', told = message] = /^([a-z_.[\]0-9]+): (.*)$/su.exec(message) ?? [];
    const place = placeOfPath(root, path) ?? placeOfQuote(root, message);
    if (place === undefined) rest.push(message);
    else if (!faults.has(place)) faults.set(place, { kind: 'told', text: upperFirst(told) });
  }
  return { faults, rest };
}

function placeOfPath(root: GroupDraft, path: string): FaultPlace | undefined {
  if (/^actions\[\d+\]\.mailbox_ids/u.test(path)) return 'mailboxes';
  if (/^actions\[\d+\]\.text/u.test(path)) return 'prefix';
  if (path.startsWith('actions')) return 'decision';
  let item: ItemDraft = root;
  for (const [, index] of path.matchAll(/conditions\[(\d+)\]/gu)) {
    const next: ItemDraft | undefined = item.kind === 'group' ? item.items[Number(index)] : undefined;
    if (next === undefined) break;
    item = next;
  }
  if (item.id !== root.id) return item.id;
  return path.startsWith('conditions') || path === 'match' ? 'root' : undefined;
}

function placeOfQuote(root: GroupDraft, message: string): FaultPlace | undefined {
  const [, quoted] = /“(.*)”/su.exec(message) ?? [];
  if (quoted === undefined) return /mailbox/iu.test(message) ? 'mailboxes' : undefined;
  return listConditions(root).find(({ text, timeZone, field }) =>
    field === 'time' ? timeZone === quoted : text === quoted,
  )?.id;
}

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
