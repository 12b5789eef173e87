import { shownLine } from '../followups/index.ts';
import type { AuthenticationFacts } from '../queue/index.ts';

/** One check of a message, for people. */
export interface CheckInWords {
  readonly name: 'SPF' | 'DKIM' | 'DMARC';
  readonly verdict: 'passed' | 'failed' | 'none';
  readonly sentence: string;
}

/** What of a sender is proven by the results. */
export interface ProvenIdentities {
  /** DMARC passes, or a signature of the author's own domain verifies. */
  readonly isAuthorProven: boolean;
  /** SPF passes. */
  readonly isMailFromProven: boolean;
}

/** Reads the proof out of the results. */
export function provenBy({ spf, dkim, dmarc }: AuthenticationFacts): ProvenIdentities {
  return {
    isAuthorProven:
      dmarc.result === 'pass' || dkim.some(({ result, isAligned }) => result === 'pass' && isAligned),
    isMailFromProven: spf.result === 'pass',
  };
}

/** The three checks in sentences, in the order in which they are made. */
export function checksInWords({ spf, dkim, dmarc }: AuthenticationFacts): readonly CheckInWords[] {
  const valid = dkim.filter(({ result }) => result === 'pass');
  const signed = dkim.filter(({ result }) => result !== 'none');
  return [
    { name: 'SPF', ...spfWords(spf.result, named(spf.domain)) },
    {
      name: 'DKIM',
      ...dkimWords(
        signed.length,
        valid.map(({ domain }) => named(domain)),
      ),
    },
    { name: 'DMARC', ...dmarcWords(dmarc, named(dmarc.domain)) },
  ];
}

type Words = Omit<CheckInWords, 'name'>;

/** A domain for a sentence; the words for one that is not known or not kept. */
function named(domain: string | undefined): string {
  const shown = shownLine(domain ?? '', 255);
  return shown === '' ? 'the domain of the sender' : shown;
}

function spfWords(result: string, domain: string): Words {
  switch (result) {
    case 'pass':
      return { verdict: 'passed', sentence: `The server that sent it may send for ${domain}.` };
    case 'fail':
    case 'softfail':
      return { verdict: 'failed', sentence: `The server that sent it is not one that ${domain} sends from.` };
    default:
      return { verdict: 'none', sentence: 'The domain does not say which servers send for it.' };
  }
}

function dkimWords(signatures: number, valid: readonly string[]): Words {
  if (valid.length > 0)
    return {
      verdict: 'passed',
      sentence: `Signed by ${[...new Set(valid)].slice(0, 3).join(', ')}, and unchanged since.`,
    };
  if (signatures === 0) return { verdict: 'none', sentence: 'Nobody signed it.' };
  return {
    verdict: 'failed',
    sentence: 'It has a signature, but not one that holds: it was altered or forged.',
  };
}

function dmarcWords({ result, policy }: AuthenticationFacts['dmarc'], domain: string): Words {
  if (result === 'pass')
    return { verdict: 'passed', sentence: `It comes from ${domain}, as its sender says.` };
  if (result !== 'fail')
    return {
      verdict: 'none',
      sentence: 'The domain does not say what to do with mail in its name that is not proven.',
    };
  const wish =
    policy === 'reject'
      ? ' asks to refuse such mail'
      : policy === 'quarantine'
        ? ' asks to set such mail aside'
        : ' asks for nothing';
  return { verdict: 'failed', sentence: `Nothing proves that it comes from ${domain}, which${wish}.` };
}
