import { createPrivateKey } from 'node:crypto';
import path from 'node:path';
import {
  BodyHash,
  type DomainName,
  fieldValue,
  findFields,
  findHeaderEnd,
  formatHeaderBlock,
  type HeaderField,
  parseHeaderBlock,
  sealArc,
} from '@smtpy/mail';
import { describe, expect, it } from 'vitest';
import { toOctets, verifyChain, type KeyRecords } from './arc-message.ts';
import { arcSuiteFolder, casesOf, judge, readSuite, type IgnoredCases, type Scenario } from './suite.ts';

interface SealingCase {
  readonly message: string;
  /** Seconds since 1970. */
  readonly t: number;
  readonly 'srv-id': string;
  /** The values of the fields to make, empty for none. */
  readonly AS: string;
  readonly AMS: string;
  readonly AAR: string;
}

interface SealingScenario extends Scenario<SealingCase> {
  readonly domain: string;
  readonly sel: string;
  readonly privatekey: string;
  readonly 'txt-records': KeyRecords;
}

const file = path.join(arcSuiteFolder, 'arc-draft-sign-tests.yml');
const suite = readSuite<SealingScenario>(file);

const oneField = 'we write our own results, in one field; what stands in several is not gathered';
const ignored: IgnoredCases = { ar_merged1: oneField, ar_merged2: oneField };

/** The fields that are compared. Which header fields are signed is the signer's choice, and the signatures follow from it. */
const ownChoice = new Set(['h', 'b']);

/** The set that follows from what our own verification says of the chain. */
async function seal(item: SealingCase, scenario: SealingScenario): Promise<readonly HeaderField[]> {
  const data = toOctets(item.message);
  const hash = new BodyHash();
  hash.update(data.subarray(findHeaderEnd(data)));
  const header = parseHeaderBlock(data);
  const results = findFields(header, 'authentication-results').map(fieldValue);
  return sealArc({
    fields: header.fields,
    bodyHash: hash.digest(),
    domain: scenario.domain as DomainName,
    selector: scenario.sel,
    key: createPrivateKey(scenario.privatekey),
    sealedAt: new Date(item.t * 1000),
    authenticationResults:
      results.find((value) => value.toString().startsWith(`${item['srv-id']};`)) ?? Buffer.alloc(0),
    chainResult: await verifyChain(item.message, scenario['txt-records']),
  });
}

function tagsOf(value: string): Readonly<Record<string, string>> {
  const tags = value.split(';').map((tag) => {
    const [name = '', ...rest] = tag.trim().split('=');
    return [name, rest.join('=').replace(/\s+/g, '')] as const;
  });
  return Object.fromEntries(tags.filter(([name]) => name !== '' && !ownChoice.has(name)));
}

function textOf(field: HeaderField | undefined): string {
  return field === undefined ? '' : fieldValue(field).toString();
}

function withoutSpace(text: string): string {
  return text.replace(/\s+/g, '');
}

describe('ValiMail ARC suite, sealing', () => {
  it.skipIf(!suite.isHere)('is in ../shared/data/conformance/arc', () => {
    const names = casesOf(suite).map(([name]) => name);
    expect(names.length).toBeGreaterThan(15);
    expect(names).toEqual(expect.arrayContaining(Object.keys(ignored)));
  });

  for (const scenario of suite.scenarios) {
    it.each(Object.entries(scenario.tests))(`${scenario.description}: %s`, async (name, item) => {
      await judge(name, ignored, async () => {
        const set = await seal(item, scenario);
        const [sealField, messageSignature, results] = set;
        expect(tagsOf(textOf(sealField))).toEqual(tagsOf(item.AS));
        expect(tagsOf(textOf(messageSignature))).toEqual(tagsOf(item.AMS));
        expect(withoutSpace(textOf(results))).toBe(withoutSpace(item.AAR));
        const data = toOctets(item.message);
        const sealed = Buffer.concat([formatHeaderBlock(set).subarray(0, -2), data]);
        const isContinued = /cv=(none|pass)/.test(item.AS);
        expect(await verifyChain(sealed.toString().replaceAll('\r\n', '\n'), scenario['txt-records'])).toBe(
          isContinued ? 'pass' : 'fail',
        );
      });
    });
  }
});
