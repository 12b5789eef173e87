import type { FinderGroup, FinderOption } from '../shared/ui/finder.ts';

/** How well something matches what is wanted: 0 the same, 1 it begins so, 2 one of its words does, 3 it is within, 4 not at all. */
export type Rank = 0 | 1 | 2 | 3 | 4;

/** What a new word begins after, in addresses as well. */
const wordEnds = ' \t@.<_-+("';

/** Compares without regard to case and accents. */
export function rankOf(text: string, wanted: string): Rank {
  const [whole, part] = [fold(text), fold(wanted)];
  if (whole === part) return 0;
  const first = whole.indexOf(part);
  if (first < 0) return 4;
  if (first === 0) return 1;
  for (let at = first; at > 0; at = whole.indexOf(part, at + 1))
    if (wordEnds.includes(whole.charAt(at - 1))) return 2;
  return 3;
}

/** The better one of title and detail. */
function rankOption({ title, detail }: FinderOption, wanted: string): Rank {
  const [first, second] = [rankOf(title, wanted), rankOf(detail ?? '', wanted)];
  return first < second ? first : second;
}

/** What of a group matches. */
export function matching<Option extends FinderOption>(
  options: readonly Option[],
  wanted: string,
): readonly Option[] {
  return options.filter((option) => rankOption(option, wanted) < 4);
}

/** The most relevant first, within groups and among them; equals stay in their order. Empty groups are left out. */
export function arrange<Option extends FinderOption>(
  groups: readonly FinderGroup<Option>[],
  wanted: string,
): readonly FinderGroup<Option>[] {
  return groups
    .filter(({ options }) => options.length > 0)
    .map((group) => ({
      ...group,
      options: group.options.toSorted((a, b) => rankOption(a, wanted) - rankOption(b, wanted)),
    }))
    .toSorted((a, b) => bestOf(a, wanted) - bestOf(b, wanted));
}

function bestOf({ options: [first] }: FinderGroup, wanted: string): number {
  return first === undefined ? 4 : rankOption(first, wanted);
}

/** Whether it may be a Message-ID (RFC 5322 §3.6.4), with or without its angle brackets. */
export function looksLikeMessageId(text: string): boolean {
  return /^<?[^\s<>@]+@[^\s<>@]+>?$/u.test(text);
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
