import { bootServer, freePort, sendMail, waitFor } from '@smtpy/testkit';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser } from './browser.ts';
import { createCorrespondent } from './correspondent.ts';
import {
  alias,
  aliasDomain,
  commandsOf,
  install,
  mailbox,
  newestMessage,
  setupLinkOf,
  userEmail,
} from './installation.ts';

// Forms are sent by a real browser: what it says about where they come from is what the server judges.
describe.skipIf(!hasBrowser)('pages in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it('make the first administrator', async () => {
    await using server = await bootServer();
    const page = await browser.newPage();
    await page.goto(await setupLinkOf(server));
    await page.getByLabel('Email').fill('admin@account.example');
    await page.getByLabel('Password').fill('correct horse battery staple');
    await page.getByRole('button', { name: 'Create administrator' }).click();
    await page.getByRole('heading', { name: 'The administrator was made' }).waitFor();
    await page.close();
  }, 90_000);

  it('lead in the sandbox from the captured question to the captured reply', async () => {
    const port = await freePort();
    await using server = await bootServer({ env: { SMTPY_HTTP_PORT: String(port) } });
    const { command } = commandsOf(server);
    const owner = ['--user', userEmail];
    await command('user', 'create', '--email', userEmail, '--password', 'correct horse battery staple');
    await command('domain', 'add', aliasDomain, ...owner);
    await command('mailbox', 'add', mailbox, ...owner);
    await command('alias', 'add', alias, '--to', mailbox);
    const contact = (await command('contact', 'add', alias, 'bob@outside.example')) as {
      reply_address: string;
    };
    await sendMail({
      port: server.smtpPort,
      mailFrom: mailbox,
      rcptTo: [contact.reply_address],
      data: `From: ${mailbox}\r\nTo: ${contact.reply_address}\r\nSubject: Tried here\r\n\r\nHello.\r\n`,
    });
    const page = await browser.newPage();
    const question = page.getByRole('link', { name: /Was this you/u });
    await waitFor(
      async () => {
        await page.goto(`${server.httpUrl}/sandbox`);
        return (await question.count()) > 0;
      },
      { what: 'the captured question', timeoutMs: 20_000 },
    );
    await question.click();
    await page.getByText('by SMTPy itself').waitFor();
    await page.getByRole('link', { name: /\/confirm\//u }).click();
    await page.getByRole('button', { name: 'Send message' }).click();
    await page.getByRole('heading', { name: 'The message was sent' }).waitFor();
    const reply = page.getByRole('link', { name: 'Tried here', exact: true });
    await waitFor(
      async () => {
        await page.goto(`${server.httpUrl}/sandbox`);
        return (await reply.count()) > 0;
      },
      { what: 'the captured reply', timeoutMs: 20_000 },
    );
    await reply.click();
    await page.getByText('bob@outside.example').first().waitFor();
    await page.close();
  }, 120_000);

  it.each([
    ['Send message', 'The message was sent', 'delivered'],
    ['Delete message', 'The message was deleted', 'cancelled'],
  ])(
    'take the decision about a held reply: %s',
    async (button, heading, state) => {
      await using it_ = await install();
      const bob = await createCorrespondent(it_, 'bob@outside.example');
      const kim = await createCorrespondent(it_, 'kim@unproven.example', { hasSpf: false });
      const kimsAlias = `kim@${aliasDomain}`;
      await it_.command('mailbox', 'add', kim.address, '--user', userEmail, '--trust');
      await it_.command('alias', 'add', kimsAlias, '--to', kim.address);
      const contact = (await it_.command('contact', 'add', kimsAlias, bob.address)) as {
        reply_address: string;
      };
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
