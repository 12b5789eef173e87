import type { Browser, Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hasBrowser } from '../e2e/browser.ts';
import { pointerWays } from './hand.ts';
import { inWorld } from './in-world.ts';
import { arriveAt, expectNoComplaints, journeyMs, nameFor, see, setOut } from './journey.ts';
import { ageDrift, bodyOf, hostname, makePerson, publish, type WantedRecord, type World } from './world.ts';

// A domain: added, its records published at the DNS provider, checked until it is active; then one drifts, and is mended.
describe.skipIf(!hasBrowser)('a domain is set up', () => {
  let world: World;
  let browser: Browser;
  inWorld((stage) => {
    ({ world, browser } = stage);
  });

  it.each(pointerWays)(
    'from its name to active, and back from a drift: $device, $by',
    async (way) => {
      const name = nameFor('domain', way);
      const domain = `${name}.example`;
      const person = await makePerson(world, { email: `${name}@account.example`, name });
      await using traveller = await setOut(browser, { world, way, cookie: person.cookie });
      const { page, hand } = traveller;
      await page.goto('/domains');
      await hand.press(page.getByRole('button', { name: 'Add domain' }));
      const dialog = page.getByRole('dialog', { name: 'Add a domain' });
      await hand.type(dialog.getByLabel('Domain name'), domain);
      await hand.press(dialog.getByRole('button', { name: 'Add domain' }));
      await arriveAt(page, /^\/domains\/[\w-]{36}$/u);
      await see(page.getByText('Pending', { exact: true }));
      // What is shown is what has to be published.
      const domainId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
      const records = await recordsOf(domainId);
      for (const { type, name: recordName } of records.filter(({ is_required: isNeeded }) => isNeeded))
        await see(page.getByRole('group', { name: `${type} ${recordName}`, exact: true }));
      publish(world.dns, records);
      await check();
      await see(page.getByText('Active', { exact: true }));
      await see(step('Receiving').getByText('Right', { exact: true }));
      // Mail goes elsewhere: one bad look may be an accident of DNS; what is so ten minutes later is told.
      world.dns.set(domain, 'MX', [{ preference: 10, exchange: 'mx.elsewhere.example' }]);
      await check();
      const mx = page.getByRole('group', { name: `MX ${domain}`, exact: true });
      await see(mx.getByText('mx.elsewhere.example'));
      await see(mx.getByText(hostname));
      await see(mx.getByText('Mail goes to another host.'));
      await ageDrift(world, domainId);
      await check();
      await see(page.getByText('Degraded', { exact: true }));
      await see(page.getByText('A record that was right is not any more.'));
      publish(world.dns, records);
      await check();
      await see(page.getByText('Active', { exact: true }));
      await mx.waitFor({ state: 'hidden' });
      expectNoComplaints(traveller);

      function step(title: string): Locator {
        return page.getByRole('button', { name: title });
      }
      async function check(): Promise<void> {
        const answer = page.waitForResponse((response) => response.url().endsWith('/check'));
        await hand.press(page.getByRole('button', { name: 'Check now' }));
        expect((await answer).status()).toBe(200);
      }
      async function recordsOf(
        id: string,
      ): Promise<readonly (WantedRecord & { readonly is_required: boolean })[]> {
        const found = await person.get(`/v1/domains/${id}/records`);
        return bodyOf<{ items: readonly (WantedRecord & { readonly is_required: boolean })[] }>(found, 200)
          .items;
      }
    },
    journeyMs,
  );
});
