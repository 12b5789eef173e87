import { commonPasswords } from './common-passwords.ts';

/** From the worst to the best; `short` is what the server refuses. */
export const passwordStrengths = ['short', 'weak', 'fair', 'good', 'strong'] as const;
/** One of {@link passwordStrengths}. */
export type PasswordStrength = (typeof passwordStrengths)[number];

/** What the server takes, in characters. */
export const passwordLength = { min: 8, max: 128 } as const;

/** Bits from which a password is as good as the name says: who guesses a trillion times a second needs hours, a year, longer than anyone waits. */
const thresholds = [
  ['strong', 66],
  ['good', 50],
  ['fair', 36],
] as const;

/** A letter after a letter is easier to guess than one by itself, since people write words. */
const bitsWithinRun = 3;
/** The same character once more, or the next of the alphabet or of the digits. */
const bitsOfStep = 0.5;

const kinds: readonly (readonly [RegExp, number])[] = [
  [/\p{Ll}/u, 26],
  [/\p{Lu}/u, 26],
  [/\p{Nd}/u, 10],
];
const signCount = 33;
const lookalikes: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** An estimate without a dictionary: it counts what cannot be told from the characters before, and knows what most people choose. */
export function ratePassword(password: string, known: readonly string[] = []): PasswordStrength {
  const characters = Array.from(password);
  if (characters.length < passwordLength.min) return 'short';
  if (isCommon(password) || isKnown(password, known)) return 'weak';
  const bits = estimateBits(characters);
  return thresholds.find(([, least]) => bits >= least)?.[0] ?? 'weak';
}

function estimateBits(characters: readonly string[]): number {
  const pool = kinds.reduce(
    (sum, [kind, size]) => (characters.some((each) => kind.test(each)) ? sum + size : sum),
    characters.every((each) => kinds.some(([kind]) => kind.test(each))) ? 0 : signCount,
  );
  return characters.reduce((bits, character, index) => {
    const before = characters[index - 1];
    if (before === undefined || kindOf(before) !== kindOf(character)) return bits + Math.log2(pool);
    const step = (character.codePointAt(0) ?? 0) - (before.codePointAt(0) ?? 0);
    return bits + (Math.abs(step) <= 1 ? bitsOfStep : bitsWithinRun);
  }, 0);
}

function kindOf(character: string): number {
  return kinds.findIndex(([kind]) => kind.test(character));
}

/** Also with digits and signs at its end, and with digits that stand for letters. */
function isCommon(password: string): boolean {
  const plain = password.toLowerCase();
  const bare = plain.replace(/[\d\W_]+$/u, '');
  const spelled = (text: string): string => text.replace(/[013457@$!]/gu, (sign) => lookalikes[sign] ?? sign);
  return [plain, bare, spelled(plain), spelled(bare)].some((form) => commonPasswords.has(form));
}

/** Whether little is left of it without a name or address that others know. */
function isKnown(password: string, known: readonly string[]): boolean {
  const plain = password.toLowerCase();
  return known
    .flatMap((text) => [text, ...text.split('@'), ...text.split(/[@.\s]/u)])
    .map((text) => text.trim().toLowerCase())
    .some(
      (text) => text.length > 3 && plain.includes(text) && plain.length - text.length < passwordLength.min,
    );
}
