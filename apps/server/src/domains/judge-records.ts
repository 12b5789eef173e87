import type { DomainRecord, RecordCheck, RecordVerdict } from './domain.ts';
import { ownershipPrefix } from './rules.ts';

/** Answer of DNS to one question, as the judges need it. */
export type Answer<T> =
  | { readonly kind: 'found'; readonly values: readonly T[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly explanation: string };

/** A published MX host. */
export interface FoundMx {
  /** Lower case, without a final dot; empty for a null MX (RFC 7505 §3). */
  readonly exchange: string;
  readonly preference: number;
  /** Whether mail for it comes to us: it has our name, or one of our addresses. */
  readonly reachesUs: boolean;
}

/** A zone may hold any number of TXT records; more than this says nothing to a person. */
const maxFound = 20;

function check(
  record: DomainRecord,
  verdict: RecordVerdict,
  details: { readonly found?: readonly string[]; readonly reason: string },
): RecordCheck {
  return { record, verdict, found: (details.found ?? []).slice(0, maxFound), reason: details.reason };
}

/** What cannot be judged: no answer, or nothing there. Undefined when there is something to look at. */
function judgeAbsence(record: DomainRecord, answer: Answer<unknown>): RecordCheck | undefined {
  if (answer.kind === 'found') return undefined;
  if (answer.kind === 'none') return missing(record);
  return check(record, 'unknown', {
    reason: `DNS gave no answer (${answer.explanation}). Check again in a minute`,
  });
}

function missing(record: DomainRecord, found: readonly string[] = []): RecordCheck {
  return check(record, 'missing', {
    found,
    reason: `There is no such ${record.type} record at ${record.name} yet. Publish it as shown`,
  });
}

/** Compares the ownership TXT. Case and surrounding quotes do not count: control panels change both. */
export function judgeOwnership(record: DomainRecord, answer: Answer<string>): RecordCheck {
  const absence = judgeAbsence(record, answer);
  if (absence !== undefined || answer.kind !== 'found') return absence ?? missing(record);
  const found = answer.values.map(plainText).filter((text) => text.toLowerCase().startsWith(ownershipPrefix));
  if (found.length === 0) return missing(record);
  if (provesOwnership(found, record.value.slice(ownershipPrefix.length)))
    return check(record, 'ok', { found, reason: 'The ownership record is right' });
  return check(record, 'different', {
    found,
    reason: 'The ownership record carries another token. Replace its value by the one shown',
  });
}

/** Compares the MX records: one that reaches us is enough, others are the owner's business (RFC 5321 §5.1). */
export function judgeMx(record: DomainRecord, answer: Answer<FoundMx>): RecordCheck {
  const absence = judgeAbsence(record, answer);
  if (absence !== undefined || answer.kind !== 'found') return absence ?? missing(record);
  const found = answer.values.map(({ preference, exchange }) => `${String(preference)} ${exchange}.`);
  const ours = answer.values.filter((mx) => mx.reachesUs);
  if (ours.length === 0)
    return check(record, 'different', {
      found,
      reason: 'Mail goes to another host. Add the MX record shown, or replace the others by it',
    });
  const others = answer.values.length - ours.length;
  const more =
    others === 0
      ? ''
      : `; ${String(others)} more ${others === 1 ? 'host receives' : 'hosts receive'} as well`;
  return check(record, 'ok', { found, reason: `Mail for this domain reaches us${more}` });
}

/** What the SPF judge needs beside the records of the domain. */
export interface SpfSurroundings {
  readonly hostname: string;
  /** Whether an MX of the domain reaches us: then the mechanism `mx` covers us too. */
  readonly isMxRight: boolean;
  /** Whether `hostname` has an SPF record; without one an include of it is an error (RFC 7208 §5.2). */
  readonly hostnameHasSpf: boolean;
}

/** Compares the SPF record: any mechanism that covers this installation is fine. */
export function judgeSpf(
  record: DomainRecord,
  answer: Answer<string>,
  surroundings: SpfSurroundings,
): RecordCheck {
  const absence = judgeAbsence(record, answer);
  if (absence !== undefined || answer.kind !== 'found') return absence ?? missing(record);
  const found = answer.values.map(plainText).filter(isSpf);
  const [policy] = found;
  if (policy === undefined) return missing(record);
  // RFC 7208 §4.5: more than one record is an error for every receiver.
  if (found.length > 1)
    return check(record, 'different', {
      found,
      reason: 'There are several SPF records, which receivers take as none. Merge them into one',
    });
  switch (spfCoverage(policy, surroundings)) {
    case 'covered':
      return check(record, 'ok', { found, reason: 'The SPF record covers this server' });
    case 'broken_include':
      return check(record, 'different', {
        found,
        reason: `The SPF record includes ${surroundings.hostname}, which has none itself. The operator publishes "v=spf1 a -all" at ${surroundings.hostname}`,
      });
    case 'not_covered':
      return check(record, 'different', {
        found,
        reason: `The SPF record leaves this server out. Add include:${surroundings.hostname} before "all"`,
      });
  }
}

function spfCoverage(
  policy: string,
  surroundings: SpfSurroundings,
): 'covered' | 'broken_include' | 'not_covered' {
  const { hostname, isMxRight, hostnameHasSpf } = surroundings;
  // RFC 7208 §4.6.1: names and values of mechanisms are case-insensitive; `+` is the default qualifier.
  const terms = policy
    .toLowerCase()
    .split(' ')
    .map((term) => term.replace(/^\+/, '').replace(/\.$/, ''));
  if (terms.includes(`a:${hostname}`) || (isMxRight && terms.includes('mx'))) return 'covered';
  if (!terms.includes(`include:${hostname}`)) return 'not_covered';
  return hostnameHasSpf ? 'covered' : 'broken_include';
}

/** Whether a TXT record is an SPF record (RFC 7208 §4.5). */
export function isSpf(text: string): boolean {
  return /^v=spf1( |$)/i.test(plainText(text));
}

/** Compares the DKIM key record by its key alone: other tags are the owner's business. */
export function judgeDkim(record: DomainRecord, answer: Answer<string>): RecordCheck {
  const absence = judgeAbsence(record, answer);
  if (absence !== undefined || answer.kind !== 'found') return absence ?? missing(record);
  const found = answer.values.map(plainText).filter((text) => tag(text, 'p') !== undefined);
  if (found.length === 0) return missing(record);
  const expected = tag(record.value, 'p');
  // RFC 6376 §3.6.2.2: what verifiers do with several records at one name is undefined.
  if (found.length > 1)
    return check(record, 'different', {
      found,
      reason: 'There are several keys at this name. Leave the one shown',
    });
  if (found.some((text) => tag(text, 'p') === expected))
    return check(record, 'ok', { found, reason: 'The DKIM key is published' });
  return check(record, 'different', {
    found,
    reason: 'Another key is published at this name. Replace the record by the one shown',
  });
}

/** Any DMARC policy is fine: which one is the owner's choice. */
export function judgeDmarc(record: DomainRecord, answer: Answer<string>): RecordCheck {
  const absence = judgeAbsence(record, answer);
  if (absence !== undefined || answer.kind !== 'found') return absence ?? missing(record);
  const found = answer.values.map(plainText).filter((text) => /^v\s*=\s*dmarc1\s*(;|$)/i.test(text));
  const [policy] = found;
  if (policy === undefined) return missing(record);
  // RFC 7489 §6.6.3: several records are as good as none.
  if (found.length > 1)
    return check(record, 'different', {
      found,
      reason: 'There are several DMARC records, which receivers take as none. Leave one',
    });
  if (tag(policy, 'p') === undefined)
    return check(record, 'different', {
      found,
      reason: 'The DMARC record has no policy (p=). Replace it by the one shown',
    });
  return check(record, 'ok', { found, reason: 'A DMARC policy is published' });
}

/** Compares the record that tells of a policy: with another id senders keep the policy that they know (RFC 8461 §3.1). */
export function judgeMtaSts(record: DomainRecord, answer: Answer<string>): RecordCheck {
  const absence = judgeAbsence(record, answer);
  if (absence !== undefined || answer.kind !== 'found') return absence ?? missing(record);
  const found = answer.values.map(plainText).filter((text) => /^v\s*=\s*STSv1\s*;/.test(text));
  const [policy] = found;
  if (policy === undefined) return missing(record);
  if (found.length > 1)
    return check(record, 'different', {
      found,
      reason: 'There are several MTA-STS records, which senders take as none. Leave the one shown',
    });
  if (tag(policy, 'id') === tag(record.value, 'id'))
    return check(record, 'ok', { found, reason: 'Senders are told of the policy' });
  return check(record, 'different', {
    found,
    reason: 'The record has another id, so senders keep another policy. Replace it by the one shown',
  });
}

/** Where the host of the policy leads. */
export interface FoundPolicyHost {
  /** A name or an address, as found. */
  readonly value: string;
  readonly reachesUs: boolean;
}

/** Compares the host that serves the policy: an alias of our name, or our addresses. */
export function judgeMtaStsHost(record: DomainRecord, answer: Answer<FoundPolicyHost>): RecordCheck {
  const absence = judgeAbsence(record, answer);
  if (absence !== undefined || answer.kind !== 'found') return absence ?? missing(record);
  const found = answer.values.map(({ value }) => value);
  return answer.values.some(({ reachesUs }) => reachesUs)
    ? check(record, 'ok', { found, reason: 'Requests for the policy reach this server' })
    : check(record, 'different', {
        found,
        reason: 'Requests for the policy go to another server. Replace the record by the one shown',
      });
}

/** Compares the record that asks for reports on TLS: others may get them too (RFC 8460 §3). */
export function judgeTlsRpt(record: DomainRecord, answer: Answer<string>): RecordCheck {
  const absence = judgeAbsence(record, answer);
  if (absence !== undefined || answer.kind !== 'found') return absence ?? missing(record);
  const found = answer.values.map(plainText).filter((text) => /^v\s*=\s*TLSRPTv1\s*;/.test(text));
  const [policy] = found;
  if (policy === undefined) return missing(record);
  if (found.length > 1)
    return check(record, 'different', {
      found,
      reason: 'There are several records for TLS reports, which senders take as none. Leave one',
    });
  const targets = (text: string): readonly string[] => (tag(text, 'rua') ?? '').toLowerCase().split(',');
  const [wanted = ''] = targets(record.value);
  return targets(policy).includes(wanted)
    ? check(record, 'ok', { found, reason: 'Senders are asked for reports on TLS' })
    : check(record, 'different', {
        found,
        reason: 'Reports on TLS go elsewhere. Replace the record by the one shown, or add its address',
      });
}

/** Value of a tag in a tag list (RFC 6376 §3.2), white space left out. */
function tag(text: string, name: string): string | undefined {
  for (const part of text.split(';')) {
    const [key, ...rest] = part.split('=');
    if (key?.trim().toLowerCase() === name) return rest.join('=').replace(/\s+/g, '');
  }
  return undefined;
}

/** Whether one of the texts at a name is the ownership record with this token. */
export function provesOwnership(texts: readonly string[], token: string): boolean {
  return texts.some((text) => plainText(text).toLowerCase() === ownershipPrefix + token);
}

function plainText(text: string): string {
  const trimmed = text.trim();
  return /^".*"$/s.test(trimmed) ? trimmed.slice(1, -1).trim() : trimmed;
}
