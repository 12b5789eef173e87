import { sendMail, waitFor } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Correspondent, createCorrespondent, addressIn, fieldOf } from '../e2e/correspondent.ts';
import { alias, aliasDomain, mailbox, newestMessage } from '../e2e/installation.ts';
import {
  aliasNames,
  converseRaw,
  expectHonestMail,
  openTarget,
  recipientsOutside,
  type Target,
  victim,
} from './target.ts';

let target: Target;
let eve: Correspondent;

beforeAll(async () => {
  target = await openTarget();
  eve = await createCorrespondent(target, 'eve@stranger.example');
  // Where an address literal would lead, the MX of the tests listens.
  target.dns.set('alias.example.elsewhere.example', 'MX', [
    { preference: 10, exchange: 'mx.elsewhere.example' },
  ]);
});
afterAll(() => target[Symbol.asyncDispose]());

const long = 'x'.repeat(65);
/** What stood between the brackets of RCPT TO in relay probes of all times, and their combinations with a domain that is ours. */
const notations: readonly string[] = [
  victim,
  'victim@elsewhere.example.',
  'victim%elsewhere.example',
  `victim%elsewhere.example@${aliasDomain}`,
  `victim%elsewhere.example%${aliasDomain}@${aliasDomain}`,
  `victim%elsewhere.example@[127.0.0.1]`,
  'victim%elsewhere.example@mx.smtpy.example',
  `shop%40elsewhere.example@${aliasDomain}`,
  `victim%00@elsewhere.example@${aliasDomain}`,
  `victim%00@${aliasDomain}`,
  `elsewhere.example!victim`,
  `elsewhere.example!victim@${aliasDomain}`,
  `${aliasDomain}!elsewhere.example!victim@${aliasDomain}`,
  `${aliasDomain}!elsewhere.example!victim`,
  `@${aliasDomain}:${victim}`,
  `@${aliasDomain},@mx.smtpy.example:${victim}`,
  `@${aliasDomain}:victim%elsewhere.example@${aliasDomain}`,
  `@elsewhere.example:"${victim}"@${aliasDomain}`,
  `@:${victim}`,
  `@@${victim}`,
  `"${victim}"`,
  `"${victim}"@${aliasDomain}`,
  `"victim%elsewhere.example"@${aliasDomain}`,
  `"elsewhere.example!victim"@${aliasDomain}`,
  `"@elsewhere.example:victim"@${aliasDomain}`,
  `"victim\\@elsewhere.example"@${aliasDomain}`,
  `victim\\@elsewhere.example@${aliasDomain}`,
  `victim@elsewhere.example@${aliasDomain}`,
  `victim@elsewhere.example(@${aliasDomain})`,
  `victim@elsewhere.example (${alias})`,
  `victim(@elsewhere.example)@${aliasDomain}`,
  `(${alias})${victim}`,
  'victim@[127.0.0.1]',
  `shop@[127.0.0.1]`,
  'victim@[IPv6:::1]',
  'victim@[IPv6:::ffff:127.0.0.1]',
  'victim@127.0.0.1',
  'victim@#2130706433',
  'victim@localhost',
  `victim@${aliasDomain}.elsewhere.example`,
  `victim@x${aliasDomain}`,
  `victim@sub.${aliasDomain}`,
  `victim@.${aliasDomain}`,
  `victim@${aliasDomain}..`,
  'victim@',
  '@',
  '@elsewhere.example',
  'victim',
  'victim@""',
  `victim,${alias}`,
  `${victim},${alias}`,
  `${alias},${victim}`,
  `${alias};${victim}`,
  `${alias} ${victim}`,
  `victim|${alias}`,
  `|/bin/mail victim@elsewhere.example@${aliasDomain}`,
  `/var/mail/victim@${aliasDomain}`,
  `../victim@${aliasDomain}`,
  `:include:/etc/passwd@${aliasDomain}`,
  `"|mail ${victim}"@${aliasDomain}`,
  `victim=elsewhere.example@${aliasDomain}`,
  `*@${aliasDomain}`,
  `"*"@${aliasDomain}`,
  `" "@${aliasDomain}`,
  `""@${aliasDomain}`,
  `.victim@${aliasDomain}`,
  `vic..tim@${aliasDomain}`,
  `victim.@${aliasDomain}`,
  `-victim;x@${aliasDomain}`,
  `${long}@${aliasDomain}`,
  `victim@${'elsewhere.'.repeat(30)}example`,
  `victim\uff20elsewhere.example@${aliasDomain}`,
  `victim\ufe6belsewhere.example@${aliasDomain}`,
  `victim\uff05elsewhere.example@${aliasDomain}`,
  `elsewhere.example\uff01victim@${aliasDomain}`,
  `victim@elsewhere\u3002example`,
  `victim@elsewhere.example\uff20${aliasDomain}`,
  `victim\u202e@${aliasDomain}`,
  `victim\u200b@${aliasDomain}`,
  `shop\u00ad@${aliasDomain}`,
  `shop\u0000@${aliasDomain}`,
];

/** Lines that are no `RCPT TO:<path>` at all, or have more behind it. */
const lines: readonly (string | Buffer)[] = [
  `RCPT TO:${victim}`,
  `RCPT TO:<${alias}> <${victim}>`,
  `RCPT TO:<${alias}>,<${victim}>`,
  `RCPT TO:<${alias}>@elsewhere.example`,
  `RCPT TO:<${alias}><${victim}>`,
  `RCPT TO:<<${alias}>@elsewhere.example>`,
  `RCPT TO:<a@b>@c`,
  `RCPT TO:"x <${alias}>" <${victim}>`,
  `RCPT TO:<${alias}> ORCPT=rfc822;${victim}`,
  `RCPT TO:<${alias}> NOTIFY=SUCCESS`,
  `RCPT TO:<>`,
  `RCPT TO:< >`,
  `RCPT TO:`,
  `RCPT TO:<${alias}\r>`,
  `RCPT TO:<${alias}\nRCPT TO:<${victim}>`,
  `RCPT TO:<"x\nRCPT TO:<${victim}>"@${aliasDomain}>`,
  Buffer.from(`RCPT TO:<victim\xc0\x80elsewhere@${aliasDomain}>`, 'latin1'),
  Buffer.from(`RCPT TO:<victim\xc1\x80elsewhere.example@${aliasDomain}>`, 'latin1'),
  Buffer.from(`RCPT TO:<victim\xff@${aliasDomain}>`, 'latin1'),
  Buffer.from(`RCPT TO:<victim\xed\xa0\x80@${aliasDomain}>`, 'latin1'),
];

const crlf = Buffer.from('\r\n');
const letter = `From: eve@stranger.example\r\nTo: ${victim}\r\nSubject: Relayed\r\n\r\nRelayed.\r\n.\r\n`;

/** Says one line to a fresh transaction; where it is taken, sends a message. Gives the code of its reply. */
async function probe(line: string | Buffer): Promise<number> {
  const { text } = await converseRaw(
    target.server.smtpPort,
    [
      'EHLO out.stranger.example\r\n',
      'MAIL FROM:<eve@stranger.example> SMTPUTF8\r\n',
      Buffer.concat([Buffer.from(line), crlf]),
      'DATA\r\n',
      `${letter}QUIT\r\n`,
    ],
    /^221|\r\n221/u,
  );
  const replies = text.split('\r\n').filter((each) => /^\d{3} /u.test(each));
  return Number(replies[3]?.slice(0, 3) ?? 421);
}

/** The probes that were taken, a few at a time. */
async function takenOf(probes: readonly (string | Buffer)[]): Promise<readonly (string | Buffer)[]> {
  const taken: (string | Buffer)[] = [];
  for (let first = 0; first < probes.length; first += 10) {
    const some = probes.slice(first, first + 10);
    const codes = await Promise.all(some.map(probe));
    taken.push(...some.filter((_, index) => (codes[index] ?? 0) < 400));
  }
  return taken;
}

const paths = notations.map((path) => `RCPT TO:<${path}>`);

const modes = [
  ['no catch-all', []],
  ['a catch-all that forwards', ['--catch-all', 'forward', '--catch-all-to', mailbox]],
  ['a catch-all that makes aliases', ['--catch-all', 'create', '--catch-all-to', mailbox]],
] as const;

describe.each(modes)('relay probes at a domain with %s', (mode, options) => {
  beforeAll(async () => {
    if (options.length === 0) return;
    await target.command('domain', 'set', aliasDomain, ...options);
    // Workers learn of it within seconds.
    const name = mode.replaceAll(/\W/gu, '');
    await waitFor(async () => (await probe(`RCPT TO:<${name}@${aliasDomain}>`)) === 250, {
      what: mode,
      timeoutMs: 20_000,
    });
  });

  it('are refused in every notation, send nothing anywhere, and make no alias', async () => {
    const before = await aliasNames(target);
    expect(await takenOf([...paths, ...lines])).toEqual([]);
    expect(await aliasNames(target)).toEqual(before);
    await expectHonestMail(target);
    expect(recipientsOutside(target)).toEqual([]);
  }, 60_000);

  it('that name an alias of ours behind a route reach its mailbox and nobody else', async () => {
    const routed = [`@elsewhere.example:${alias}`, `@elsewhere.example,@x.example:${alias}`];
    expect(await takenOf(routed.map((path) => `RCPT TO:<${path}>`))).toHaveLength(2);
    await expectHonestMail(target);
    expect(recipientsOutside(target)).toEqual([]);
  }, 60_000);

  it('do not begin with a stranger who writes to contacts', async () => {
    const before = await aliasNames(target);
    const forms = [
      `shop+victim=elsewhere.example@${aliasDomain}`,
      `SHOP+victim=elsewhere.example@${aliasDomain.toUpperCase()}`,
      `shop+"victim"=elsewhere.example@${aliasDomain}`,
      `shop+x+victim=elsewhere.example@${aliasDomain}`,
      `shop+victim%elsewhere.example=${aliasDomain}@${aliasDomain}`,
      `shop+victim=[127.0.0.1]@${aliasDomain}`,
      `*+victim=elsewhere.example@${aliasDomain}`,
      `nobody+victim=elsewhere.example@${aliasDomain}`,
      `+victim=elsewhere.example@${aliasDomain}`,
    ];
    const forged = { From: `Jane <${mailbox}>` };
    for (const rcptTo of forms) {
      await eve.send({ rcptTo: [rcptTo] });
      // The mailbox's own name proves nothing: neither SPF nor DKIM of its domain vouches for eve.
      await eve.send({ rcptTo: [rcptTo], fields: forged, isSigned: false });
      await eve.send({ rcptTo: [rcptTo], fields: forged, isSigned: false, mailFrom: mailbox });
    }
    await expectHonestMail(target);
    expect(recipientsOutside(target)).toEqual([]);
    // No catch-all takes what was to be a contact's address.
    expect(await aliasNames(target)).toEqual(before);
  }, 60_000);
});

describe('reply addresses and plus-addressing', () => {
  it('let a stranger write to no contact, and tell him so', async () => {
    const before = target.mx.messages.length;
    await target.honest.send({ rcptTo: [alias] });
    await expect.poll(() => target.mx.messages.length).toBeGreaterThan(before);
    const replyAddress = addressIn(fieldOf(target.mx.messages.at(-1)?.data ?? Buffer.alloc(0), 'From'));
    expect(replyAddress).toMatch(/@alias\.example$/u);
    const { last } = await eve.send({ rcptTo: [replyAddress] });
    expect(last.code).toBe(550);
    const [local = ''] = replyAddress.split('@');
    for (const rcptTo of [
      `${local}+x@${aliasDomain}`,
      `${local}%x@${aliasDomain}`,
      `x.${local}@${aliasDomain}`,
    ])
      await eve.send({ rcptTo: [rcptTo] });
    await expectHonestMail(target);
    expect(recipientsOutside(target)).toEqual([]);
  }, 60_000);

  it('bring mail for shop+anything to the mailbox alone', async () => {
    const tags = ['x', 'elsewhere.example', 'a+b+c', 'victim_elsewhere.example'];
    for (const tag of tags) {
      const { last } = await sendMail({
        port: target.server.smtpPort,
        mailFrom: eve.address,
        rcptTo: [`shop+${tag}@${aliasDomain}`],
        data: `From: ${eve.address}\r\nTo: ${victim}\r\nBcc: ${victim}\r\nSubject: Tagged\r\n\r\nHello.\r\n`,
      });
      expect(last.code).toBe(250);
    }
    expect((await newestMessage(target)).deliveries).toHaveLength(1);
    await expectHonestMail(target);
    expect(recipientsOutside(target)).toEqual([]);
  }, 60_000);
});

describe('names that look like others', () => {
  // Unseen letters and marks (Unicode Default_Ignorable_Code_Point), and marks with nothing to stand on.
  const lookalikes = [
    'shop\u034f',
    'sh\u115fop',
    'shop\u3164',
    'shop\ufe0f',
    'shop\u{e0100}',
    '\u0301',
    '\uffa0',
  ];

  it('are made by no catch-all', async () => {
    const before = await aliasNames(target);
    const taken = await takenOf(lookalikes.map((name) => `RCPT TO:<${name}@${aliasDomain}>`));
    expect({ taken, names: await aliasNames(target) }).toEqual({ taken: [], names: before });
  }, 60_000);
});
