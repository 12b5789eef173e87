import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { generateKey } from 'openpgp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressIn, type Correspondent, createCorrespondent, fieldOf } from '../e2e/correspondent.ts';
import { alias, aliasDomain, mailbox, userEmail } from '../e2e/installation.ts';
import { expectNothingInjected, hostileNames, letterFields } from './injection.ts';
import { expectHonestMail, openTarget, recipientsOutside, type Target, victim } from './target.ts';

// What SMTPy writes itself out of names, subjects and words of others: replies, letters and reports.
let target: Target;
let jane: Correspondent;
let kim: Correspondent;
const kims = `kim@${aliasDomain}`;
const previewed = `preview@${aliasDomain}`;
const gone = `gone@${aliasDomain}`;

beforeAll(async () => {
  target = await openTarget();
  jane = await createCorrespondent(target, mailbox, { name: 'Jane Doe' });
  kim = await createCorrespondent(target, 'kim@unproven.example', { hasSpf: false });
  for (const address of [kim.address, 'closed@refusing.example'])
    await target.command('mailbox', 'add', address, '--user', userEmail, '--trust');
  await createCorrespondent(target, 'closed@refusing.example');
  await target.command('alias', 'add', kims, '--to', kim.address);
  await target.command('alias', 'add', previewed, '--to', mailbox);
  await target.command('alias', 'set', previewed, '--preview', 'on');
  await target.command('alias', 'add', gone, '--to', 'closed@refusing.example', '--mode', 'preserve');
  target.mx.on.rcpt = ({ rcptTo }) =>
    rcptTo.startsWith('closed@')
      ? `550-5.1.1 no\n550-Bcc: ${victim}\n550-X-Injected: yes\n550 =?utf-8?Q?=0D=0ABcc:_x?=`
      : undefined;
}, 90_000);
afterAll(() => target[Symbol.asyncDispose]());

/** A subject as it is read: encoded words are decoded (RFC 2047), what lies between two is dropped. */
function shownSubject(data: Buffer): string {
  const value = fieldOf(data, 'Subject');
  if (!value.startsWith('=?')) return value;
  return Buffer.concat(
    [...value.matchAll(/=\?utf-8\?B\?([^?]*)\?=/gu)].map(([, word = '']) => Buffer.from(word, 'base64')),
  ).toString();
}

const replyFields = [...letterFields, 'Cc'];
const evil = `Shop\r\nBcc: ${victim}\r\nX-Injected: yes\r\n\r\nSplit.`;

async function replyAddressOf(sender: Correspondent, rcptTo: string, fields = {}): Promise<string> {
  const before = jane.received().length;
  await sender.send({ rcptTo: [rcptTo], fields });
  return addressIn(fieldOf((await jane.awaitMail(before + 1)).data, 'From'));
}

describe('a reply', () => {
  it.each([
    evil,
    evil.replaceAll('\r', ''),
    evil.replaceAll('\n', ''),
    'Shop\u2028Bcc: x\u0085X-Injected: y',
    hostileNames[0]?.[1] ?? '',
  ])('shows the name of an alias on one line: %j', async (name) => {
    await target.command('alias', 'set', alias, '--name', name);
    const replyAddress = await replyAddressOf(target.honest, alias);
    const before = target.honest.received().length;
    expect((await jane.send({ rcptTo: [replyAddress], body: 'Fine.\n' })).last.code).toBe(250);
    const { data } = await target.honest.awaitMail(before + 1);
    expectNothingInjected(data, replyFields);
    expect(addressIn(fieldOf(data, 'From'))).toBe(alias);
    await target.command('alias', 'set', alias, '--name', '');
  });

  it('names contacts on one line, whatever they call themselves', async () => {
    for (const [index, [, value]] of hostileNames.entries()) {
      const stranger = await createCorrespondent(target, `eve-${String(index)}@stranger.example`);
      const fields = { From: `${value} <${stranger.address}>`, Subject: value };
      const replyAddress = await replyAddressOf(stranger, alias, fields);
      const seen = fieldOf(jane.received().at(-1)?.data ?? Buffer.alloc(0), 'From');
      const headers = { To: seen, Cc: `${value} <${replyAddress}>`, Subject: `Re: ${value}` };
      expect((await jane.send({ rcptTo: [replyAddress], fields: headers })).last.code).toBe(250);
      const { data } = await stranger.awaitMail(1);
      expectNothingInjected(data, replyFields);
      expect(addressIn(fieldOf(data, 'To'))).toBe(stranger.address);
    }
    const { items } = (await target.command('contact', 'list', alias)) as {
      items: readonly { display_name: string | null }[];
    };
    expect(items.length).toBeGreaterThanOrEqual(hostileNames.length);
    expect(items.filter(({ display_name: name }) => /[\p{Cc}\u2028\u2029]/u.test(name ?? ''))).toEqual([]);
  }, 40_000);

  it('takes a contact with a name of several lines, and writes one', async () => {
    const dora = await createCorrespondent(target, 'dora@outside.example');
    const contact = (await target.command('contact', 'add', alias, dora.address, '--name', evil)) as {
      reply_address: string;
    };
    await jane.send({ rcptTo: [contact.reply_address] });
    expectNothingInjected((await dora.awaitMail(1)).data, replyFields);
  });
});

describe('letters to owners', () => {
  it.each(hostileNames)(
    'about held mail are one mail with the fields of a letter, with %s',
    async (_, value) => {
      const before = jane.received().length;
      const fields = { From: `${value} <${target.honest.address}>`, Subject: value };
      await target.honest.send({ rcptTo: [previewed], fields });
      const { data } = await jane.awaitMail(before + 1);
      expectNothingInjected(data, letterFields);
      expect(fieldOf(data, 'Subject')).toBe(`Held: a message for ${previewed}`);
    },
  );

  it.each(hostileNames)(
    'that ask who wrote a reply are one mail, with %s in its subject',
    async (_, value) => {
      const contact = (await target.command(
        'contact',
        'add',
        kims,
        target.honest.address,
        '--name',
        value,
      )) as {
        reply_address: string;
      };
      const before = kim.received().length;
      await kim.send({ rcptTo: [contact.reply_address], isSigned: false, fields: { Subject: value } });
      const { data } = await kim.awaitMail(before + 1);
      expectNothingInjected(data, letterFields);
      expect(shownSubject(data)).toMatch(/^Was this you\? /u);
    },
  );
});

describe('reports of failures', () => {
  it('to senders are one mail with the fields of a report, whatever they sent and the other server said', async () => {
    for (const [index, [, value]] of hostileNames.slice(0, 5).entries()) {
      const sender = await createCorrespondent(
        target,
        `ann-${String(index)}@proven-${String(index)}.example`,
      );
      const fields = {
        From: `${value} <${sender.address}>`,
        Subject: value,
        'Message-ID': `<=0D=0ABcc:${String(index)}@proven.example>`,
      };
      await sender.send({ rcptTo: [gone], fields });
      const { data, mailFrom } = await sender.awaitMail(1);
      expect(mailFrom).toBe('');
      expectNothingInjected(data, letterFields);
    }
  }, 40_000);
});

describe('letters about replies that nobody took', () => {
  it('are one mail each, whatever the subject was and the other server said', async () => {
    const contact = (await target.command(
      'contact',
      'add',
      alias,
      'closed@refusing.example',
      '--name',
      evil,
    )) as {
      reply_address: string;
    };
    for (const [, value] of hostileNames) {
      const before = jane.received().length;
      await jane.send({
        rcptTo: [contact.reply_address],
        fields: { Subject: value, From: `${value} <${mailbox}>` },
      });
      const { data } = await jane.awaitMail(before + 1);
      expectNothingInjected(data, letterFields);
      expect(shownSubject(data)).toMatch(/^Not delivered: /u);
    }
  }, 40_000);
});

describe('separators of lines that only Unicode knows', () => {
  it('do not stand in what a letter shows', async () => {
    const value = `=?utf-8?B?${Buffer.from('Bob\u2028Your account is closed\u2029Bye').toString('base64')}?=`;
    const contact = (await target.command('contact', 'add', kims, target.honest.address)) as {
      reply_address: string;
    };
    const before = kim.received().length;
    await kim.send({ rcptTo: [contact.reply_address], isSigned: false, fields: { Subject: value } });
    const { data } = await kim.awaitMail(before + 1);
    expect(shownSubject(data)).not.toMatch(/[\u2028\u2029]/u);
  });
});

describe('keys', () => {
  it('whose owner has a name of several lines add nothing to what is encrypted for them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'smtpy-attack-'));
    try {
      const { publicKey } = await generateKey({
        userIDs: [{ name: evil, email: mailbox }],
        format: 'armored',
      });
      const withHeader = publicKey.replace('\n\n', `\nComment: x\nX-Injected: yes\nBcc: ${victim}\n\n`);
      const file = join(folder, 'key.asc');
      const words = ['mailbox', 'key', 'set', mailbox, '--user', userEmail, '--file', file];
      for (const armor of [withHeader, publicKey]) {
        await writeFile(file, armor);
        const { code, stdout, stderr } = await target.tryCommand(...words);
        expect(stdout + stderr).not.toMatch(/^(?:Bcc|X-Injected):/imu);
        expect([0, 1]).toContain(code);
      }
      // That a mailbox has no key may be remembered for a second, and mail came to this one just now.
      await delay(1_100);
      const before = jane.received().length;
      await target.honest.send({ rcptTo: [alias] });
      const { data } = await jane.awaitMail(before + 1);
      expectNothingInjected(data, [...letterFields, 'X-Original-To']);
      expect(fieldOf(data, 'Content-Type')).toContain('multipart/encrypted');
      expect(data.toString('latin1')).not.toContain('Comment: x');
      await target.command('mailbox', 'key', 'remove', mailbox, '--user', userEmail);
    } finally {
      await rm(folder, { recursive: true });
    }
  }, 30_000);
});

it('left honest mail alone, and went to nobody whom it was not for', async () => {
  await expectHonestMail(target);
  expect(recipientsOutside(target)).not.toContain(victim);
  expect(target.mx.violations).toEqual([]);
}, 30_000);
