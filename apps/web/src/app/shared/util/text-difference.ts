/** A piece of a text that was compared with another. */
export interface DifferencePart {
  readonly text: string;
  /** Whether the other text has something else here. */
  readonly isDifferent: boolean;
}

/**
 * What of `found` is not as in `expected`: both are the same before and after it. Whole words are marked, since half a word that differs is harder
 * to see; a text without spaces, such as a key, is one word and is marked by characters. Joined, the parts are `found`.
 */
export function markDifference(expected: string, found: string): readonly DifferencePart[] {
  if (expected === found) return [{ text: found, isDifferent: false }];
  const [wanted, given] = [split(expected), split(found)];
  const start = countSame(wanted, given);
  const end = Math.min(
    countSame(wanted.toReversed(), given.toReversed()),
    wanted.length - start,
    given.length - start,
  );
  const parts = [
    { text: given.slice(0, start).join(''), isDifferent: false },
    { text: given.slice(start, given.length - end).join(''), isDifferent: true },
    { text: given.slice(given.length - end).join(''), isDifferent: false },
  ];
  return parts.filter(({ text }) => text !== '');
}

/** Words with the spaces after them; a long word by its characters. */
function split(text: string): readonly string[] {
  return (text.match(/\S+\s*/gu) ?? []).flatMap((word) =>
    word.length > longestWord ? Array.from(word) : [word],
  );
}

/** Host names and mechanisms of SPF are shorter, keys and tokens are longer. */
const longestWord = 60;

function countSame(one: readonly string[], other: readonly string[]): number {
  const index = one.findIndex((piece, at) => piece.trimEnd() !== other[at]?.trimEnd());
  return index < 0 ? one.length : index;
}
