const need = { problem: 0, warning: 1, ok: 2 } as const;

/** What was found, the worst first; among equals as the server has them. */
export function inOrderOfNeed<T extends { readonly verdict: keyof typeof need }>(
  findings: readonly T[],
): T[] {
  return findings.toSorted((a, b) => need[a.verdict] - need[b.verdict]);
}
