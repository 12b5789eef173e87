import type { DomainRecord, RecordCheck, RecordResolver } from './domain.ts';
import {
  isSpf,
  judgeDkim,
  judgeDmarc,
  judgeMtaSts,
  judgeMtaStsHost,
  judgeMx,
  judgeOwnership,
  judgeSpf,
  judgeTlsRpt,
  type Answer,
  type FoundMx,
  type FoundPolicyHost,
  type SpfSurroundings,
} from './judge-records.ts';
import { lookUpMx, lookUpPolicyHost, lookUpTxt, plainName } from './look-up.ts';
import type { OwnNames } from './records.ts';

/** What DNS said. */
export interface Observation {
  readonly checks: readonly RecordCheck[];
  /** Every text at the name of the domain itself, where ownership records are; undefined: no answer. */
  readonly textsAtName: readonly string[] | undefined;
}

/** Asks DNS for each record and compares. Rejects only for a defect: a failed question is a verdict. */
export async function checkRecords(
  records: readonly DomainRecord[],
  options: OwnNames & { readonly resolver: RecordResolver },
): Promise<Observation> {
  const { hostname, resolver } = options;
  const ourName = plainName(hostname);
  const webHost = plainName(options.webHost ?? hostname);
  const answers = new Map<string, Answer<string>>();
  const texts = records.filter(({ type }) => type === 'TXT').map(({ name }) => name);
  const [mx, policyHost] = await Promise.all([
    lookUpMx(resolver, { records, ourName }),
    lookUpPolicyHost(resolver, { records, webHost }),
    // SPF and ownership stand at one name: they are judged by one answer.
    ...[...new Set([...texts, ourName])].map(async (name) => {
      answers.set(name, await lookUpTxt(resolver, name));
    }),
  ]);
  const textsAt = (name: string): Answer<string> => answers.get(name) ?? { kind: 'none' };
  const surroundings = { hostname: ourName, ...spfSurroundings(mx, textsAt(ourName)) };
  const checks = records.map((record) =>
    judge(record, { mx, policyHost, texts: textsAt(record.name), surroundings }),
  );
  const ownership = records.find(({ purpose }) => purpose === 'ownership');
  return { checks, textsAtName: ownership && textsOf(textsAt(ownership.name)) };
}

function textsOf(answer: Answer<string>): readonly string[] | undefined {
  switch (answer.kind) {
    case 'found':
      return answer.values;
    case 'none':
      return [];
    case 'failed':
      return undefined;
  }
}

function spfSurroundings(mx: Answer<FoundMx>, hostnameTexts: Answer<string>) {
  return {
    isMxRight: mx.kind === 'found' && mx.values.some((found) => found.reachesUs),
    // A question about our own name that failed must not be held against the owner.
    hostnameHasSpf:
      hostnameTexts.kind === 'failed' || (hostnameTexts.kind === 'found' && hostnameTexts.values.some(isSpf)),
  };
}

function judge(
  record: DomainRecord,
  found: {
    readonly mx: Answer<FoundMx>;
    readonly policyHost: Answer<FoundPolicyHost>;
    readonly texts: Answer<string>;
    readonly surroundings: SpfSurroundings;
  },
): RecordCheck {
  const { mx, policyHost, texts, surroundings } = found;
  switch (record.purpose) {
    case 'ownership':
      return judgeOwnership(record, texts);
    case 'mx':
      return judgeMx(record, mx);
    case 'spf':
      return judgeSpf(record, texts, surroundings);
    case 'dkim':
      return judgeDkim(record, texts);
    case 'dmarc':
      return judgeDmarc(record, texts);
    case 'mta_sts':
      return judgeMtaSts(record, texts);
    case 'mta_sts_host':
      return judgeMtaStsHost(record, policyHost);
    case 'tls_rpt':
      return judgeTlsRpt(record, texts);
  }
}
