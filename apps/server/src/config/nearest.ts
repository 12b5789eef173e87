/**
 * The word that `given` was probably meant to be: the nearest by the number of letters to insert, delete, replace or swap,
 * when that is few for its length. For "did you mean".
 */
export function findNearest(given: string, words: Iterable<string>): string | undefined {
  // A third of the letters: more and the guess is noise, fewer and "SMPTY_HTTP_PROT" finds nothing.
  let least = Math.floor(given.length / 3) + 1;
  let nearest: string | undefined;
  for (const word of words) {
    const distance = editDistance(given, word);
    if (distance < least) [least, nearest] = [distance, word];
  }
  return nearest;
}

/** Restricted Damerau–Levenshtein distance. Both texts are short: names that a person types. */
function editDistance(left: string, right: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const isSame = left[row - 1] === right[column - 1];
      const isSwap = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      current[column] = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (isSame ? 0 : 1),
        isSwap ? (beforePrevious[column - 2] ?? 0) + 1 : Infinity,
      );
    }
    [beforePrevious, previous] = [previous, current];
  }
  return previous[right.length] ?? 0;
}
