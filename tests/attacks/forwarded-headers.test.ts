import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendMail, type ReceivedMessage, waitFor } from '@smtpy/testkit';
import { bodyOf, type Correspondent, createCorrespondent, fieldOf } from '../e2e/correspondent.ts';
import { aliasDomain, mailbox, userEmail } from '../e2e/installation.ts';
import { expectNothingInjected, hostileNames } from './injection.ts';
import { expectHonestMail, openTarget, recipientsOutside, type Target, victim } from './target.ts';

const modes = ['rewrite', 'preserve', 'adaptive'] as const;
const ofMode = (mode: string): string => `${mode}@${aliasDomain}`;
let target: Target;
let eve: Correspondent;

beforeAll(async () => {
  target = await openTarget();
  eve = await createCorrespondent(target, 'eve@stranger.example');
  for (const mode of modes)
    await target.command('alias', 'add', ofMode(mode), '--to', mailbox, '--mode', mode);
}, 90_000);
afterAll(() => target[Symbol.asyncDispose]());

/** What arrives of the message with this word in it. */
function arrived(word: string): Promise<ReceivedMessage> {
  return waitFor(() => target.mx.messages.find(({ data }) => data.includes(word)), {
    what: `${word} arrived`,
    timeoutMs: 20_000,
  });
}

let count = 0;
const nextMark = (): string => `mark-${String((count += 1))}-end`;

/** A value in every field that is read, changed or made anew on the way. */
function fieldsWith(value: string, mark: string): Readonly<Record<string, string>> {
  const escaped = encodeURIComponent(`x\r\nBcc: ${victim}\r\nX-Injected: yes`);
  return {
    From: `${value} <eve@stranger.example>`,
    To: `${value} <shop@${aliasDomain}>, ${value} <other@friend.example>`,
    Cc: `${value}: ${value} <third@friend.example>;`,
    'Reply-To': `${value} <answers@stranger.example>`,
    Sender: `${value} <sender@stranger.example>`,
    Subject: `${value} ${mark}`,
    'Message-ID': `<a=0D=0ABcc:${mark}@stranger.example>`,
    'In-Reply-To': `<=?utf-8?Q?=0D=0AX-Injected:?=@stranger.example>`,
    References: `<a@stranger.example> ${value} <"b\\ c"@stranger.example>`,
    'List-Id': `${value} <list.stranger.example>`,
    'List-Unsubscribe': `<mailto:leave@stranger.example?subject=${escaped}>, <https://stranger.example/${escaped}>`,
    'List-Post': `<mailto:post@stranger.example?body=${escaped}> (${value})`,
    'List-Help': value,
    Comments: value,
    'X-SMTPy-Loop': value,
    'X-Original-From': value,
    'Authentication-Results': `mx.smtpy.example; spf=pass smtp.mailfrom=${value}`,
  };
}

const implied = ['Date', 'MIME-Version', 'DKIM-Signature'];

describe.each(modes)('mail forwarded in mode %s', (mode) => {
  it.each(hostileNames)('has no other fields than were sent, with names in %s', async (_, value) => {
    const mark = nextMark();
    const fields = fieldsWith(value, mark);
    const body = `Hello ${mark}.\n`;
    expect((await eve.send({ rcptTo: [ofMode(mode)], fields, body })).last.code).toBe(250);
    const { data, rcptTo } = await arrived(`Hello ${mark}.`);
    expectNothingInjected(data, [...Object.keys(fields), ...implied]);
    expect(bodyOf(data).toString()).toBe(`Hello ${mark}.\r\n`);
    expect(rcptTo).toEqual([mailbox]);
  });

  it.each([
    ['spaces and brackets', '"a> SIZE=1 Bcc: b <c"@stranger.example'],
    ['escaped octets', '"a\\" \\\\ Bcc: b"@stranger.example'],
    ['Unicode', 'ev\u00e9\u2028Bcc@stranger.example'],
    ['a comment', 'eve(Bcc: x)@stranger.example'],
  ])('has one reverse path, whoever sent it, with %s', async (_, mailFrom) => {
    const mark = nextMark();
    const { last } = await sendMail({
      port: target.server.smtpPort,
      mailFrom,
      mailParameters: ['SMTPUTF8'],
      helo: 'out.stranger.example',
      rcptTo: [ofMode(mode)],
      data: `From: ${eve.address}\r\nSubject: ${mark}\r\n\r\nHello.\r\n`,
    });
    expect([250, 501]).toContain(last.code);
    if (last.code !== 250) return;
    expectNothingInjected((await arrived(mark)).data, ['From', 'Subject', 'Date', 'Message-ID', 'To']);
  });

  it.each([
    ['brackets', 'x) by evil (y'],
    ['a semicolon', 'evil;X-Injected:yes'],
    ['control characters', 'evil\u000bX-Injected:\u0007yes'],
    ['a tab', 'evil\tX-Injected: yes'],
    ['a CR', 'evil\rX-Injected: yes'],
    ['Unicode', 'evil\u2028X-Injected:yes'],
    ['an escape', '[evil\\'],
    ['a quote', '"evil'],
    ['its length', `${'x'.repeat(900)}.example`],
  ])('has one Received of ours, whatever the client is called, with %s', async (_, helo) => {
    const mark = nextMark();
    const { last } = await sendMail({
      port: target.server.smtpPort,
      mailFrom: eve.address,
      helo,
      rcptTo: [ofMode(mode)],
      data: `From: ${eve.address}\r\nSubject: ${mark}\r\n\r\nHello.\r\n`,
    });
    expect([250, 500, 501]).toContain(last.code);
    if (last.code !== 250) return;
    expectNothingInjected((await arrived(mark)).data, ['From', 'Subject', 'Date', 'Message-ID', 'To']);
  });
});

describe('what rules change', () => {
  const ruled = `ruled@${aliasDomain}`;
  const add = (name: string, text: string) =>
    target.tryCommand(
      'rule',
      'add',
      name,
      '--alias',
      ruled,
      '--definition',
      JSON.stringify({
        conditions: [],
        actions: [{ kind: 'subject_prefix', text }, { kind: 'strip_attachments' }],
      }),
    );

  beforeAll(async () => {
    await target.command('alias', 'add', ruled, '--to', mailbox);
  });

  it.each([
    `[x]\r\nBcc: ${victim}`,
    `[x]\nBcc: ${victim}`,
    `[x]\rBcc: ${victim}`,
    '[x]\u2028Bcc',
    '[x]\u0085Bcc',
    '[x]\u000bBcc',
  ])('takes no prefix of several lines: %j', async (text) => {
    const { code, stderr } = await add('Lines', text);
    expect([code, stderr]).toEqual([1, expect.stringContaining('is one line')]);
  });

  it('is one line, with a prefix that looks encoded and names of files that are hostile', async () => {
    expect((await add('Prefix', `=?utf-8?Q?=0D=0ABcc:_${victim.replace('@', '=40')}?=`)).code).toBe(0);
    for (const [, value] of hostileNames) {
      const mark = nextMark();
      const star = encodeURIComponent(`a\r\nBcc: ${victim}\r\nX-Injected: yes\r\n\r\nSplit.`);
      const part = (disposition: string) =>
        `--b\nContent-Type: application/pdf; name="${value.replaceAll('"', '')}"\nContent-Disposition: attachment; ${disposition}\n\nx\n`;
      const body = `--b\n\n${mark}\n${part(`filename=${value}`)}${part(`filename*=utf-8''${star}`)}${part('filename="..\\\\..\\\\x"')}--b--\n`;
      const fields = { Subject: value, 'Content-Type': 'multipart/mixed; boundary=b' };
      await expect.poll(async () => (await eve.send({ rcptTo: [ruled], fields, body })).last.code).toBe(250);
      const { data } = await arrived(mark);
      expectNothingInjected(data, ['From', 'To', 'Subject', 'Message-ID', 'Content-Type', ...implied]);
      expect(fieldOf(data, 'Subject')).toMatch(/^=\?/u);
      expect(data.toString('latin1')).not.toContain('filename');
    }
  }, 30_000);
});

describe('the word of an owner about a sender', () => {
  it('is not in what the sender hears', async () => {
    const note = `sold me\r\n250 2.1.5 ok\r\nX-Injected: yes`;
    await target.tryCommand('sender', 'block', 'blocked.example', '--user', userEmail, '--note', note);
    const blocked = await createCorrespondent(target, 'x@blocked.example');
    await expect
      .poll(async () => (await blocked.send({ rcptTo: [ofMode('rewrite')] })).last, { timeout: 20_000 })
      .toMatchObject({ code: 550 });
    const { last } = await blocked.send({ rcptTo: [ofMode('rewrite')] });
    expect(last.lines.join('\n')).not.toMatch(/sold|X-Injected|2\.1\.5/u);
  }, 30_000);
});

it('left honest mail alone, and went nowhere else', async () => {
  await expectHonestMail(target);
  expect(recipientsOutside(target)).toEqual([]);
  expect(target.mx.violations).toEqual([]);
}, 30_000);
