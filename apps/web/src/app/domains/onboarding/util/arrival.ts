import type { Event } from '@smtpy/contract/web';

/** A line of what happens to a test message. */
export interface ArrivalLine {
  readonly id: string;
  /** RFC 3339. */
  readonly at: string;
  /** A state as it is on the wire: `accepted`, `delivered`, `refused` … */
  readonly kind: string;
  readonly messageId: string | undefined;
  readonly sender: string | undefined;
  readonly subject: string | undefined;
  /** The remote server's words, or why it was refused. */
  readonly reason: string | undefined;
}

const finalKinds = new Set(['delivered', 'bounced', 'expired', 'discarded', 'cancelled', 'refused']);

/** The line of an event, where it is about mail to the alias. */
export function lineOf({ id, type, timestamp, data }: Event, aliasId: string): ArrivalLine | undefined {
  const deliveries = data.deliveries ?? (data.delivery === undefined ? [] : [data.delivery]);
  const isMeant = data.refusal?.alias_id === aliasId || deliveries.some(({ alias }) => alias?.id === aliasId);
  const kind = type.split('.')[1];
  if (!isMeant || kind === undefined || !/^(?:message|delivery)\./u.test(type)) return undefined;
  return {
    id,
    at: timestamp,
    kind,
    messageId: data.message?.id,
    sender: data.message?.sender ?? data.refusal?.sender ?? undefined,
    subject: data.message?.subject ?? undefined,
    reason: data.attempt?.reply ?? data.refusal?.reason ?? data.delivery?.reason ?? undefined,
  };
}

/** Adds a line where it belongs by its time; each once. */
export function withLine(lines: readonly ArrivalLine[], line: ArrivalLine): readonly ArrivalLine[] {
  if (lines.some(({ id }) => id === line.id)) return lines;
  return [...lines, line].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** Whether nothing more is to come of the message of a line. */
export function isFinal({ kind }: ArrivalLine): boolean {
  return finalKinds.has(kind);
}
