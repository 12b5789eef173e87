import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { loadAll } from 'js-yaml';
import { expect } from 'vitest';

/** One document of a suite: cases that share DNS data or a key. */
export interface Scenario<Case> {
  readonly description: string;
  readonly tests: Readonly<Record<string, Case>>;
}

/** A suite that is here, or the place where it was looked for. */
export type Suite<Item> =
  | { readonly isHere: true; readonly scenarios: readonly Item[] }
  | { readonly isHere: false; readonly scenarios: readonly [] };

/** Cases of a suite that fail, by name, with the reason why they may. `docs/quirks.md` has a line for each reason. */
export type IgnoredCases = Readonly<Record<string, string>>;

/** The ValiMail ARC suites lie beside the repository. */
export const arcSuiteFolder = path.join(import.meta.dirname, '../../../shared/data/conformance/arc');

/** Reads a suite as it was published, compressed or not. */
export function readSuite<Item extends Scenario<unknown>>(file: string): Suite<Item> {
  if (!existsSync(file)) return { isHere: false, scenarios: [] };
  const octets = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(octets) : octets).toString('utf8');
  // The validation suite has two cases of one name.
  return { isHere: true, scenarios: loadAll(text, null, { json: true }) as Item[] };
}

/** One row for each case: its name first, which is what the report shows. */
export function casesOf<Case, Item extends Scenario<Case>>(
  suite: Suite<Item>,
): readonly (readonly [name: string, item: Case, scenario: Item])[] {
  return suite.scenarios.flatMap((scenario) =>
    Object.entries(scenario.tests).map(([name, item]) => [name, item, scenario] as const),
  );
}

/** Checks a case. One that is ignored has to fail, so that the list can only become shorter. */
export async function judge(name: string, ignored: IgnoredCases, check: () => Promise<void>): Promise<void> {
  const reason = ignored[name];
  if (reason === undefined) return check();
  const outcome = await check().then(
    () => 'passed: take it off the list',
    (error: unknown) => (error instanceof Error ? error.name : 'no error'),
  );
  expect(outcome, `${name} is ignored: ${reason}`).toBe('AssertionError');
}
