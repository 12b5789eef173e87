import type { FactData, OutcomeWords } from './fact-data.ts';
import { textOf } from './sentences.ts';

/** A line is not to be longer than a screen; all of them are in the details. */
const maxNamedSymbols = 5;

/** What the content check came to. */
export const contentWords: OutcomeWords = {
  clean: (data) => `no spam: ${formatScore(data)}`,
  spam: (data) => `taken for spam: ${formatScore(data)}`,
  unavailable: (data) => `not judged, and let through: ${textOf(data['reason']) ?? 'no answer'}`,
  skipped: (data) => `not judged: ${textOf(data['reason']) ?? 'no reason was recorded'}`,
  allowed: () => 'not judged: the sender is allowed',
};

/** `score 7.5 of 15 (add header): TEST 7.5, OTHER 0.1 and 3 more`. */
function formatScore(data: FactData): string {
  const { score, required, symbols } = data;
  const action = textOf(data['action']);
  const limit = typeof required === 'number' && required > 0 ? `of ${String(required)}` : undefined;
  const number = typeof score === 'number' ? `score ${String(score)}` : 'no score was recorded';
  const words = [number, limit, action && `(${action})`].filter((word) => word !== undefined && word !== '');
  return words.join(' ') + formatSymbols(symbols);
}

function formatSymbols(symbols: unknown): string {
  const named = Array.isArray(symbols) ? symbols.filter((symbol) => typeof symbol === 'string') : [];
  if (named.length === 0) return '';
  const more = named.length - maxNamedSymbols;
  return `: ${named.slice(0, maxNamedSymbols).join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`;
}
