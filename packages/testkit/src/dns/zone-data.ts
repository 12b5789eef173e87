import type { Answer } from 'dns-packet';
import type { DnsFailure, DnsRecordData, DnsRecordSet, DnsRecordType, DnsZones } from './records.ts';

/** What the data say about one question. */
export type Lookup =
  | { readonly kind: 'failure'; readonly failure: DnsFailure }
  /** Answers in order, a followed CNAME first. */
  | { readonly kind: 'found'; readonly answers: readonly Answer[] }
  /** The name exists, also as a mere ancestor of another, but not with this type (RFC 2308 §2.2). */
  | { readonly kind: 'no_data'; readonly answers: readonly Answer[] }
  | { readonly kind: 'no_name'; readonly answers: readonly Answer[] };

interface StoredSet {
  readonly ttlSeconds: number;
  readonly values: readonly unknown[];
}

/** RFC 1035 §3.3: one character-string has at most 255 octets. */
const maxStringOctets = 255;
/** Longer chains are loops; resolvers give up earlier. */
const maxChain = 16;

/** The form names are compared in: lower case, without the final dot. */
export function normalizeName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

/** Records and failures by name. */
export class ZoneData {
  readonly #names = new Map<string, Map<string, StoredSet>>();
  readonly #failures = new Map<string, Map<string, DnsFailure>>();
  readonly #defaultTtlSeconds: number;

  constructor(zones: DnsZones, defaultTtlSeconds: number) {
    this.#defaultTtlSeconds = defaultTtlSeconds;
    for (const [name, set] of Object.entries(zones)) this.#addSet(name, set);
  }

  set<Type extends DnsRecordType>(
    name: string,
    type: Type,
    set: { readonly values: readonly DnsRecordData[Type][]; readonly ttlSeconds: number | undefined },
  ): void {
    const sets = getOrInsert(this.#names, normalizeName(name));
    sets.set(type, { values: set.values, ttlSeconds: set.ttlSeconds ?? this.#defaultTtlSeconds });
  }

  remove(name: string): void {
    this.#names.delete(normalizeName(name));
    this.recover(name);
  }

  fail(name: string, failure: DnsFailure, type: DnsRecordType | undefined): void {
    getOrInsert(this.#failures, normalizeName(name)).set(type ?? '*', failure);
  }

  recover(name: string): void {
    this.#failures.delete(normalizeName(name));
  }

  /** Looks a question up, following CNAMEs (RFC 1034 §4.3.2). `name` comes back in the answers as given. */
  lookUp(name: string, type: string): Lookup {
    const answers: Answer[] = [];
    let owner = name;
    while (answers.length < maxChain) {
      const failure = this.#findFailure(owner, type);
      if (failure !== undefined) return { kind: 'failure', failure };
      const sets = this.#names.get(normalizeName(owner));
      const wanted = sets?.get(type);
      if (wanted !== undefined && wanted.values.length > 0) {
        return { kind: 'found', answers: [...answers, ...formatAnswers(owner, type, wanted)] };
      }
      const alias = sets?.get('CNAME');
      const [target] = alias?.values ?? [];
      if (alias === undefined || typeof target !== 'string') {
        return { kind: this.#exists(owner) ? 'no_data' : 'no_name', answers };
      }
      answers.push(...formatAnswers(owner, 'CNAME', alias));
      owner = target;
    }
    return { kind: 'found', answers };
  }

  #addSet(name: string, set: DnsRecordSet): void {
    for (const [type, values] of Object.entries(set)) {
      getOrInsert(this.#names, normalizeName(name)).set(type, {
        values,
        ttlSeconds: this.#defaultTtlSeconds,
      });
    }
  }

  #findFailure(name: string, type: string): DnsFailure | undefined {
    const failures = this.#failures.get(normalizeName(name));
    return failures?.get(type) ?? failures?.get('*');
  }

  #exists(name: string): boolean {
    const wanted = normalizeName(name);
    if (this.#names.has(wanted)) return true;
    return [...this.#names.keys()].some((known) => known.endsWith(`.${wanted}`));
  }
}

function getOrInsert<Value>(map: Map<string, Map<string, Value>>, key: string): Map<string, Value> {
  const inner = map.get(key) ?? new Map<string, Value>();
  map.set(key, inner);
  return inner;
}

function formatAnswers(name: string, type: string, set: StoredSet): readonly Answer[] {
  return set.values.map((value) => {
    const data = type === 'TXT' ? formatText(value as DnsRecordData['TXT']) : value;
    // Every type of DnsRecordData has the form dns-packet takes for it.
    return { name, type, class: 'IN', ttl: set.ttlSeconds, data } as Answer;
  });
}

function formatText(value: DnsRecordData['TXT']): readonly Buffer[] {
  if (typeof value !== 'string') return value.map((one) => Buffer.from(one));
  const octets = Buffer.from(value);
  const strings: Buffer[] = [];
  for (let start = 0; start < octets.length; start += maxStringOctets) {
    strings.push(octets.subarray(start, start + maxStringOctets));
  }
  return strings.length === 0 ? [octets] : strings;
}
