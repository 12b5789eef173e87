import type { AuditEntryBody } from '@smtpy/contract';
import { csvLine } from '../csv/index.ts';

type Column = readonly [name: string, valueOf: (entry: AuditEntryBody) => string | null | undefined];

const columns: readonly Column[] = [
  ['id', ({ id }) => id],
  ['at', ({ at }) => at],
  ['action', ({ action }) => action],
  ['title', ({ title }) => title],
  ['actor_kind', ({ actor }) => actor.kind],
  ['actor_user_id', ({ actor }) => actor.user_id],
  ['actor_key_id', ({ actor }) => actor.key_id],
  ['actor_label', ({ actor }) => actor.label],
  ['ip', ({ actor }) => actor.ip],
  ['user_agent', ({ actor }) => actor.user_agent],
  ['request_id', ({ actor }) => actor.request_id],
  ['subject_kind', ({ subject }) => subject?.kind],
  ['subject_id', ({ subject }) => subject?.id],
  ['subject_label', ({ subject }) => subject?.label],
  ['before', ({ before }) => before && JSON.stringify(before)],
  ['after', ({ after }) => after && JSON.stringify(after)],
];

/** The line that names the columns. */
export const csvHeader: string = csvLine(columns.map(([name]) => name));

/** The line of an entry. */
export function csvEntry(entry: AuditEntryBody): string {
  return csvLine(columns.map(([, valueOf]) => valueOf(entry) ?? ''));
}
