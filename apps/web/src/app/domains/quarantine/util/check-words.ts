import type { Held } from './held.ts';

type Check = Held['checks'][number];

/** A check in words of the pages: the key below `quarantine.check`, and the domain in it. */
export interface CheckWords {
  readonly key: string;
  readonly domain: string;
}

/** The sentences of the server, each with the key of the same in the languages of the pages. The domain is what is in the brackets. */
const sentences: readonly (readonly [RegExp, string])[] = [
  [/^The server that sent it may send for (.+)\.$/u, 'spf_passed'],
  [/^The server that sent it is not one that (.+) sends from\.$/u, 'spf_failed'],
  [/^The domain does not say which servers()/u, 'spf_none'],
  [/^Signed by (.+), and unchanged since\.$/u, 'dkim_passed'],
  [/^Nobody signed it()\.$/u, 'dkim_none'],
  [/^It has a signature, but not one that holds()/u, 'dkim_failed'],
  [/^It comes from (.+), as its sender says\.$/u, 'dmarc_passed'],
  [/^The domain does not say what to do()/u, 'dmarc_none'],
  [/^Nothing proves that it comes from (.+), which asks to refuse such mail\.$/u, 'dmarc_reject'],
  [/^Nothing proves that it comes from (.+), which asks to set such mail aside\.$/u, 'dmarc_quarantine'],
  [/^Nothing proves that it comes from (.+), which asks for nothing\.$/u, 'dmarc_failed'],
];

/** A check in words of the pages; undefined: the server says something that is not known here, which stands for itself. */
export function wordsOfCheck({ sentence }: Pick<Check, 'sentence'>): CheckWords | undefined {
  for (const [pattern, key] of sentences) {
    const found = pattern.exec(sentence);
    if (found !== null) return { key, domain: found[1] ?? '' };
  }
  return undefined;
}
