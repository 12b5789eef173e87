/** How hard a password is to guess, as far as that can be said without a list of all that were ever used. */
export type PasswordStrength = 'short' | 'known' | 'weak' | 'fair' | 'strong';

const fewest = 8;
/** Bits of guessing; below the first it is weak, from the second on strong. */
const fairBits = 45;
const strongBits = 65;

/**
 * A hint while typing; the server decides. `known` are texts that a guesser tries first: address and username. Counted are the kinds of characters
 * and how many different ones there are, so that `aaaaaaaaaaaa` and `abababab` gain nothing by their length.
 */
export function passwordStrength(password: string, known: readonly string[]): PasswordStrength {
  if (password.length < fewest) return 'short';
  const lower = password.toLowerCase();
  if (known.some((text) => text !== '' && lower === text.toLowerCase())) return 'known';
  const bits = countedLength(password) * Math.log2(alphabetOf(password));
  if (bits < fairBits) return 'weak';
  return bits < strongBits ? 'fair' : 'strong';
}

/** Characters that tell something new: each different one counts twice at most, and neighbours in the alphabet or repetitions half. */
function countedLength(password: string): number {
  const characters = Array.from(password);
  const seen = new Map<string, number>();
  let counted = 0;
  characters.forEach((character, index) => {
    const times = (seen.get(character) ?? 0) + 1;
    seen.set(character, times);
    if (times > 2) return;
    const step = (character.codePointAt(0) ?? 0) - (characters[index - 1]?.codePointAt(0) ?? -2);
    counted += Math.abs(step) <= 1 ? 0.5 : 1;
  });
  return counted;
}

function alphabetOf(password: string): number {
  let size = 0;
  if (/[a-z]/u.test(password)) size += 26;
  if (/[A-Z]/u.test(password)) size += 26;
  if (/\d/u.test(password)) size += 10;
  if (/[^A-Za-z0-9]/u.test(password)) size += 30;
  return size;
}
