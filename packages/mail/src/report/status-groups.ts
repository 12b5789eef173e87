/** Fields of a message/delivery-status by lower-cased name; the first of each name. */
export type StatusGroup = ReadonlyMap<string, string>;

/** The groups of RFC 3464 §2.1. */
export interface StatusGroups {
  readonly perMessage: StatusGroup;
  readonly perRecipient: readonly StatusGroup[];
}

// A message has at most some thousand recipients; no more are looked at.
const maxGroups = 1000;
const fieldPattern = /^([!-9;-~]{1,60})[ \t]{0,10}:(.*)$/s;
const isContinuation = /^[ \t]/;
const recipientFields = new Set([
  'original-recipient',
  'final-recipient',
  'action',
  'status',
  'remote-mta',
  'diagnostic-code',
  'last-attempt-date',
  'will-retry-until',
  'final-log-id',
]);
const firstFields = new Set(['original-recipient', 'final-recipient']);

/** A line that only a delivery status begins with. */
export const statusLine =
  /^(?:final-recipient|original-recipient|reporting-mta|diagnostic-code|action|remote-mta)[ \t]{0,10}:/i;

/**
 * Reads the fields of a delivery status. Empty lines are not relied on, because some programs leave them out and others put them
 * everywhere: a recipient begins where a field comes that the one before has already.
 */
export function parseStatusGroups(lines: readonly string[]): StatusGroups {
  const perMessage = new Map<string, string>();
  const perRecipient: Map<string, string>[] = [];
  for (const [name, value] of readFields(lines)) {
    if (!recipientFields.has(name)) {
      setFirst(perRecipient.at(-1) ?? perMessage, name, value);
      continue;
    }
    if (beginsGroup(name, perRecipient.at(-1))) {
      if (perRecipient.length >= maxGroups) break;
      perRecipient.push(new Map());
    }
    perRecipient.at(-1)?.set(name, value);
  }
  return { perMessage, perRecipient };
}

function beginsGroup(name: string, group: StatusGroup | undefined): boolean {
  if (group === undefined || group.has(name)) return true;
  return firstFields.has(name) && group.has('action') && group.has('final-recipient');
}

function setFirst(group: Map<string, string>, name: string, value: string): void {
  if (!group.has(name)) group.set(name, value);
}

function readFields(lines: readonly string[]): readonly (readonly [string, string])[] {
  const fields: { readonly name: string; readonly values: string[] }[] = [];
  let current: string[] | undefined;
  for (const line of lines) {
    const match = fieldPattern.exec(line);
    if (isContinuation.test(line) && line.trim() !== '') {
      current?.push(line.trim());
    } else if (match !== null) {
      current = [(match[2] ?? '').trim()];
      fields.push({ name: (match[1] ?? '').toLowerCase(), values: current });
    } else {
      current = undefined;
    }
  }
  return fields.map(({ name, values }) => [name, values.join(' ')] as const);
}
