import { openSmtpDialog } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alias } from '../e2e/installation.ts';
import { converseRaw, expectHonestMail, openTarget, recipientsOutside, type Target } from './target.ts';

let target: Target;

beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target[Symbol.asyncDispose]());

const opening = [
  'EHLO out.stranger.example\r\n',
  'MAIL FROM:<eve@stranger.example>\r\n',
  `RCPT TO:<${alias}>\r\n`,
  'DATA\r\n',
] as const;
const header = 'From: eve@stranger.example\r\nSubject: Carrier\r\n';
/** A second message, as a server would run it that saw the end of the first. */
const passenger = `MAIL FROM:<ceo@bank.example>\r\nRCPT TO:<${alias}>\r\nDATA\r\nFrom: ceo@bank.example\r\nSubject: Smuggled\r\n\r\nPay.\r\n.\r\n`;

async function countMessages(): Promise<number> {
  const { items } = (await target.command('message', 'list', '--limit', '200')) as {
    items: readonly unknown[];
  };
  return items.length;
}

/** Replies behind the 354. */
async function deliver(
  ...pieces: readonly (string | readonly string[])[]
): Promise<readonly [codes: string, isClosed: boolean]> {
  const { text, isClosedByServer } = await converseRaw(
    target.server.smtpPort,
    [...opening, ...pieces],
    /(?:^|\r\n)221 /u,
  );
  const [, behind = ''] = text.split(/\r\n354[^\r]*\r\n/u);
  return [[...behind.matchAll(/^\d{3}/gmu)].join(' '), isClosedByServer];
}

const cr = '\r';
const lf = '\n';
const crlf = '\r\n';
/** Everything that some server has taken for the end of content; none has a CR or LF in pairs alone. */
const falseEnds: readonly string[] = [
  ...[lf, cr].flatMap((before) => [lf, cr, crlf, '\r\r\n', '\n\r'].map((after) => `${before}.${after}`)),
  ...[lf, cr, '\r\r\n', '\n\r'].map((after) => `${crlf}.${after}`),
  `\r\r\n.${crlf}`,
  `\n\r.${crlf}`,
  `\n\n.${crlf}`,
  `${lf}.${crlf}.${lf}`,
  `${crlf}\0.${lf}`,
  `${crlf}.\0${lf}`,
  `${lf}\0.${crlf}`,
  `${crlf}\0${lf}.${crlf}`,
  `${lf}..${lf}`,
  `${crlf}..${lf}`,
  `${lf} .${crlf}`,
  `${lf}.${crlf}${crlf}`,
];

describe('content that another server could take for two messages', () => {
  it.each(falseEnds.map((end) => [JSON.stringify(end), end]))(
    'is refused and ends the session, with %s in the body',
    async (_, end) => {
      const [codes, isClosed] = await deliver(`${header}\r\nhello${end}${passenger}`, 'QUIT\r\n');
      expect([codes, isClosed]).toEqual(['554', true]);
    },
  );

  it.each([
    ['a bare LF', `${header}X-Injected: yes\nBcc: victim@elsewhere.example\r\n\r\nhello\r\n.\r\n`],
    ['a bare CR', `${header}X-A: yes\rBcc: victim@elsewhere.example\r\n\r\nhello\r\n.\r\n`],
    ['LF alone as the empty line', `${header}\nhello\r\n.\r\n`],
    ['LF CR', `${header}X-A: yes\n\rX-B: no\r\n\r\nhello\r\n.\r\n`],
    ['a false end', `${header}X-A: yes\n.\r\n${passenger}`],
  ])('is refused and ends the session, with %s in the header', async (_, content) => {
    const [codes, isClosed] = await deliver(content, 'QUIT\r\n');
    expect([codes, isClosed]).toEqual(['554', true]);
  });

  it('is refused wherever the octets are cut', async () => {
    const [codes, isClosed] = await deliver([`${header}\r\nhello\r`, '.', '\n', passenger]);
    expect([codes, isClosed]).toEqual(['554', true]);
  });

  it('left nothing', async () => {
    expect(await countMessages()).toBe(0);
    expect(target.mx.messages).toEqual([]);
    await expectHonestMail(target);
  }, 30_000);
});

describe('content whose lines are in order', () => {
  it.each([
    ['a NUL before the dot', '\r\n\0.\r\n'],
    ['a NUL behind the dot', '\r\n.\0\r\n'],
    ['a space before the dot', '\r\n .\r\n'],
    ['a space behind the dot', '\r\n. \r\n'],
    ['two dots', '\r\n..\r\n'],
    ['a dot that is none', '\r\n\u3002\r\n'],
    ['NEL', '\r\n\u0085.\u0085\r\n'],
    ['line separators', '\r\n\u2028.\u2028\r\n'],
  ])('is one message with %s, and leaves as one', async (_, end) => {
    const before = target.mx.messages.length;
    const [codes] = await deliver(`${header}\r\nhello${end}${passenger}`, 'QUIT\r\n');
    expect(codes).toBe('250 221');
    await expect.poll(() => target.mx.messages.length).toBe(before + 1);
    const { data, rawData, mailFrom } = target.mx.messages.at(-1) ?? { rawData: Buffer.alloc(0) };
    expect(data?.toString('latin1')).toContain('Subject: Smuggled');
    expect(mailFrom).not.toContain('bank.example');
    // Nothing in what leaves ends it for any reader, and no line end is half.
    expect(rawData.toString('latin1')).not.toMatch(/(?:^|[\r\n])\.(?:[\r\n]|$)|\r(?!\n)|(?<!\r)\n/u);
    expect(target.mx.violations).toEqual([]);
  });

  it('left one message each', async () => {
    await expectHonestMail(target);
    expect(await countMessages()).toBe(target.mx.messages.length);
    expect(recipientsOutside(target)).toEqual([]);
  }, 30_000);
});

describe('commands around content', () => {
  it('are not run when the content came before it was asked for', async () => {
    const before = await countMessages();
    const all = `${opening.join('')}${header}\r\nhello\r\n.\r\n${passenger}QUIT\r\n`;
    const { text, isClosedByServer } = await converseRaw(target.server.smtpPort, [all], /(?:^|\r\n)221 /u);
    expect(text).not.toMatch(/^250 2\.0\.0 accepted|^354/mu);
    expect(isClosedByServer).toBe(true);
    expect(await countMessages()).toBe(before);
  });

  it('know no CHUNKING and no BINARYMIME (RFC 3030), and take no message by them', async () => {
    const before = await countMessages();
    const { text } = await converseRaw(
      target.server.smtpPort,
      [
        ...opening.slice(0, 3),
        `BDAT ${String(Buffer.byteLength(passenger))} LAST\r\n${passenger}`,
        'RSET\r\n',
        'MAIL FROM:<eve@stranger.example> BODY=BINARYMIME\r\n',
        'QUIT\r\n',
      ],
      /(?:^|\r\n)(?:221|421) /u,
    );
    expect(text).not.toMatch(/CHUNKING|BINARYMIME|BDAT/u);
    expect(text).toMatch(/^50[0-4] /mu);
    await expectNothingSmuggled();
    expect(await countMessages()).toBe(before);
  });

  it('do not live on behind STARTTLS, and no data is taken for a command behind a refused DATA', async () => {
    const before = await countMessages();
    await using dialog = await openSmtpDialog(target.server.smtpPort);
    await dialog.expect(220);
    await dialog.command('EHLO out.stranger.example');
    await dialog.sendRaw(`STARTTLS\r\n${passenger}`);
    await dialog.expect(220);
    await dialog.upgradeToTls();
    expect((await dialog.command('EHLO out.stranger.example')).code).toBe(250);
    expect((await dialog.command('DATA')).code).toBe(503);
    expect((await dialog.command('QUIT')).code).toBe(221);
    const refused = await converseRaw(
      target.server.smtpPort,
      ['EHLO out.stranger.example\r\n', `DATA\r\n${header}\r\nhello\r\n.\r\nQUIT\r\n`],
      /(?:^|\r\n)(?:221|421) /u,
    );
    expect(refused.text).not.toMatch(/^354/mu);
    expect(await countMessages()).toBe(before);
  }, 30_000);

  it('left honest mail alone', async () => {
    await expectNothingSmuggled();
    await expectHonestMail(target);
    expect(recipientsOutside(target)).toEqual([]);
  }, 30_000);
});

/** What of the bank's name was stored is nothing. */
async function expectNothingSmuggled(): Promise<void> {
  const { items } = (await target.command('message', 'list', '--limit', '200')) as {
    items: readonly { subject: string | null; mail_from: string }[];
  };
  expect(
    items.filter(({ subject, mail_from: from }) => subject === 'Smuggled' || /bank/u.test(from)),
  ).toEqual([]);
}
