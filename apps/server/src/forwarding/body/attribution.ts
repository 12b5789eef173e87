/** Words that say that somebody wrote, as mail programs put them before a quotation; lower case. */
const writingWords = [
  ...[
    'wrote',
    'writes',
    'schrieb',
    'a écrit',
    'écrit',
    'escribió',
    'escreveu',
    'ha scritto',
    'scrive',
    'schreef',
  ],
  ...[
    'skrev',
    'kirjoitti',
    'napisał',
    'napisała',
    'napsal',
    'napsala',
    'napísal',
    'napisao',
    'napisala',
    'yazdı',
  ],
  ...[
    'írta',
    'a scris',
    'έγραψε',
    'пишет',
    'написал',
    'написала',
    'писал',
    'написав',
    'написа',
    'raksta',
    'rašė',
  ],
  ...[
    'kirjutas',
    'va escriure',
    'escribiu',
    'đã viết',
    'menulis',
    'เขียน',
    '写道',
    '寫道',
    '書きました',
    'のメール',
  ],
  ...['작성', 'כתב', 'كتب'],
];

const writingWord = new RegExp(writingWords.join('|'), 'iu');
// A time, a year, a day in figures, or the East Asian year: all programs name one of them.
const dateOrTime = /\d{1,2}[:.h]\d{2}|(?:19|20)\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2}|[年년]/u;
const addressInBrackets = /[<([](?:mailto:)?[^\s<>()[\]]{1,192}@[^\s<>()[\]]{1,255}[>)\]]/iu;

/** Where the lines stand that may be an attribution. */
export interface AttributionContext {
  /** Whether a quotation follows that is deeper than the lines themselves. */
  readonly isFollowedByQuotation: boolean;
  /** Whether the lines are quoted themselves. */
  readonly isQuoted: boolean;
}

/** Whether the text can be the end of an attribution (`On … Jane wrote:`). */
export function endsLikeAttribution(text: string): boolean {
  return /[:：][*_\s]{0,4}$/u.test(text.slice(-8));
}

/**
 * Whether the text, which ends like one, is an attribution with an address in it: what a mail program writes before a quotation, in
 * any language. The less the place says, the more the words have to: before a quotation either verb or date will do, within one it
 * takes brackets around the address as well, and in what the author wrote all three.
 */
export function isAttribution(
  text: string,
  { isFollowedByQuotation, isQuoted }: AttributionContext,
): boolean {
  if (!text.includes('@')) return false;
  const hasWord = writingWord.test(text);
  const hasDate = dateOrTime.test(text);
  if (isFollowedByQuotation) return hasWord || hasDate;
  if (!addressInBrackets.test(text)) return false;
  return isQuoted ? hasWord || hasDate : hasWord && hasDate;
}
