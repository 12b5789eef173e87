import { stripControl } from '@smtpy/mail';
import { z } from 'zod';

/** What Rspamd thinks of a message. */
export interface ContentJudgement {
  readonly kind: 'clean' | 'spam' | 'defer';
  /** Two decimals. */
  readonly score: number;
  /** The score from which Rspamd would refuse; 0 where it would not at any. */
  readonly requiredScore: number;
  /** In Rspamd's words: `add header`. */
  readonly action: string;
  /** What was found, with its score: `BAYES_SPAM 5.1`. Heaviest first, at most 20, without control characters. */
  readonly symbols: readonly string[];
}

/** A judgement, or why there is none, in words. */
export type ReadAnswer = ContentJudgement | { readonly kind: 'unreadable'; readonly reason: string };

/** More than a person reads; Rspamd has some hundreds. */
const maxSymbols = 20;
const maxNameLength = 64;

/**
 * What each action means here. Rspamd's thresholds are the operator's, so its word counts, not its score. `greylist` is clean: our own
 * greylisting has decided before Rspamd is asked, and asking the same sender to wait twice for two reasons helps nobody.
 */
const kinds: Readonly<Record<string, ContentJudgement['kind']>> = {
  'no action': 'clean',
  greylist: 'clean',
  'add header': 'spam',
  'rewrite subject': 'spam',
  quarantine: 'spam',
  discard: 'spam',
  reject: 'spam',
  'soft reject': 'defer',
};

/** Real scores have two or three digits; what has more is no score, and could not be rounded. */
const score = z.number().min(-1e9).max(1e9);

const answerSchema = z.object({
  action: z.string(),
  score,
  required_score: score.nullish(),
  symbols: z.record(z.string(), z.object({ score: score.nullish() })).nullish(),
});

/** Reads the body of an answer to `/checkv2`. Never throws. */
export function readAnswer(body: Buffer): ReadAnswer {
  const parsed = answerSchema.safeParse(parseJson(body));
  if (!parsed.success) return { kind: 'unreadable', reason: 'Rspamd answered with what is no verdict' };
  const { action, score, required_score: requiredScore, symbols } = parsed.data;
  const kind = Object.hasOwn(kinds, action) ? kinds[action] : undefined;
  if (kind === undefined)
    return {
      kind: 'unreadable',
      reason: `Rspamd answered with an action that is not known: ${nameOf(action)}`,
    };
  return {
    kind,
    score: round(score),
    requiredScore: round(requiredScore ?? 0),
    action,
    symbols: describeSymbols(symbols ?? {}),
  };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    // Expected: SyntaxError.
    return undefined;
  }
}

function describeSymbols(
  symbols: Readonly<Record<string, { readonly score?: number | null | undefined }>>,
): readonly string[] {
  return Object.entries(symbols)
    .map(([name, { score }]) => ({ name, score: score ?? 0 }))
    .toSorted((a, b) => Math.abs(b.score) - Math.abs(a.score))
    .slice(0, maxSymbols)
    .map(({ name, score }) => `${nameOf(name)} ${String(round(score))}`);
}

function nameOf(text: string): string {
  return stripControl(text.slice(0, maxNameLength));
}

function round(score: number): number {
  return Math.round(score * 100) / 100;
}
