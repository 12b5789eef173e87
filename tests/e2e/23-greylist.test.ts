import { openSmtpDialog } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCorrespondent } from './correspondent.ts';
import { alias, install, type Installation, mailbox, userEmail } from './installation.ts';

let it_: Installation;

beforeAll(async () => {
  it_ = await install({ env: { SMTPY_GREYLIST: '6s' } });
});
afterAll(() => it_[Symbol.asyncDispose]());

/** Sends from one of the hosts of a pool, which are all addresses of this machine. */
async function sendFrom(localAddress: string, mailFrom: string, messageId: string): Promise<number> {
  await using dialog = await openSmtpDialog(it_.server.smtpPort, { localAddress });
  await dialog.expect(220);
  await dialog.command(`EHLO ${localAddress.replaceAll('.', '-')}.pool.example`);
  await dialog.command(`MAIL FROM:<${mailFrom}>`);
  await dialog.command(`RCPT TO:<${alias}>`);
  await dialog.command('DATA');
  const data = `From: ${mailFrom}\r\nTo: ${alias}\r\nMessage-ID: ${messageId}\r\nSubject: Pool\r\n\r\nHello.\r\n`;
  const { code } = await dialog.sendContent(data);
  return code;
}

const arrivals = (messageId: string): number =>
  it_.mx.messages.filter(({ rcptTo, data }) => rcptTo.includes(mailbox) && data.includes(messageId)).length;

describe('greylisting', () => {
  it('lets a retry from another host of the pool through: neither lost nor duplicated', async () => {
    it_.dns.set('pool.example', 'TXT', ['v=spf1 ip4:127.0.0.0/8 -all']);
    const mailFrom = 'news@pool.example';
    expect(await sendFrom('127.0.0.11', mailFrom, '<g1@pool.example>')).toBe(451);
    expect(await sendFrom('127.0.99.12', mailFrom, '<g1@pool.example>')).toBe(451);
    await expect
      .poll(() => sendFrom('127.33.0.13', mailFrom, '<g1@pool.example>'), { timeout: 20_000, interval: 500 })
      .toBe(250);
    await expect.poll(() => arrivals('<g1@pool.example>'), { timeout: 10_000 }).toBe(1);
    // Who came back is not asked again.
    expect(await sendFrom('127.44.0.14', mailFrom, '<g2@pool.example>')).toBe(250);
    await expect.poll(() => arrivals('<g2@pool.example>'), { timeout: 10_000 }).toBe(1);
    expect(arrivals('<g1@pool.example>')).toBe(1);
  }, 60_000);

  it('makes an owner who replies wait for nothing', async () => {
    const jane = await createCorrespondent(it_, mailbox);
    const contact = (await it_.command('contact', 'add', alias, 'carl@far.example')) as {
      reply_address: string;
    };
    await createCorrespondent(it_, 'carl@far.example');
    expect((await jane.send({ rcptTo: [contact.reply_address] })).last.code).toBe(250);
  });

  it('tells the owner of what was put off', async () => {
    const shown = async () =>
      (
        (await it_.command('refusal', 'list', '--user', userEmail)) as {
          items: readonly { code: number; reason: string; recipient: string }[];
        }
      ).items;
    await expect
      .poll(shown, { timeout: 10_000 })
      .toEqual(expect.arrayContaining([expect.objectContaining({ code: 451, recipient: alias })]));
  });
});
