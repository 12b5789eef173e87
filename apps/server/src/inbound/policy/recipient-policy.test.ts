import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { corpus, openSmtpDialog, sendMail, type SmtpDialog, waitFor } from '@smtpy/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeAlias, organizations } from '../testdata/entries.ts';
import { type ReceivingWorld, startReceivingWorld } from '../testdata/receiving-world.ts';
import type { LimitUse } from '../../limits/index.ts';
import type { InboundPolicy, SenderJudgement, SenderQuestion } from './ports.ts';

let dataDir: string;
let world: ReceivingWorld;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'smtpy-policy-'));
});
afterEach(() => world[Symbol.asyncDispose]());
afterAll(() => rm(dataDir, { recursive: true }));

async function begin(policy: Partial<InboundPolicy>): Promise<SmtpDialog> {
  world = await startReceivingWorld({ dataDir, policy });
  const dialog = await openSmtpDialog(world.port);
  await dialog.expect(220);
  await dialog.command('EHLO client.example');
  await dialog.command('MAIL FROM:<jane@sender.example>');
  return dialog;
}

const allowOrBlock = (kind: 'allowed' | 'blocked', scope: 'alias' | 'organization' | 'operator') => ({
  judge: (): Promise<SenderJudgement> =>
    Promise.resolve({ kind, entry: { subject: 'sender.example', scope }, mayBeAllowed: false }),
});
const listed: InboundPolicy['dnsLists'] = {
  check: () => Promise.resolve({ kind: 'listed', zone: 'bl.example' }),
};

describe('a limit', () => {
  it.each([
    ['client', '450 4.7.1 Too much mail from your address'],
    ['sender', '450 4.7.1 Too much mail from this sender'],
    ['alias', '450 4.2.1 Too much mail for this address'],
    ['organization', '450 4.2.1 Too much mail for this address'],
    ['newAliases', '450 4.2.1 Too much mail for this address'],
  ] as const)('per %s that is used up is told, and noted for the owner', async (limit, reply) => {
    const dialog = await begin({ limits: { take: () => ({ kind: 'over', limit, key: 'x' }) } });
    const { code, lines } = await dialog.command('RCPT TO:<shop@alias.example>');
    expect(`${String(code)} ${lines.join(' ')}`).toContain(reply.slice(4));
    expect(code).toBe(450);
    await waitFor(() => world.notes.length > 0, { what: 'the note' });
    expect(world.notes).toEqual([
      {
        organizationId: organizations.first,
        aliasId: 'alias:shop@alias.example',
        recipient: 'shop@alias.example',
        mailFrom: 'jane@sender.example',
        ip: '127.0.0.1',
        stage: 'rcpt',
        code: 450,
        reason: `limit of ${limit}`,
        privacyLevel: 'full',
      },
    ]);
    await dialog.close();
  });

  it('counts client, sender, alias and organization', async () => {
    const uses: LimitUse[] = [];
    const dialog = await begin({
      limits: { take: (taken) => (uses.push(...taken), { kind: 'within' }) },
    });
    await dialog.command('RCPT TO:<shop@alias.example>');
    expect(uses).toEqual([
      { limit: 'client', key: '127.0.0.1' },
      // No address, and nobody else's: the reverse path is not proven yet.
      { limit: 'sender', key: expect.stringMatching(/^[\w-]{43} 127\.0\.0\.0\/24$/u) as unknown },
      { limit: 'alias', key: 'alias:shop@alias.example' },
      { limit: 'organization', key: organizations.first },
    ]);
    await dialog.close();
  });

  it('of the first of two recipients leaves the second alone, which gets the message once', async () => {
    const take = (uses: readonly LimitUse[]) =>
      uses.some(({ key }) => key === 'alias:shop@alias.example')
        ? ({ kind: 'over', limit: 'alias', key: 'x' } as const)
        : ({ kind: 'within' } as const);
    world = await startReceivingWorld({ dataDir, policy: { limits: { take } } });
    const { last } = await sendMail({
      port: world.port,
      mailFrom: 'jane@sender.example',
      rcptTo: ['shop@alias.example', 'other@alias.example'],
      data: corpus.plain({ messageId: '<1@sender.example>' }),
    });
    expect(last.code).toBe(250);
    const deliveries = world.queue.acceptances.flatMap(({ messages }) =>
      messages.flatMap((message) => message.deliveries),
    );
    expect(deliveries.map(({ recipient }) => recipient)).toEqual(['other@alias.example']);
  });
});

describe('a blocked sender', () => {
  it('is refused for good where the owner blocks it', async () => {
    const dialog = await begin({ senders: allowOrBlock('blocked', 'organization') });
    expect((await dialog.command('RCPT TO:<shop@alias.example>')).code).toBe(550);
    expect((await dialog.command('NOOP')).code).toBe(250);
    await dialog.close();
  });

  it('hears 421 where the operator does, or 450 behind a recipient that was taken', async () => {
    let isBlocked = false;
    const judge = (): Promise<SenderJudgement> =>
      Promise.resolve(
        isBlocked
          ? { kind: 'blocked', entry: { subject: 'x', scope: 'operator' }, mayBeAllowed: false }
          : { kind: 'none', mayBeAllowed: false },
      );
    const dialog = await begin({ senders: { judge } });
    await dialog.command('RCPT TO:<shop@alias.example>');
    isBlocked = true;
    expect((await dialog.command('RCPT TO:<other@alias.example>')).code).toBe(450);
    await dialog.command('RSET');
    await dialog.command('MAIL FROM:<jane@sender.example>');
    expect((await dialog.command('RCPT TO:<other@alias.example>')).code).toBe(421);
    await dialog.close();
  });

  it('is asked about as if all were proven, since it may be', async () => {
    const questions: SenderQuestion[] = [];
    const judge = (question: SenderQuestion): Promise<SenderJudgement> => {
      questions.push(question);
      return Promise.resolve({ kind: 'none', mayBeAllowed: false });
    };
    const dialog = await begin({ senders: { judge } });
    await dialog.command('RCPT TO:<shop@alias.example>');
    expect(questions).toMatchObject([
      { mailFrom: { localPart: 'jane', domain: 'sender.example' }, isMailFromProven: true },
    ]);
    await dialog.close();
  });

  it('does not keep an owner from answering: his replies are not asked about', async () => {
    const dialog = await begin({ senders: allowOrBlock('blocked', 'organization') });
    expect((await dialog.command('RCPT TO:<r-bob@alias.example>')).code).toBe(250);
    await dialog.close();
  });
});

describe('a sender who may still be allowed by its author', () => {
  it.each([
    ['blocked by its reverse path', { senders: { judge: () => blockedSoFar } }],
    ['on a DNS list', { dnsLists: listed, senders: { judge: () => undecidedSoFar } }],
  ])('and is %s gets as far as the content', async (_, policy) => {
    const dialog = await begin(policy);
    expect((await dialog.command('RCPT TO:<shop@alias.example>')).code).toBe(250);
    await dialog.close();
  });
});

const undecidedSoFar: Promise<SenderJudgement> = Promise.resolve({ kind: 'none', mayBeAllowed: true });
const blockedSoFar: Promise<SenderJudgement> = Promise.resolve({
  kind: 'blocked',
  entry: { subject: 'sender.example', scope: 'organization' },
  mayBeAllowed: true,
});

describe('a client on a DNS list', () => {
  it('hears 421', async () => {
    const dialog = await begin({ dnsLists: listed });
    expect((await dialog.command('RCPT TO:<shop@alias.example>')).code).toBe(421);
    await dialog.close();
  });

  it('is let through for a sender whom the owner allows, as far as the content', async () => {
    const dialog = await begin({ dnsLists: listed, senders: allowOrBlock('allowed', 'alias') });
    expect((await dialog.command('RCPT TO:<shop@alias.example>')).code).toBe(250);
    await dialog.close();
  });
});

describe('refusals of addresses', () => {
  it.each([
    ['nobody@alias.example', 550, 'mailboxUnknown'],
    ['gone@alias.example', 550, 'deleted alias'],
    ['off@alias.example', 550, 'mailboxDisabled'],
    ['any@suspended.example', 450, 'domainSuspended'],
  ])('of %s are noted for the owner of the domain', async (recipient, code, reason) => {
    const dialog = await begin({});
    expect((await dialog.command(`RCPT TO:<${recipient}>`)).code).toBe(code);
    await waitFor(() => world.notes.length > 0, { what: 'the note' });
    expect(world.notes).toMatchObject([{ organizationId: organizations.first, recipient, code, reason }]);
    await dialog.close();
  });

  it('of domains that are nobody’s are noted for nobody', async () => {
    const dialog = await begin({});
    expect((await dialog.command('RCPT TO:<x@elsewhere.example>')).code).toBe(550);
    expect(world.notes).toEqual([]);
    await dialog.close();
  });

  it('for the announced size are told at RCPT, and noted', async () => {
    world = await startReceivingWorld({ dataDir });
    const result = await sendMail({
      port: world.port,
      mailFrom: 'jane@sender.example',
      mailParameters: ['SIZE=999999999'],
      rcptTo: ['shop@alias.example'],
      data: corpus.plain({ messageId: '<1@sender.example>' }),
    });
    expect(result.last).toMatchObject({ code: 552 });
    await waitFor(() => world.notes.length > 0, { what: 'the note' });
    expect(world.notes).toMatchObject([{ recipient: 'shop@alias.example', stage: 'rcpt', code: 552 }]);
  });

  it('for the content are noted for every recipient', async () => {
    world = await startReceivingWorld({ dataDir, config: { maxMessageBytes: 70_000 } });
    const { last } = await sendMail({
      port: world.port,
      mailFrom: 'jane@sender.example',
      rcptTo: ['shop@alias.example', 'sales@second.example'],
      data: Buffer.concat([
        corpus.plain({ messageId: '<1@sender.example>' }),
        Buffer.from('0123456789\r\n'.repeat(10_000)),
      ]),
    });
    expect(last.code).toBe(552);
    await waitFor(() => world.notes.length > 1, { what: 'the notes' });
    expect(world.notes.map(({ organizationId, stage }) => [organizationId, stage])).toEqual([
      [organizations.first, 'data'],
      [organizations.second, 'data'],
    ]);
  });
});

it('does not let what is held for one alias stand for what another alias sends on to the same mailbox', async () => {
  world = await startReceivingWorld({ dataDir });
  const held = makeAlias('held@alias.example', { holdsForPreview: true });
  world.setEntry('held@alias.example', { kind: 'alias', alias: held });
  const { last } = await sendMail({
    port: world.port,
    mailFrom: 'jane@sender.example',
    rcptTo: ['held@alias.example', 'shop@alias.example'],
    data: corpus.plain({ messageId: '<both@sender.example>' }),
  });
  expect(last.code).toBe(250);
  const [message] = world.queue.acceptances[0]?.messages ?? [];
  const planned = message?.deliveries.map(({ recipient, holdReason, discardReason }) => [
    recipient,
    holdReason ?? discardReason ?? 'sent',
  ]);
  expect(planned).toEqual([
    ['held@alias.example', 'preview'],
    ['shop@alias.example', 'sent'],
  ]);
});
