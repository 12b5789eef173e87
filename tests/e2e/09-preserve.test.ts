import { dkimVerify } from 'mailauth';
import {
  corpus,
  generateKeyPairPem,
  type SampleMaker,
  sendMail,
  signWithDkim,
  waitFor,
} from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, type Correspondent, createCorrespondent, fieldOf, headerOf } from './correspondent.ts';
import {
  alias,
  aliasDomain,
  install,
  type Installation,
  mailbox,
  mailboxDomain,
  newestMessage,
  userEmail,
} from './installation.ts';
import { hasPythonDkim, verifyArcWithPython, verifyWithPython } from './python-dkim.ts';

let it_: Installation;
/** The mailbox, which receives. */
let jane: Correspondent;

beforeAll(async () => {
  it_ = await install();
  jane = await createCorrespondent(it_, mailbox);
  await it_.command('alias', 'set', alias, '--mode', 'preserve');
});
afterAll(() => it_[Symbol.asyncDispose]());

describe('mode preserve', () => {
  const samples: Readonly<Record<string, SampleMaker>> = corpus;
  const signed = Object.keys(samples).filter((name) => name !== 'large');

  it.each(signed)("keeps %s byte for byte, so that the author's signature still verifies", async (name) => {
    const key = await generateKeyPairPem();
    it_.dns.set('test._domainkey.author.example', 'TXT', [key.dkimRecord]);
    const messageId = `<${name}.preserve@author.example>`;
    const make = samples[name];
    if (make === undefined) throw new Error(`no sample ${name}`);
    const plain = make({ messageId, headerTo: alias, headerFrom: 'Author <author@author.example>' });
    const sent = await signWithDkim(plain, {
      domain: 'author.example',
      selector: 'test',
      privateKeyPem: key.privateKeyPem,
    });
    const { last } = await sendMail({
      port: it_.server.smtpPort,
      mailFrom: 'author@author.example',
      rcptTo: [alias],
      data: sent,
    });
    expect(last.code).toBe(250);
    const received = await waitFor(() => it_.mx.messages.find(({ data }) => data.includes(messageId)), {
      what: `${messageId} arrived`,
      timeoutMs: 30_000,
    });
    expect(received.mailFrom).toMatch(
      /^SRS0=[a-z2-7]{8}=[a-z2-7]{16}=author\.example=author@alias\.example$/u,
    );
    const original = sent.subarray(0, sent.indexOf('\r\n\r\n') + 4);
    expect(received.data.subarray(-sent.length).equals(sent) || received.data.includes(original)).toBe(true);
    expect(bodyOf(received.data).equals(bodyOf(sent))).toBe(true);
    await expectAuthorsSignature(received.data);
    if (hasPythonDkim) {
      expect(await verifyWithPython(received.data, it_.dns.address)).toBe('valid');
      expect(await verifyArcWithPython(received.data, it_.dns.address)).toBe('pass');
    }
  });

  it('adds trace fields and one ARC set of the domain, nothing else', async () => {
    const author = await createCorrespondent(it_, 'anna@author.example');
    const before = jane.received().length;
    const { sent } = await author.send({ rcptTo: [alias] });
    const { data } = await jane.awaitMail(before + 1);
    const added = headerOf(Buffer.concat([data.subarray(0, data.length - sent.length), Buffer.from('\r\n')]));
    const names = added.split('\r\n').flatMap((line) => /^([A-Za-z-]+):/u.exec(line)?.[1] ?? []);
    expect(new Set(names)).toEqual(
      new Set([
        'ARC-Seal',
        'ARC-Message-Signature',
        'ARC-Authentication-Results',
        'Authentication-Results',
        'Received',
        'X-SMTPy-Loop',
      ]),
    );
    expect(data.subarray(data.length - sent.length).equals(sent)).toBe(true);
    expect(fieldOf(data, 'ARC-Seal')).toContain(`d=${aliasDomain}`);
  });
});

describe('mode adaptive', () => {
  const strict = 'strict.example';
  const strictMailbox = `ada@${strict}`;
  const strictAlias = `adaptive@${aliasDomain}`;

  beforeAll(async () => {
    it_.dns.set(strict, 'MX', [{ preference: 10, exchange: `mx.${mailboxDomain}` }]);
    await it_.command('mailbox', 'add', strictMailbox, '--user', userEmail, '--trust');
    await it_.command('alias', 'add', strictAlias, '--to', strictMailbox, '--mode', 'adaptive');
    // Refuses whatever does not come from the alias's own domain, as DMARC with a strict author would.
    it_.mx.on.body = ({ mailFrom, rcptTo }) =>
      rcptTo === strictMailbox && mailFrom.startsWith('SRS')
        ? '550 5.7.26 Unauthenticated email is not accepted due to DMARC policy'
        : undefined;
  });
  afterAll(() => {
    delete it_.mx.on.body;
  });

  const isForStrict = ({ rcptTo }: { readonly rcptTo: readonly string[] }) => rcptTo.includes(strictMailbox);
  const refused = (): number => it_.mx.unacceptedMessages.filter(isForStrict).length;
  const taken = (): number => it_.mx.messages.filter(isForStrict).length;

  it('sends once more as rewrite when DMARC passed here and is refused there, and remembers', async () => {
    const author = await createCorrespondent(it_, 'anna@strict-author.example');
    await author.send({ rcptTo: [strictAlias], fields: { Subject: 'First' } });
    await waitFor(() => taken() === 1, { what: 'the second try', timeoutMs: 30_000 });
    expect(refused()).toBe(1);
    const first = it_.mx.messages.find(isForStrict);
    expect(fieldOf(first?.data ?? Buffer.alloc(0), 'From')).toMatch(/@alias\.example>$/u);
    await expect.poll(async () => (await newestMessage(it_)).deliveries[0]?.state).toBe('delivered');
    const told = await newestMessage(it_);
    expect(told.deliveries[0]?.attempts).toBe(1);
    expect(JSON.stringify(told.timeline)).toContain('5.7.26');
    await author.send({ rcptTo: [strictAlias], fields: { Subject: 'Second' } });
    await waitFor(() => taken() === 2, { what: 'the second message', timeoutMs: 30_000 });
    expect(refused()).toBe(1);
  });

  it('does not help a message that failed DMARC here as well', async () => {
    await createCorrespondent(it_, 'anna@forged.example');
    await sendMail({
      port: it_.server.smtpPort,
      mailFrom: 'spammer@elsewhere.example',
      rcptTo: [strictAlias],
      data: 'From: anna@forged.example\r\nSubject: Forged\r\n\r\nHello.\r\n',
    });
    await expect
      .poll(async () => (await newestMessage(it_)).deliveries[0]?.state, { timeout: 20_000 })
      .toBe('bounced');
  });
});

async function expectAuthorsSignature(message: Buffer): Promise<void> {
  const { Resolver } = await import('node:dns/promises');
  const resolver = new Resolver();
  resolver.setServers([it_.dns.address]);
  const { results } = await dkimVerify(message, {
    resolver: (name, type) => resolver.resolve(name, type) as Promise<string[][]>,
  });
  const authors = results.filter(({ signingDomain }) => signingDomain === 'author.example');
  expect(authors.map(({ status }) => status.result)).toEqual(['pass']);
}
