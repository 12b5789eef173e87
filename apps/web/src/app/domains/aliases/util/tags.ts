import { maxTagCharacters } from '@smtpy/contract/web';

/** Tags as people type them, separated by commas or semicolons, added to those that are there: lower case, each once, in the order of the alphabet. */
export function addTags(tags: readonly string[], typed: string): readonly string[] {
  const added = typed
    .split(/[,;]/u)
    .map((tag) => tag.trim().replace(/\s+/gu, ' ').toLowerCase().slice(0, maxTagCharacters))
    .filter((tag) => tag !== '');
  return [...new Set([...tags, ...added])].sort((a, b) => (a < b ? -1 : 1));
}
