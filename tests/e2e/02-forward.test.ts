import { createHash } from 'node:crypto';
import { corpus, type SampleMaker, sendMail, waitFor } from '@smtpy/testkit';
import { dkimVerify } from 'mailauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  alias,
  aliasDomain,
  install,
  type Installation,
  mailbox,
  newestMessage,
  type ShownMessage,
} from './installation.ts';
import { hasPythonDkim, verifyWithPython } from './python-dkim.ts';

function bodyOf(message: Buffer): Buffer {
  return message.subarray(message.indexOf('\r\n\r\n') + 4);
}

function sha256(data: Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function headerOf(message: Buffer): string {
  return message
    .subarray(0, message.indexOf('\r\n\r\n') + 2)
    .toString('latin1')
    .replace(/\r\n[ \t]+/gu, ' ');
}

/**
 * A calendar is the one thing that is changed in a body: the organizer is answered at the reply address, and the guest is the mailbox.
 * With that undone nothing else may differ.
 */
function undoCalendar(body: Buffer): Buffer {
  const text = body.toString('latin1').replace(/\r\n[ \t]/gu, '');
  const organizer = /^ORGANIZER.*mailto:(.*@alias\.example)\r$/mu.exec(text)?.[1];
  if (organizer === undefined || !text.includes(`mailto:${mailbox}`)) throw new Error('nothing was changed');
  return Buffer.from(text.replace(organizer, 'jane@sender.example').replace(mailbox, alias), 'latin1');
}

describe.each(['direct', 'relay'] as const)('forwarding, route %s', (route) => {
  let it_: Installation;
  beforeAll(async () => {
    it_ = await install({ route });
  });
  afterAll(async () => {
    await it_[Symbol.asyncDispose]();
  });

  const samples: Readonly<Record<string, SampleMaker>> = corpus;
  it.each(Object.keys(samples))(
    'delivers %s with the body unchanged and our signature valid',
    async (name) => {
      const messageId = `<${name}.${route}@sender.example>`;
      const make = samples[name];
      if (make === undefined) throw new Error(`no sample ${name}`);
      const sent = make({ messageId, headerTo: alias });
      const replies = await sendMail({
        port: it_.server.smtpPort,
        mailFrom: 'news@sender.example',
        rcptTo: [alias],
        data: sent,
      });
      expect(replies.last.code).toBe(250);
      const received = await waitFor(() => it_.mx.messages.find(({ data }) => data.includes(messageId)), {
        what: `${messageId} arrived`,
        timeoutMs: 30_000,
      });
      expect(received.rcptTo).toEqual([mailbox]);
      expect(received.mailFrom).toMatch(/^b-[a-z2-7]+@alias\.example$/u);
      const body = name === 'calendar' ? undoCalendar(bodyOf(received.data)) : bodyOf(received.data);
      expect(sha256(body)).toBe(sha256(bodyOf(sent)));
      expect(headerOf(received.data)).toMatch(/^From: .*<[^>]+@alias\.example>\r\n/mu);
      expect(headerOf(received.data)).toMatch(/^X-Original-From: .*jane@sender\.example/mu);
      expect(headerOf(received.data)).toMatch(/^Authentication-Results: mx\.smtpy\.example;/mu);
      await expectValidSignature(received.data, it_);
      if (hasPythonDkim) expect(await verifyWithPython(received.data, it_.dns.address)).toBe('valid');
    },
  );

  it('shows each step on the timeline and ends as delivered', async () => {
    const data = corpus.plain({ messageId: `<timeline.${route}@sender.example>`, headerTo: alias });
    await sendMail({ port: it_.server.smtpPort, mailFrom: 'news@sender.example', rcptTo: [alias], data });
    await expect
      .poll(async () => (await newestMessage(it_)).deliveries[0]?.state, { timeout: 20_000 })
      .toBe('delivered');
    const { timeline } = await newestMessage(it_);
    expect(timeline.map(({ kind }) => kind)).toEqual([
      'connected',
      'authenticated',
      'matched',
      // Address, limits, senders, authentication.
      'policy',
      'policy',
      'policy',
      'policy',
      'accepted',
      'attempt',
      'delivered',
    ]);
  });

  it('puts a report to the return path on the timeline of what it is about, and takes no forged one', async () => {
    const original = await newestMessage(it_);
    const returnPath = it_.mx.messages.at(-1)?.mailFrom ?? '';
    const report = Buffer.from(`From: <>\r\nTo: ${returnPath}\r\nSubject: Undelivered\r\n\r\nNo.\r\n`);
    const send = (rcptTo: string) =>
      sendMail({ port: it_.server.smtpPort, mailFrom: '', rcptTo: [rcptTo], data: report });
    const [local = '', domain = ''] = returnPath.split('@');
    const forged = `${local.slice(0, -1)}${local.endsWith('a') ? 'b' : 'a'}@${domain}`;
    expect((await send(forged)).last.code).toBe(550);
    expect((await send(returnPath.toUpperCase())).last.code).toBe(250);
    const told = (await it_.command('message', 'show', original.id)) as ShownMessage;
    expect(told.timeline.at(-1)?.kind).toBe('reported');
    expect((await newestMessage(it_)).deliveries.map(({ state }) => state)).toEqual(['discarded']);
  });

  it('keeps no content and every invariant', async () => {
    expect(await it_.command('check-invariants')).toMatchObject({ violations: [] });
    expect(it_.mx.violations).toEqual([]);
  });
});

async function expectValidSignature(message: Buffer, { dns }: Installation): Promise<void> {
  const { Resolver } = await import('node:dns/promises');
  const resolver = new Resolver();
  resolver.setServers([dns.address]);
  const { results } = await dkimVerify(message, {
    resolver: (name, type) => resolver.resolve(name, type) as Promise<string[][]>,
  });
  const ours = results.filter((result) => result.signingDomain === aliasDomain);
  expect(ours.map((result) => result.status.result)).toEqual(['pass']);
}
