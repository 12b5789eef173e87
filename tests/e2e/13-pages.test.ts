import { bootServer } from '@smtpy/testkit';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser } from './browser.ts';
import { createCorrespondent } from './correspondent.ts';
import { aliasDomain, install, newestMessage, userEmail } from './installation.ts';

// Forms are sent by a real browser: what it says about where they come from is what the server judges.
describe.skipIf(!hasBrowser)('pages in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it('make the first administrator', async () => {
    await using server = await bootServer();
    const link = /http:\/\/\S+\/setup\/[\w-]{43}/u.exec(server.log())?.[0] ?? '';
    const page = await browser.newPage();
    await page.goto(link);
    await page.getByLabel('Email').fill('admin@account.example');
    await page.getByLabel('Password').fill('correct horse battery staple');
    await page.getByRole('button', { name: 'Create administrator' }).click();
    await page.getByRole('heading', { name: 'The administrator was made' }).waitFor();
    await page.close();
  }, 90_000);

  it.each([
    ['Send message', 'The message was sent', 'delivered'],
    ['Delete message', 'The message was deleted', 'cancelled'],
  ])(
    'take the decision about a held reply: %s',
    async (button, heading, state) => {
      await using it_ = await install();
      const bob = await createCorrespondent(it_, 'bob@outside.example');
      const kim = await createCorrespondent(it_, 'kim@unproven.example', { hasSpf: false });
      const alias = `kim@${aliasDomain}`;
      await it_.command('mailbox', 'add', kim.address, '--user', userEmail, '--trust');
      await it_.command('alias', 'add', alias, '--to', kim.address);
      const contact = (await it_.command('contact', 'add', alias, bob.address)) as { reply_address: string };
      const fields = { Subject: '<b>Held</b> & waiting' };
      await kim.send({ rcptTo: [contact.reply_address], isSigned: false, fields });
      const mail = (await kim.awaitMail(1)).data.toString('latin1').replace(/=\r\n/gu, '');
      const path = /\/confirm\/[A-Za-z0-9._~-]+/u.exec(mail)?.[0] ?? '';
      const page = await browser.newPage();
      await page.goto(it_.server.httpUrl + path);
      await page.getByText('<b>Held</b> & waiting').waitFor();
      await page.getByRole('button', { name: button }).click();
      await page.getByRole('heading', { name: heading }).waitFor();
      await page.reload();
      await page.getByRole('heading', { name: heading }).waitFor();
      await expect
        .poll(async () => (await newestMessage(it_)).deliveries[0]?.state, { timeout: 10_000 })
        .toBe(state);
      await page.close();
    },
    90_000,
  );
});
