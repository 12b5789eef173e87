import { parseDomainName } from '../address/index.ts';
import type { HeaderField } from '../header/index.ts';
import { fieldValue, makeField } from '../header/index.ts';
import { stripControl } from '../strip-control.ts';
import { toCommentText, toHostText, toKeyword, toPropertyValue } from './safe-text.ts';

/** Results in the words of RFC 8601 §2.7 and RFC 7489. */
export interface AuthenticationResultFacts {
  readonly spf: { readonly result: string; readonly domain?: string; readonly comment?: string };
  readonly dkim: readonly {
    readonly result: string;
    /** Empty when there was no signature to speak of. */
    readonly domain: string;
    readonly selector?: string;
    readonly isAligned: boolean;
    /** It covers the whole body and every To and Cc, so that whoever signed knew whom it goes to. Absent where it does not, or old. */
    readonly coversRecipients?: true;
    readonly comment?: string;
  }[];
  readonly dmarc: {
    readonly result: string;
    readonly policy?: string;
    readonly domain?: string;
    readonly comment?: string;
  };
  readonly arc: { readonly result: string; readonly comment?: string };
}

/** One set of results. */
export interface AuthenticationResultsInput {
  /** Our host name: what readers behind us trust. */
  readonly authservId: string;
  readonly facts: AuthenticationResultFacts;
  /** Reverse path; empty for the null sender. */
  readonly mailFrom: string;
  readonly helo: string;
  /** Domain of the author; absent when From could not be read. */
  readonly headerFromDomain?: string | undefined;
}

interface Notes {
  readonly comments: readonly (string | undefined)[];
  readonly properties: readonly string[];
}

const fieldName = 'Authentication-Results';
// A name of 255 octets with each of them escaped, and quotes. What is longer is not ours.
const maxIdCharacters = 512;

/** The field that goes above the message (RFC 8601 §2.2), one line per result. */
export function formatAuthenticationResults(input: AuthenticationResultsInput): HeaderField {
  const results = [formatSpf(input), ...formatDkim(input.facts), formatDmarc(input), formatArc(input.facts)];
  return makeField(fieldName, [toHostText(input.authservId), ...results].join(';\r\n\t'));
}

/**
 * Whether the field claims to be ours (RFC 8601 §5), so that it must go before we add our own. Comments before the name, quotes around it,
 * a version after it, case, a trailing dot and U-labels make no difference. False for every other kind of field, ARC's included.
 */
export function isForgedAuthenticationResults(field: HeaderField, authservId: string): boolean {
  if (field.lowerName !== fieldName.toLowerCase()) return false;
  return normaliseId(readAuthservId(fieldValue(field).toString('utf8'))) === normaliseId(authservId);
}

/** RFC 8601 §2.7.2: what was checked is the reverse path, or HELO for the null sender. */
function formatSpf({ facts, mailFrom, helo }: AuthenticationResultsInput): string {
  const checked =
    mailFrom === '' ? formatProperty('smtp.helo', helo) : formatProperty('smtp.mailfrom', mailFrom);
  return formatResult('spf', facts.spf.result, { comments: [facts.spf.comment], properties: [checked] });
}

function formatDkim(facts: AuthenticationResultFacts): readonly string[] {
  if (facts.dkim.length === 0) return ['dkim=none'];
  return facts.dkim.map(({ result, domain, selector, comment }) => {
    const properties = [formatProperty('header.d', domain), formatProperty('header.s', selector)];
    return formatResult('dkim', result, { comments: [comment], properties });
  });
}

function formatDmarc({ facts: { dmarc }, headerFromDomain }: AuthenticationResultsInput): string {
  const policy = dmarc.policy === undefined ? undefined : `p=${dmarc.policy}`;
  const properties = [formatProperty('header.from', headerFromDomain ?? dmarc.domain)];
  return formatResult('dmarc', dmarc.result, { comments: [policy, dmarc.comment], properties });
}

function formatArc({ arc }: AuthenticationResultFacts): string {
  return formatResult('arc', arc.result, { comments: [arc.comment], properties: [] });
}

function formatResult(method: string, word: string, notes: Notes): string {
  const comment = notes.comments.flatMap((each) => toCommentText(each ?? '') || []).join(', ');
  const parts = [`${method}=${toKeyword(word)}`, comment === '' ? '' : `(${comment})`, ...notes.properties];
  return parts.filter((part) => part !== '').join(' ');
}

function formatProperty(name: string, value: string | undefined): string {
  return value === undefined || value === '' ? '' : `${name}=${toPropertyValue(value)}`;
}

/** The first word after comments and white space, without quotes; empty when there is none. */
function readAuthservId(value: string): string {
  const start = skipComments(value);
  const text = value.slice(start, start + maxIdCharacters);
  const quoted = /^"((?:[^"\\]|\\.)*)"/s.exec(text)?.[1];
  return quoted?.replace(/\\(.)/gs, '$1') ?? /^[^\s;()"/=,]*/.exec(text)?.[0] ?? '';
}

/** Offset of the first character that is neither white space nor in a comment; the end when a comment does not close. */
function skipComments(value: string): number {
  let depth = 0;
  let at = 0;
  for (; at < value.length; at++) {
    const character = value.charAt(at);
    if (character === '\\' && depth > 0) at++;
    else if (character === '(') depth++;
    else if (character === ')' && depth > 0) depth--;
    else if (depth === 0 && !/\s/.test(character)) return at;
  }
  return value.length;
}

/** RFC 8601 §2.5: domain names are compared as A-labels. */
function normaliseId(id: string): string {
  const clean = stripControl(id).trim();
  const domain = parseDomainName(clean);
  return domain.ok ? domain.value : clean.toLowerCase();
}
