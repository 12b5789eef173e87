import { describe, expect, it } from 'vitest';
import { checkSender } from '../../apps/server/src/inbound/authentication/sender-policy.ts';
import { casesOf, readSuite, type Scenario } from './suite.ts';
import { resolveFrom, type ZoneData } from './zone.ts';

interface SpfCase {
  readonly host: string;
  readonly helo: string;
  readonly mailfrom: string;
  /** Several when the standard leaves a choice. Explanations are not compared: we never show them. */
  readonly result: string | readonly string[];
}

interface SpfScenario extends Scenario<SpfCase> {
  readonly zonedata: ZoneData;
}

const file = '/usr/share/doc/python3-spf/rfc7208-tests.yml.gz';
const suite = readSuite<SpfScenario>(file);

describe('RFC 7208 suite of the SPF project', () => {
  it.skipIf(!suite.isHere)(`is in ${file}, of Debian's python3-spf`, () => {
    expect(casesOf(suite).length).toBeGreaterThan(200);
  });

  for (const scenario of suite.scenarios) {
    it.each(Object.entries(scenario.tests))(`${scenario.description}: %s`, async (_, item) => {
      const { host: ip, helo, mailfrom: mailFrom } = item;
      const claim = { ip, helo, mailFrom, hostname: 'mx.alias.example', timeoutMs: 10_000 };
      const { result } = await checkSender(claim, { resolve: resolveFrom(scenario.zonedata) });
      expect([item.result].flat()).toContain(result);
    });
  }
});
