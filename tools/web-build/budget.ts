/** How large the scripts of the first load may be, in bytes as browsers get them (brotli): what docs/how-it-works.md promises. */
export const firstLoadBytes = { most: 250_000, aim: 150_000 } as const;

/** A script with what the network carries of it. */
export interface SizedScript {
  readonly name: string;
  readonly bytes: number;
}

/** How many of the scripts that are loaded later are told. */
const toldLater = 8;

/** The table of a build, largest first, and whether its first load is within bounds. */
export function weigh({
  first,
  later,
}: {
  readonly first: readonly SizedScript[];
  readonly later: readonly SizedScript[];
}): { readonly isWithin: boolean; readonly table: string } {
  const bytes = first.reduce((sum, script) => sum + script.bytes, 0);
  const verdict = `aim ${formatSize(firstLoadBytes.aim)}, at most ${formatSize(firstLoadBytes.most)}`;
  const lines = [
    `first load: ${formatSize(bytes)} of scripts (${verdict})`,
    ...largest(first).map(formatLine),
    ...(later.length === 0 ? [] : [`later, the largest of ${String(later.length)}:`]),
    ...largest(later).slice(0, toldLater).map(formatLine),
  ];
  return { isWithin: bytes <= firstLoadBytes.most, table: lines.join('\n') };
}

function largest(scripts: readonly SizedScript[]): readonly SizedScript[] {
  return scripts.toSorted((a, b) => b.bytes - a.bytes);
}

function formatLine({ name, bytes }: SizedScript): string {
  return `${formatSize(bytes).padStart(10)}  ${name}`;
}

function formatSize(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
