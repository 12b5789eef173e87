import type { Step } from './period.ts';

/** What alone is counted: a domain, an alias or a mailbox. */
export interface Subject {
  readonly kind: 'domain' | 'alias' | 'mailbox';
  readonly id: string;
}

/** What a top list can be by. */
export const dimensions = [
  'alias',
  'domain',
  'mailbox',
  'state',
  'sender_domain',
  'reason',
  'failure_class',
  'authentication',
] as const;
/** One of {@link dimensions}. */
export type Dimension = (typeof dimensions)[number];

const idForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

/** The subject that an address names; undefined: everything. */
export function readSubject(
  values: Readonly<Record<'domain' | 'alias' | 'mailbox', string>>,
): Subject | undefined {
  for (const kind of ['alias', 'mailbox', 'domain'] as const)
    if (idForm.test(values[kind])) return { kind, id: values[kind] };
  return undefined;
}

/** The filter of a request. */
export function filterOf(subject: Subject | undefined): Readonly<Record<string, string>> {
  return subject === undefined ? {} : { [`${subject.kind}_id`]: subject.id };
}

/** By what the server can break down what concerns a subject. */
export function dimensionsOf(subject: Subject | undefined): readonly Dimension[] {
  if (subject === undefined) return dimensions;
  return subject.kind === 'domain' ? ['alias', 'state'] : ['state'];
}

/** The dimension that an address names, or the first that fits. */
export function readDimension(by: string, subject: Subject | undefined): Dimension {
  const fitting = dimensionsOf(subject);
  return fitting.find((each) => each === by) ?? fitting[0] ?? 'state';
}

/** Where what a row of a top list counts is shown; undefined where it has no page. */
export function linkOf(
  by: Dimension,
  { key, name }: { readonly key: string; readonly name: string | null },
): { readonly path: string; readonly query?: Readonly<Record<string, string>> } | undefined {
  if (name === null) return undefined;
  switch (by) {
    case 'alias':
      return { path: `/aliases/${key}` };
    case 'domain':
      return { path: `/domains/${key}` };
    case 'mailbox':
      return { path: `/mailboxes/${key}` };
    case 'sender_domain':
      return { path: '/messages', query: { sender: `@${key}` } };
    default:
      return undefined;
  }
}

/** How a step of a series is called under its bar and in its row. `label` is the day by the calendar, with the time of an hour. */
export function stepWords(
  { start, label }: { readonly start: string; readonly label: string },
  {
    step,
    days,
    language,
    time,
  }: {
    readonly step: Step;
    readonly days: number;
    readonly language: string;
    readonly time: (instant: string) => string;
  },
): { readonly label: string; readonly title: string } {
  const date = new Date(`${label.slice(0, 10)}T00:00:00Z`);
  const locale = language === 'en' ? 'en-GB' : language;
  const format = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(date);
  const short = format({ day: 'numeric', month: 'short' });
  if (step === 'hour') {
    const hour = time(start);
    const day = format({ weekday: 'short', day: 'numeric', month: 'short' });
    return { label: days === 1 ? hour : `${short} ${hour}`, title: `${day}, ${hour}` };
  }
  if (step === 'month')
    return {
      label: format({ month: 'short', year: '2-digit' }),
      title: format({ month: 'long', year: 'numeric' }),
    };
  if (step === 'week') return { label: short, title: format({ dateStyle: 'medium' }) };
  const title = format({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
  return { label: days <= 14 ? format({ weekday: 'short', day: 'numeric' }) : short, title };
}
