import { waitFor } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addressIn,
  bodyOf,
  type Correspondent,
  createCorrespondent,
  fieldOf,
  headerOf,
} from './correspondent.ts';
import {
  alias,
  aliasDomain,
  install,
  type Installation,
  mailbox,
  newestMessage,
  userEmail,
} from './installation.ts';
import { textOf } from './mail-text.ts';

let it_: Installation;
/** The owner, at the mailbox that mail is forwarded to. */
let jane: Correspondent;
/** Someone outside. */
let bob: Correspondent;
/** The reply address under which jane sees bob. */
let bobsReplyAddress: string;

beforeAll(async () => {
  it_ = await install();
  jane = await createCorrespondent(it_, mailbox, { name: 'Jane Doe' });
  bob = await createCorrespondent(it_, 'bob@outside.example', { name: 'Bob' });
  const before = jane.received().length;
  await bob.send({ rcptTo: [alias] });
  bobsReplyAddress = addressIn(fieldOf((await jane.awaitMail(before + 1)).data, 'From'));
});
afterAll(() => it_[Symbol.asyncDispose]());

/** Everything of the mailbox that must never be seen outside, in any case. */
const traces = /jane|mailbox\.example/iu;

async function stateOfNewest(): Promise<string | undefined> {
  return (await newestMessage(it_)).deliveries[0]?.state;
}

/** Where the confirmation that a mail asks for is given. */
function confirmationUrl(mail: Buffer): string {
  const text = textOf(mail);
  const path = /\/confirm\/[A-Za-z0-9._~-]+/u.exec(text)?.[0];
  if (path === undefined) throw new Error(`no link in ${text}`);
  return it_.server.httpUrl + path;
}

describe('a reply from the mailbox', () => {
  it('leaves as the alias, without a trace of the mailbox, in the thread', async () => {
    const first = await bob.send({ rcptTo: [alias], fields: { Subject: 'Where is it?' } });
    const before = bob.received().length;
    const { last } = await jane.send({
      rcptTo: [bobsReplyAddress],
      fields: {
        Subject: 'Re: Where is it?',
        'In-Reply-To': first.messageId,
        References: first.messageId,
        'Reply-To': `Jane <${mailbox}>`,
        Sender: mailbox,
        'User-Agent': 'Mailer of jane',
        'X-Originating-IP': '[203.0.113.9]',
        Organization: 'Jane & Co',
        'Disposition-Notification-To': mailbox,
      },
      body: `On its way.\n\nOn Tue, 1 Jan 2030, Bob <${bobsReplyAddress}> wrote:\n> Where is it?\n`,
    });
    expect(last.code).toBe(250);
    const { data, mailFrom } = await bob.awaitMail(before + 1);
    expect(data.toString('latin1')).not.toMatch(traces);
    expect(addressIn(fieldOf(data, 'From'))).toBe(alias);
    expect(fieldOf(data, 'To')).toContain(bob.address);
    expect(fieldOf(data, 'In-Reply-To')).toBe(first.messageId);
    expect(headerOf(data)).not.toMatch(/^(?:user-agent|x-originating-ip|sender|reply-to|organization):/imu);
    expect(headerOf(data)).not.toContain('203.0.113.9');
    expect(mailFrom).toMatch(/^b-[a-z2-7]+@alias\.example$/u);
    expect(bodyOf(data).toString()).toContain(`Bob <${bob.address}> wrote:`);
    await expect.poll(stateOfNewest).toBe('delivered');
  });

  it('is answered into the thread of the mailbox', async () => {
    const before = { bob: bob.received().length, jane: jane.received().length };
    const reply = await jane.send({ rcptTo: [bobsReplyAddress], fields: { Subject: 'A question' } });
    const outside = (await bob.awaitMail(before.bob + 1)).data;
    const seenId = fieldOf(outside, 'Message-ID');
    expect(seenId).toMatch(new RegExp(`@${aliasDomain}>$`, 'u'));
    await bob.send({
      rcptTo: [alias],
      fields: { Subject: 'Re: A question', 'In-Reply-To': seenId, References: seenId },
    });
    const answered = (await jane.awaitMail(before.jane + 1)).data;
    expect(fieldOf(answered, 'In-Reply-To')).toBe(reply.messageId);
    expect(fieldOf(answered, 'References')).toBe(reply.messageId);
  });

  it('shows the name of the alias once it has one', async () => {
    await it_.command('alias', 'set', alias, '--name', 'The Shop');
    const before = bob.received().length;
    await expect
      .poll(
        async () => {
          await jane.send({ rcptTo: [bobsReplyAddress] });
          return fieldOf((await bob.awaitMail(before + 1)).data, 'From');
        },
        { timeout: 20_000 },
      )
      .toMatch(/^"?The Shop"? <shop@alias\.example>$/u);
  });
});

describe('who may use a reply address', () => {
  it('refuses a stranger, without saying whose it is', async () => {
    const eve = await createCorrespondent(it_, 'eve@elsewhere.example');
    const { last } = await eve.send({ rcptTo: [bobsReplyAddress] });
    expect(last.code).toBe(550);
    expect(last.text).not.toMatch(traces);
  });

  it.each([
    ['From is the mailbox, the envelope is not', { mailFrom: 'eve@elsewhere.example', isSigned: false }],
    ['the envelope is the mailbox, From is not', { fields: { From: 'eve@elsewhere.example' } }],
  ])('holds what is in doubt: %s', async (_name, letter) => {
    const before = { bob: bob.received().length, jane: jane.received().length };
    const { last } = await jane.send({ rcptTo: [bobsReplyAddress], ...letter });
    expect(last.code).toBe(250);
    expect(await stateOfNewest()).toBe('held');
    await jane.awaitMail(before.jane + 1);
    expect(bob.received()).toHaveLength(before.bob);
  });

  it('sends what was held once the owner confirms, by POST alone', async () => {
    const spoofable = await createCorrespondent(it_, 'kim@unproven.example', { hasSpf: false });
    await it_.command('mailbox', 'add', spoofable.address, '--user', userEmail, '--trust');
    await it_.command('alias', 'add', `kim@${aliasDomain}`, '--to', spoofable.address);
    const { reply_address: replyAddress } = (await it_.command(
      'contact',
      'add',
      `kim@${aliasDomain}`,
      bob.address,
    )) as { reply_address: string };
    const before = { bob: bob.received().length, kim: spoofable.received().length };
    await spoofable.send({ rcptTo: [replyAddress], isSigned: false, fields: { Subject: 'Held one' } });
    const notice = await spoofable.awaitMail(before.kim + 1);
    const url = confirmationUrl(notice.data);
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Held one');
    expect(await stateOfNewest()).not.toBe('delivered');
    expect(bob.received()).toHaveLength(before.bob);
    const posted = await fetch(url, { method: 'POST', body: new URLSearchParams({ decision: 'send' }) });
    expect(posted.status).toBe(200);
    const { data } = await bob.awaitMail(before.bob + 1);
    expect(addressIn(fieldOf(data, 'From'))).toBe(`kim@${aliasDomain}`);
    expect(data.toString('latin1')).not.toContain('unproven.example');
  });

  it('holds a reply that names ordinary people beside reply addresses', async () => {
    const before = { bob: bob.received().length, jane: jane.received().length };
    await jane.send({
      rcptTo: [bobsReplyAddress],
      fields: { To: bobsReplyAddress, Cc: 'carol@third.example' },
    });
    expect(await stateOfNewest()).toBe('held');
    expect(confirmationUrl((await jane.awaitMail(before.jane + 1)).data)).toContain('/confirm/');
    expect(bob.received()).toHaveLength(before.bob);
  });
});

describe('several people', () => {
  it('are answered through their reply addresses by reply-all', async () => {
    const carol = await createCorrespondent(it_, 'carol@third.example', { name: 'Carol' });
    const before = jane.received().length;
    await bob.send({ rcptTo: [alias], fields: { To: alias, Cc: `Carol <${carol.address}>` } });
    const forwarded = (await jane.awaitMail(before + 1)).data;
    expect(headerOf(forwarded).replace(/^X-Original-From:.*$/gmu, '')).not.toContain('carol@third.example');
    const carolsReplyAddress = addressIn(fieldOf(forwarded, 'Cc'));
    expect(carolsReplyAddress).toMatch(/@alias\.example$/u);
    const { last } = await jane.send({
      rcptTo: [bobsReplyAddress, carolsReplyAddress, alias],
      fields: { To: `Bob <${bobsReplyAddress}>, ${alias}`, Cc: `Carol <${carolsReplyAddress}>, ${mailbox}` },
    });
    expect(last.code).toBe(250);
    const { deliveries } = await newestMessage(it_);
    expect(deliveries.find(({ recipient }) => recipient === alias)?.state).toBe('discarded');
    const { data } = await carol.awaitMail(1);
    expect(data.toString('latin1')).not.toMatch(traces);
    expect(fieldOf(data, 'To')).toContain(bob.address);
    expect(fieldOf(data, 'Cc')).toContain(carol.address);
  });

  it('do not see each other by Bcc', async () => {
    const dave = await createCorrespondent(it_, 'dave@fourth.example');
    const contact = (await it_.command('contact', 'add', alias, dave.address)) as { reply_address: string };
    await jane.send({
      rcptTo: [bobsReplyAddress, contact.reply_address],
      fields: { To: bobsReplyAddress, Bcc: contact.reply_address },
    });
    const { data } = await dave.awaitMail(1);
    expect(data.toString('latin1')).not.toContain(bobsReplyAddress);
    expect(headerOf(data)).not.toMatch(/^bcc:/imu);
    const toBob = bob.received().at(-1)?.data.toString('latin1') ?? '';
    expect(toBob).not.toContain(dave.address);
  });
});

describe('a new conversation', () => {
  it('begins with the address form that names the contact', async () => {
    const erin = await createCorrespondent(it_, 'erin@fifth.example');
    const { last } = await jane.send({ rcptTo: [`shop+erin=fifth.example@${aliasDomain}`] });
    expect(last.code).toBe(250);
    const { data } = await erin.awaitMail(1);
    expect(addressIn(fieldOf(data, 'From'))).toBe(alias);
    expect(data.toString('latin1')).not.toMatch(traces);
    expect(fieldOf(data, 'To')).toContain(erin.address);
  });

  it('is not begun by a stranger, who cannot tell the owner from others by the reply', async () => {
    const form = `shop+frank=sixth.example@${aliasDomain}`;
    const stranger = await bob.send({ rcptTo: [form] });
    expect(await newestMessage(it_)).toMatchObject({ deliveries: [{ state: 'discarded' }] });
    const guess = await bob.send({ rcptTo: [form], fields: { From: mailbox } });
    expect(await stateOfNewest()).toBe('held');
    expect(stranger.last.code).toBe(guess.last.code);
    expect(it_.mx.counts.byRecipient.get('frank@sixth.example')).toBeUndefined();
  });
});

it('keeps every invariant', async () => {
  await waitFor(
    async () => {
      const { violations } = (await it_.command('check-invariants')) as { violations: readonly unknown[] };
      return violations.length === 0 ? true : undefined;
    },
    { what: 'no violation' },
  );
  expect(it_.mx.violations).toEqual([]);
});
