import type { Browser } from 'playwright-core';
import { waitFor } from '@smtpy/testkit';
import { describe, expect, it } from 'vitest';
import { hasBrowser } from '../e2e/browser.ts';
import { addressIn, createCorrespondent, fieldOf } from '../e2e/correspondent.ts';
import { prepareGround, writeTo } from './ground.ts';
import { pointerWays, ways } from './hand.ts';
import { inWorld } from './in-world.ts';
import { expectNoComplaints, journeyMs, nameFor, see, setOut } from './journey.ts';
import type { World } from './world.ts';

// What people do with mail that came: answer it as the alias, and decide about what is held.
describe.skipIf(!hasBrowser)('mail that came', () => {
  let world: World;
  let browser: Browser;
  inWorld((stage) => {
    ({ world, browser } = stage);
  });

  it.each(pointerWays)(
    'is answered from the mailbox to the address that the page gives: $device, $by',
    async (way) => {
      const ground = await prepareGround(world, { what: 'reply', way });
      const alias = await ground.addAlias('shop');
      const jane = await createCorrespondent(world, ground.mailboxes[0] ?? '', { name: 'Jane' });
      const bob = await createCorrespondent(world, `bob@${nameFor('outside', way)}.example`, { name: 'Bob' });
      await bob.send({ rcptTo: [alias], fields: { Subject: 'Is it in stock?' } });
      await jane.awaitMail(2);
      await using traveller = await setOut(browser, { world, way, cookie: ground.person.cookie });
      const { page, hand } = traveller;
      await page.goto('/contacts');
      await see(page.getByText('Bob', { exact: true }));
      await hand.press(page.getByRole('button', { name: `Copy the reply address of ${bob.address}` }));
      const replyAddress = await waitFor(() => page.evaluate(() => navigator.clipboard.readText()), {
        what: 'the copied address',
      });
      await page.goto('/messages');
      await see(page.getByRole('link', { name: 'Is it in stock?', exact: true }));
      const { last } = await jane.send({
        rcptTo: [replyAddress],
        fields: { Subject: 'Re: Is it in stock?' },
      });
      expect(last.code).toBe(250);
      expect(addressIn(fieldOf((await bob.awaitMail(1)).data, 'From'))).toBe(alias);
      // The list shows it as it comes.
      await hand.press(page.getByRole('link', { name: 'Re: Is it in stock?', exact: true }));
      await see(page.getByRole('heading', { name: 'Re: Is it in stock?' }));
      await see(page.getByText(`Delivered to ${bob.address}`));
      expectNoComplaints(traveller);
    },
    journeyMs,
  );

  it.each(ways)(
    'is looked at in quarantine and released, and its sender let through: $device, $by',
    async (way) => {
      const ground = await prepareGround(world, { what: 'held', way });
      const alias = await ground.addAlias('bank');
      const [mailbox = ''] = ground.mailboxes;
      const domain = `${nameFor('doubtful', way)}.example`;
      // Says that mail like this is not its own, and asks to set it aside.
      world.dns.set(domain, 'TXT', ['v=spf1 -all']);
      world.dns.set(`_dmarc.${domain}`, 'TXT', ['v=DMARC1; p=quarantine']);
      const from = `news@${domain}`;
      await using traveller = await setOut(browser, { world, way, cookie: ground.person.cookie });
      const { page, hand } = traveller;
      await page.goto('/quarantine');
      await see(page.getByText('Nothing waits'));
      expect((await writeTo(world, { rcptTo: alias, subject: 'Please confirm', from })).last.code).toBe(250);
      await hand.press(page.getByRole('link', { name: 'Please confirm' }));
      await see(page.getByText('This is what it says.'));
      await see(page.getByText('It does not prove that it comes from its sender'));
      expect(forwarded('Please confirm')).toBe(false);
      await hand.press(page.getByRole('button', { name: 'Release and always allow' }));
      await hand.press(page.getByRole('menuitem', { name: 'For this alias' }));
      await see(page.getByText('Released, and the sender is let through from now on.'));
      await waitFor(() => forwarded('Please confirm'), { what: 'the released mail', timeoutMs: 20_000 });
      await see(page.getByText('Nothing waits'));
      expect((await writeTo(world, { rcptTo: alias, subject: 'Thank you', from })).last.code).toBe(250);
      await waitFor(() => forwarded('Thank you'), { what: 'the next mail', timeoutMs: 20_000 });
      await page.goto('/messages');
      await see(page.getByRole('row').filter({ hasText: 'Thank you' }).getByText('Delivered'));
      expectNoComplaints(traveller);

      function forwarded(subject: string): boolean {
        return world.mx.messages.some(
          ({ rcptTo, data }) => rcptTo.includes(mailbox) && data.includes(`Subject: ${subject}`),
        );
      }
    },
    journeyMs,
  );
});
