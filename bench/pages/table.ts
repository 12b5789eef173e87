import type { Audited } from './audit.ts';

/** What is wanted of every page: points, and bytes of scripts. */
const bars = { performance: 95, accessibility: 100, bestPractices: 95, scriptBytes: 250_000 };

const columns = ['speed', 'access', 'practice', 'FCP', 'LCP', 'TBT', 'CLS', 'scripts', 'all', 'processor'];

/** The first line of the table. */
export function printHead(): void {
  console.log(''.padEnd(20) + columns.map((name) => name.padStart(10)).join(''));
}

/** A line of the table; `✗` where a bar is missed. */
export function printRow(name: string, of: Audited): void {
  const atLeast = (value: number, bar: number): string => `${String(value)}${value < bar ? ' ✗' : ''}`;
  const kilobytes = (bytes: number): string => `${(bytes / 1_000).toFixed(0)} kB`;
  const cells = [
    atLeast(of.performance, bars.performance),
    atLeast(of.accessibility, bars.accessibility),
    atLeast(of.bestPractices, bars.bestPractices),
    `${(of.firstPaintMs / 1_000).toFixed(2)} s`,
    `${(of.largestPaintMs / 1_000).toFixed(2)} s`,
    `${of.blockingMs.toFixed(0)} ms`,
    of.layoutShift.toFixed(3),
    kilobytes(of.scriptBytes) + (of.scriptBytes > bars.scriptBytes ? ' ✗' : ''),
    kilobytes(of.totalBytes),
    of.processorIndex.toFixed(0),
  ];
  console.log(name.padEnd(20) + cells.map((cell) => cell.padStart(10)).join(''));
}

/** What took points from a page. */
export function printWhy(of: Audited): void {
  for (const complaint of of.complaints) console.log(`    ${complaint}`);
}
