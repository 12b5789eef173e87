import { phrase, type Phrase } from './phrase.ts';

/** What can be done about a refusal, and where. */
export type RefusalRemedy = 'alias' | 'senders' | 'rules' | 'mailboxes' | 'domains';

interface RefusalKind {
  /** Key below `messages.line.refusal`. */
  readonly name: string;
  readonly remedy?: RefusalRemedy;
}

/** Reasons that the server records as names of its replies. */
const named: Readonly<Record<string, RefusalKind>> = {
  mailboxUnknown: { name: 'unknown' },
  'deleted alias': { name: 'deleted' },
  mailboxDisabled: { name: 'disabled', remedy: 'alias' },
  aliasExpired: { name: 'expired', remedy: 'alias' },
  mailboxUnconfirmed: { name: 'unconfirmed', remedy: 'mailboxes' },
  mailboxPaused: { name: 'paused', remedy: 'mailboxes' },
  domainSuspended: { name: 'suspended', remedy: 'domains' },
  dmarcReject: { name: 'dmarc', remedy: 'senders' },
  dmarcUndecided: { name: 'undecided' },
  greylisted: { name: 'greylisted' },
  notTheOwner: { name: 'not_owner' },
  returnPathForged: { name: 'forged' },
  returnPathExpired: { name: 'report_late' },
  'delivery is no longer known': { name: 'report_late' },
  mailLoop: { name: 'loop' },
  noAuthor: { name: 'no_author' },
  bareLineEnding: { name: 'malformed' },
  lineTooLong: { name: 'malformed' },
};

/** Reasons with something of the case in them. The first that fits decides. */
const patterns: readonly (readonly [RegExp, RefusalKind])[] = [
  [/^blocked by an entry of the operator$/u, { name: 'blocked_operator' }],
  [/^blocked by an entry of the/u, { name: 'blocked', remedy: 'senders' }],
  [/^limit of newAliases$/u, { name: 'limit_new' }],
  [/^limit of/u, { name: 'limit' }],
  [/^\d+ octets$/u, { name: 'too_large' }],
  [/^(octets|\d+ fields)$/u, { name: 'malformed' }],
  [/^\d+ From fields$/u, { name: 'no_author' }],
  [/^\d+ Received fields$/u, { name: 'loop' }],
  [/^(soft reject|greylist)$/u, { name: 'content' }],
];

/** A DNS list is recorded by its zone, a rule by its name: names of zones have a dot and no space. */
const zone = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/u;

/** A refusal as far as it says why. */
export interface RefusalReason {
  readonly reason: string;
  /** `rcpt`, or `data` after the content. */
  readonly stage: string;
}

function kindOf({ reason, stage }: RefusalReason): RefusalKind | undefined {
  if (Object.hasOwn(named, reason)) return named[reason];
  const found = patterns.find(([pattern]) => pattern.test(reason));
  if (found !== undefined) return found[1];
  if (zone.test(reason)) return { name: 'listed', remedy: 'senders' };
  // Rules alone refuse content under a name that somebody gave.
  return stage === 'data' && !/^[a-z]+[A-Z]/u.test(reason) ? { name: 'rule', remedy: 'rules' } : undefined;
}

/** A reason for a refusal in words; one that is not known here is said as it was recorded. */
export function refusalPhrase(of: RefusalReason): Phrase {
  return phrase(`refusal.${kindOf(of)?.name ?? 'other'}`, { reason: of.reason });
}

/** What the person can do about it, in words; undefined: the reason is not known here. */
export function remedyPhrase(of: RefusalReason): Phrase | undefined {
  const kind = kindOf(of);
  return kind === undefined ? undefined : phrase(`remedy.${kind.name}`);
}

/** Where something can be done about it. */
export function remedyOf(of: RefusalReason): RefusalRemedy | undefined {
  return kindOf(of)?.remedy;
}
