import type { Browser } from 'playwright-core';
import { sendMail, waitFor } from '@smtpy/testkit';
import { describe, expect, it } from 'vitest';
import { hasBrowser } from '../e2e/browser.ts';
import { pointerWays } from './hand.ts';
import { inWorld } from './in-world.ts';
import { arriveAt, expectNoComplaints, journeyMs, nameFor, see, setOut, signIn } from './journey.ts';
import { linkInMail, password, publish, type WantedRecord, type World } from './world.ts';

// From somebody who has heard of SMTPy to the first mail that was forwarded: the landing page, the mail with the link, the first steps.
describe.skipIf(!hasBrowser)('from the landing page to the first forwarded mail', () => {
  let world: World;
  let browser: Browser;
  inWorld((stage) => {
    ({ world, browser } = stage);
  });

  it.each(pointerWays)(
    '$device, $by',
    async (way) => {
      const email = `${nameFor('new', way)}@account.example`;
      const mailbox = `${nameFor('mail', way)}@provider.example`;
      const domain = `${nameFor('first', way)}.example`;
      await using traveller = await setOut(browser, { world, way });
      const { page, hand } = traveller;
      // Register, and follow the link of the mail.
      await page.goto('/');
      await hand.press(page.getByRole('link', { name: 'Create an account' }).first());
      await arriveAt(page, /^\/register$/u);
      await hand.type(page.getByLabel('Email', { exact: true }), email);
      await hand.type(page.getByLabel('Password', { exact: true }), password);
      await hand.press(page.getByRole('button', { name: 'Create account' }));
      await see(page.getByRole('heading', { name: 'Check your mail' }));
      await page.goto(await linkInMail(world, { rcptTo: email, path: 'verify-email' }));
      await hand.press(page.getByRole('button', { name: 'Confirm address' }));
      await see(page.getByText('The address is confirmed.'));
      await signIn(traveller, email);
      // The first steps: a domain, whose records are published meanwhile, a mailbox, an alias.
      await arriveAt(page, /^\/(?:welcome|dashboard)$/u);
      await page.goto('/welcome');
      await hand.type(page.getByLabel('Your domain'), domain);
      await hand.press(page.getByRole('button', { name: 'Add domain' }));
      await hand.press(page.getByRole('link', { name: 'Show records' }));
      await arriveAt(page, /^\/domains\/[\w-]{36}$/u);
      await publishRecordsOf(page.url());
      await hand.press(page.getByRole('button', { name: 'Check now' }).first());
      await see(page.getByText('Active', { exact: true }));
      await page.goto('/welcome');
      await hand.type(page.getByLabel('Address of the mailbox'), mailbox);
      await hand.press(page.getByRole('button', { name: 'Add mailbox' }));
      await confirmMailbox(mailbox);
      await see(page.getByLabel('Name', { exact: true }));
      await hand.type(page.getByLabel('Name', { exact: true }), 'shop');
      await hand.press(page.getByRole('button', { name: 'Create alias' }));
      // A real message, which the page tells of as it comes.
      await see(page.getByText('Waiting for the message'));
      const { last } = await sendMail({
        port: world.server.smtpPort,
        mailFrom: 'ann@sender.example',
        rcptTo: [`shop@${domain}`],
        data: `From: Ann <ann@sender.example>\r\nTo: shop@${domain}\r\nSubject: Hello Jane\r\n\r\nHello.\r\n`,
      });
      expect(last.code).toBe(250);
      await waitFor(() => world.mx.messages.some(({ rcptTo }) => rcptTo.includes(mailbox)), {
        what: 'the forwarded mail',
      });
      await hand.press(page.getByRole('link', { name: 'Show the message' }));
      await see(page.getByRole('heading', { name: 'Hello Jane' }));
      await see(page.getByText('Delivered').first());
      expectNoComplaints(traveller);

      async function publishRecordsOf(url: string): Promise<void> {
        const records = await page.evaluate(
          async (id) => {
            const answer = await fetch(`/v1/domains/${id}/records`);
            return ((await answer.json()) as { items: unknown[] }).items;
          },
          url.split('/').at(-1) ?? '',
        );
        publish(world.dns, records as readonly WantedRecord[]);
      }
    },
    journeyMs,
  );

  async function confirmMailbox(rcptTo: string): Promise<void> {
    const link = await linkInMail(world, { rcptTo, path: 'confirm-mailbox' });
    await using visitor = await setOut(browser, { world, way: { device: 'phone', by: 'touch' } });
    await visitor.page.goto(link);
    await visitor.page
      .getByRole('button', { name: /confirm|yes/iu })
      .first()
      .click();
    await visitor.page.waitForLoadState();
  }
});
