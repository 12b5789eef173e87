import { addressKey, parseAddress, parseDomainName, type Address, type Parsed } from '@smtpy/mail';
import type { SenderEntry } from './entry.ts';

/** Reads what a person typed as a subject: the key of an address, or a domain name. The reason says what is wrong and what is right. */
export function parseSubject(text: string): Parsed<string> {
  const subject = text.trim();
  if (/^@|\*/.test(subject)) {
    const reason = 'is a pattern; write a domain as example.com, which covers everybody there and below it';
    return { ok: false, reason };
  }
  const domain = parseDomainName(subject);
  if (domain.ok) return domain;
  const address = parseAddress(subject);
  if (address.ok) return { ok: true, value: addressKey(address.value) };
  return {
    ok: false,
    reason: subject.includes('@')
      ? `is not an address: ${address.reason}`
      : `is neither an address nor a domain: ${domain.reason}`,
  };
}

/** The subjects that cover an address, the narrowest first: itself, its domain, and every name above that. */
export function subjectsOf(address: Address): readonly string[] {
  const labels = address.domain.split('.');
  return [addressKey(address), ...labels.map((_, index) => labels.slice(index).join('.'))];
}

/** The subjects that cover a subject, itself first. */
export function coveringSubjects(subject: string): readonly string[] {
  const address = parseAddress(subject);
  if (address.ok) return subjectsOf(address.value);
  const labels = subject.split('.');
  return labels.map((_, index) => labels.slice(index).join('.'));
}

/** Entries of one organization, or of the operator, by their subject. */
export type EntryIndex = ReadonlyMap<string, readonly SenderEntry[]>;

/** Indexes entries by subject. */
export function indexEntries(entries: readonly SenderEntry[]): EntryIndex {
  return Map.groupBy(entries, ({ subject }) => subject);
}

/** The identities of one message, as far as they are known. */
export interface SenderToJudge {
  /** The reverse path; undefined for the null one. */
  readonly mailFrom: Address | undefined;
  /** The address in From; absent where the header is not there yet. */
  readonly author?: Address | undefined;
  /** Whether SPF proves the domain of the reverse path. */
  readonly isMailFromProven: boolean;
  /** Whether DMARC, or an aligned signature, proves the domain of the author. */
  readonly isAuthorProven: boolean;
}

/** What the entries say of a sender. `mayBeAllowed`: whether allows are in force for the alias, which an author might still match. */
export type SenderJudgement =
  | { readonly kind: 'none'; readonly mayBeAllowed: boolean }
  | { readonly kind: 'blocked'; readonly entry: SenderEntry; readonly mayBeAllowed: boolean }
  | { readonly kind: 'allowed'; readonly entry: SenderEntry };

interface Match {
  readonly entry: SenderEntry;
  readonly isProven: boolean;
}

/** What entries say of a sender who writes to an alias. Entries of other aliases may be among them. */
export function judgeSender(
  indexes: readonly EntryIndex[],
  { aliasId, ...sender }: SenderToJudge & { readonly aliasId: string },
): SenderJudgement {
  const matches = indexes
    .flatMap((index) => findMatches(index, sender))
    .filter(({ entry }) => entry.aliasId === undefined || entry.aliasId === aliasId)
    .toSorted((one, other) => breadth(one.entry) - breadth(other.entry));
  const allow = matches.find(
    ({ entry, isProven }) => entry.verdict === 'allow' && (isProven || entry.acceptsUnproven),
  );
  if (allow !== undefined) return { kind: 'allowed', entry: allow.entry };
  const mayBeAllowed = indexes.some((index) =>
    allowsOf(index).some((scope) => scope === undefined || scope === aliasId),
  );
  const block = matches.find(({ entry }) => entry.verdict === 'block');
  return block === undefined
    ? { kind: 'none', mayBeAllowed }
    : { kind: 'blocked', entry: block.entry, mayBeAllowed };
}

const allowsByIndex = new WeakMap<EntryIndex, readonly (string | undefined)[]>();

/** The aliases that allows of an index are for; undefined stands for all of them. */
function allowsOf(index: EntryIndex): readonly (string | undefined)[] {
  const known = allowsByIndex.get(index);
  if (known !== undefined) return known;
  const allows = [...index.values()].flat().filter(({ verdict }) => verdict === 'allow');
  const scopes = [...new Set(allows.map(({ aliasId }) => aliasId))];
  allowsByIndex.set(index, scopes);
  return scopes;
}

/** The narrowest subject of each identity first; sorting by scope keeps that order within a scope. */
function findMatches(
  index: EntryIndex,
  { mailFrom, author, isMailFromProven, isAuthorProven }: SenderToJudge,
): readonly Match[] {
  if (index.size === 0) return [];
  const identities = [
    { address: mailFrom, isProven: isMailFromProven },
    { address: author, isProven: isAuthorProven },
  ];
  const matches = identities.flatMap(({ address, isProven }) =>
    address === undefined
      ? []
      : subjectsOf(address).flatMap((subject, rank) =>
          (index.get(subject) ?? []).map((entry) => ({ entry, isProven, rank })),
        ),
  );
  return matches.toSorted((one, other) => one.rank - other.rank);
}

const breadths: Readonly<Record<SenderEntry['scope'], number>> = { alias: 0, organization: 1, operator: 2 };

function breadth({ scope }: SenderEntry): number {
  return breadths[scope];
}

/** An allow, among entries in force for the same mail, that covers all of a block's subject. */
export function findOverruling(block: SenderEntry, entries: readonly SenderEntry[]): SenderEntry | undefined {
  if (block.verdict !== 'block') return undefined;
  const covering = new Set(coveringSubjects(block.subject));
  return entries.find(({ verdict, subject }) => verdict === 'allow' && covering.has(subject));
}
