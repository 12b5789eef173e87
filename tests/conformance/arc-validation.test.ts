import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyChain, type KeyRecords } from './arc-message.ts';
import { arcSuiteFolder, casesOf, judge, readSuite, type IgnoredCases, type Scenario } from './suite.ts';

interface ValidationCase {
  readonly message: string | null;
  /** Chain validation status; empty for a chain that ended before, of which the drafts said nothing. */
  readonly cv: 'None' | 'Pass' | 'Fail' | '';
}

interface ValidationScenario extends Scenario<ValidationCase> {
  readonly 'txt-records': KeyRecords;
}

const file = path.join(arcSuiteFolder, 'arc-draft-validation-tests.yml');
const suite = readSuite<ValidationScenario>(file);

const endedChain =
  'RFC 8617 §5.2 step 2 and 3: a chain with cv=fail has failed; the drafts gave it no status';
const ignored: IgnoredCases = {
  cv_fail_i1_as_cv_fail: endedChain,
  cv_fail_i2_as2_fail: endedChain,
  cv_fail_i2_as1_fail: endedChain,
  ams_fields_h_empty: 'RFC 6376 §3.5: h= must not be empty; such a signature covers no author',
};

describe('ValiMail ARC suite, validation', () => {
  it.skipIf(!suite.isHere)('is in ../shared/data/conformance/arc', () => {
    const names = casesOf(suite).map(([name]) => name);
    expect(names.length).toBeGreaterThan(150);
    expect(names).toEqual(expect.arrayContaining(Object.keys(ignored)));
  });

  for (const scenario of suite.scenarios) {
    it.each(Object.entries(scenario.tests))(`${scenario.description}: %s`, async (name, item) => {
      await judge(name, ignored, async () => {
        expect(await verifyChain(item.message ?? '', scenario['txt-records'])).toBe(item.cv.toLowerCase());
      });
    });
  }
});
