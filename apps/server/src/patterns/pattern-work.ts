/** What compiling a pattern costs, as far as its text tells. */
export interface PatternWork {
  /** Code points in ranges like `a-z`, over all of them: each is folded by itself. */
  readonly rangeCharacters: number;
  /** Classes like `\pL`, each some thousand ranges. */
  readonly namedClasses: number;
  /** The sum of counted repetitions: each is written out before its size is known. */
  readonly repetitions: number;
}

const hexCharacter = /\\x(?:\{([0-9a-f]{1,8})\}|([0-9a-f]{2}))/gi;
const named = /\\p/gi;
const counted = /\{(\d{1,9})(?:,(\d{0,9}))?\}/g;
/** With any characters in its place, also outside of brackets, where it is no range: that counts too much, never too little. */
const range = /(.)-\\?(?=(.))/gsu;

/** Reads what makes a pattern dear, in time linear in its length, without understanding it. */
export function readPatternWork(pattern: string): PatternWork {
  const plain = pattern.replaceAll(hexCharacter, (_, braced: string | undefined, two: string | undefined) =>
    characterOf(Number.parseInt(braced ?? two ?? '0', 16)),
  );
  return {
    rangeCharacters: sum(plain.matchAll(range), ([, low = '', high = '']) =>
      Math.abs((high.codePointAt(0) ?? 0) - (low.codePointAt(0) ?? 0)),
    ),
    namedClasses: Array.from(pattern.matchAll(named)).length,
    repetitions: sum(plain.matchAll(counted), ([, least, most = '']) =>
      Math.max(Number(least), Number(most)),
    ),
  };
}

/** What lies beyond Unicode is refused by the compiler; the highest character stands for it. */
function characterOf(codePoint: number): string {
  return String.fromCodePoint(Math.min(codePoint, 0x10_ff_ff));
}

function sum(matches: Iterable<RegExpExecArray>, valueOf: (match: RegExpExecArray) => number): number {
  let total = 0;
  for (const match of matches) total += valueOf(match);
  return total;
}
