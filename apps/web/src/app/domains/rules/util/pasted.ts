import type { CheckResult } from './fields.ts';

/** A message that is pasted, with what its text does not tell. */
export interface Pasted {
  readonly raw: string;
  /** The reverse path; empty: taken from the field From, since that is what people mean. */
  readonly mailFrom: string;
  readonly spf: CheckResult;
  readonly dkim: CheckResult;
  readonly dmarc: CheckResult;
}

/** What stands there before anything is pasted. */
export const emptyPasted: Pasted = { raw: '', mailFrom: '', spf: 'none', dkim: 'none', dmarc: 'none' };

/** The reverse path of a pasted message: as given, or the address in its field From; empty where there is none. */
export function mailFromOf({ raw, mailFrom }: Pick<Pasted, 'raw' | 'mailFrom'>): string {
  if (mailFrom.trim() !== '') return mailFrom.trim();
  const [header = ''] = raw.split(/\r?\n\r?\n/u, 1);
  const [, from = ''] = /^from:((?:[^\r\n]|\r?\n[ \t])*)/imu.exec(header) ?? [];
  return (/<([^<>\s]+@[^<>\s]+)>/u.exec(from) ?? /([^\s<>",;:]+@[^\s<>",;:]+)/u.exec(from))?.[1] ?? '';
}
