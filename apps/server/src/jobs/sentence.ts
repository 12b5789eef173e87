/** What a job did, in a sentence that begins with how many; undefined when there was nothing to do. */
export function sentence(count: number, words: string): string | undefined {
  return count === 0 ? undefined : `${String(count)} ${words}`;
}
