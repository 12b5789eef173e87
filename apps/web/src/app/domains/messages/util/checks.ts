import type { Message } from './told.ts';

/** A check of the sender, ready to be said: keys of words, and what stands in them. */
export interface ShownCheck {
  readonly name: 'SPF' | 'DKIM' | 'DMARC' | 'ARC';
  readonly result: string;
  /** Whether the result has words here. */
  readonly isKnown: boolean;
  readonly verdict: 'good' | 'bad' | 'open';
  readonly colour: string;
  readonly domain: string | null;
  /** What stands for the domain where there is none. */
  readonly fallback: string;
  /** What the check asks. */
  readonly asks: string;
  /** What came of it; undefined: a result that is not known here. */
  readonly answer: string | undefined;
  /** The two sentences of the server. */
  readonly words: string;
  /** What was noted beside the result, by whoever checked. */
  readonly comment: string | null;
  readonly notes: readonly { readonly key: string; readonly values: Readonly<Record<string, string>> }[];
}

type Results = Message['authentication'];

/** Results (RFC 8601 §2.7) that each check has words for. */
const known = {
  spf: ['pass', 'fail', 'softfail', 'neutral', 'none', 'temperror', 'permerror'],
  dkim: ['pass', 'fail', 'none', 'neutral', 'policy', 'temperror', 'permerror'],
  dmarc: ['pass', 'fail', 'none', 'temperror', 'permerror'],
  arc: ['pass', 'fail', 'none'],
} as const;
const wishes: readonly (string | null)[] = ['none', 'quarantine', 'reject'];

/** Every check of a message in the order in which they are made: a signature each for DKIM. */
export function shownChecks({ authentication: { spf, dkim, dmarc, arc } }: Message): readonly ShownCheck[] {
  const unsigned = {
    result: 'none',
    domain: null,
    comment: null,
    words: '',
    selector: null,
    is_aligned: false,
  };
  return [
    shown('spf', spf, { answer: spf.result, fallback: 'messages.check.reverse_path' }),
    ...(dkim.length === 0 ? [unsigned] : dkim).map((signature) => ofSignature(signature)),
    shown('dmarc', dmarc, {
      answer:
        dmarc.result === 'fail' && wishes.includes(dmarc.policy)
          ? `fail_${String(dmarc.policy)}`
          : dmarc.result,
      fallback: 'messages.check.from_domain',
    }),
    shown('arc', arc, { answer: arc.result, fallback: 'messages.check.somebody' }),
  ];
}

function ofSignature(signature: Results['dkim'][number]): ShownCheck {
  const { result, is_aligned: isAligned, selector } = signature;
  const check = shown('dkim', signature, {
    answer: result === 'pass' && isAligned ? 'pass_aligned' : result,
    fallback: 'messages.check.somebody',
  });
  // A good signature of somebody else proves nothing of the author.
  const isForeign = result === 'pass' && !isAligned;
  return {
    ...check,
    ...(isForeign && { verdict: 'open' as const, colour: 'text-muted' }),
    notes: selector === null ? [] : [{ key: 'messages.check.selector', values: { selector } }],
  };
}

function shown(
  method: keyof typeof known,
  check: Pick<Results['spf'], 'result' | 'domain' | 'comment' | 'words'>,
  { answer, fallback }: { readonly answer: string; readonly fallback: string },
): ShownCheck {
  const { result, domain, comment, words } = check;
  const results: readonly string[] = known[method];
  const isKnown = results.includes(result);
  const verdict = result === 'pass' ? 'good' : result === 'fail' ? 'bad' : 'open';
  return {
    name: method.toUpperCase() as ShownCheck['name'],
    result,
    isKnown,
    verdict,
    colour: verdict === 'good' ? 'text-green' : verdict === 'bad' ? 'text-red' : 'text-muted',
    domain,
    fallback,
    asks: `messages.check.${method}.asks`,
    answer: isKnown ? `messages.check.${method}.${answer}` : undefined,
    words,
    comment,
    notes: [],
  };
}
