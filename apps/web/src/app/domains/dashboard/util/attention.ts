import type { Overview } from './overview.ts';

/** A thing that somebody should look at. Its sentence is `dashboard.attention.<kind>`, its button `dashboard.do.<action>`. */
export interface AttentionLine {
  /** Tells lines apart, and stays the same while they are shown. */
  readonly id: string;
  readonly kind:
    | 'domain_lost'
    | 'domain_suspended'
    | 'domain_degraded'
    | 'domain_pending'
    | 'domains_more'
    | 'held'
    | 'failed'
    | 'mailbox_paused'
    | 'mailboxes_more';
  readonly tone: 'bad' | 'warning' | 'waiting' | 'setup';
  readonly action: 'show' | 'review' | 'look' | 'open' | 'set_up';
  /** Where the button leads. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** What stands in the braces of the sentence. */
  readonly values: Readonly<Record<string, string>>;
  /** Of sentences about a number. */
  readonly count?: number;
  /** Since when, RFC 3339. */
  readonly since?: string;
}

/** The server counts what is held up to here; then there are this many or more. */
export const mostHeld = 10_000;

const domainLooks = {
  suspended: { kind: 'domain_suspended', tone: 'bad', action: 'show' },
  degraded: { kind: 'domain_degraded', tone: 'warning', action: 'show' },
  pending: { kind: 'domain_pending', tone: 'setup', action: 'set_up' },
} as const;

/** What needs attention, the worst first; empty: nothing does. */
export function attentionLines({ attention }: Pick<Overview, 'attention'>): readonly AttentionLine[] {
  const order = { bad: 0, warning: 1, waiting: 2, setup: 3 } as const;
  return [
    ...failedLines(attention),
    ...domainLines(attention),
    ...mailboxLines(attention),
    ...heldLines(attention),
  ].toSorted((a, b) => order[a.tone] - order[b.tone]);
}

function failedLines({ failed_24h }: Overview['attention']): readonly AttentionLine[] {
  if (failed_24h === 0) return [];
  const query = { state: 'problem' };
  return [
    {
      id: 'failed',
      kind: 'failed',
      tone: 'bad',
      action: 'look',
      path: '/messages',
      query,
      values: {},
      count: failed_24h,
    },
  ];
}

function domainLines({ domains, domain_count }: Overview['attention']): readonly AttentionLine[] {
  const lines = domains.map(({ id, name, state }): AttentionLine => ({
    id,
    ...domainLooks[state],
    path: `/domains/${id}`,
    values: { name },
  }));
  const left = domain_count - domains.length;
  if (left <= 0) return lines;
  return [
    ...lines,
    {
      id: 'domains',
      kind: 'domains_more',
      tone: 'setup',
      action: 'show',
      path: '/domains',
      values: {},
      count: left,
    },
  ];
}

function mailboxLines({ mailboxes, mailbox_count }: Overview['attention']): readonly AttentionLine[] {
  const lines = mailboxes.map(({ id, address, paused_at }): AttentionLine => ({
    id,
    kind: 'mailbox_paused',
    tone: 'warning',
    action: 'open',
    path: `/mailboxes/${id}`,
    values: { address },
    since: paused_at,
  }));
  const left = mailbox_count - mailboxes.length;
  if (left <= 0) return lines;
  return [
    ...lines,
    {
      id: 'mailboxes',
      kind: 'mailboxes_more',
      tone: 'warning',
      action: 'show',
      path: '/mailboxes',
      values: {},
      count: left,
    },
  ];
}

function heldLines({ held }: Overview['attention']): readonly AttentionLine[] {
  if (held === 0) return [];
  return [
    {
      id: 'held',
      kind: 'held',
      tone: 'waiting',
      action: 'review',
      path: '/quarantine',
      values: {},
      count: held,
    },
  ];
}
