import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { corpus, type ReceivedMessage, sendMail, waitFor } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGnuPg, type GnuPg } from '../../apps/server/src/encryption/testdata/gnupg.ts';
import {
  alias,
  install,
  type Installation,
  mailbox,
  newestMessage,
  type ShownMessage,
  userEmail,
} from './installation.ts';

let it_: Installation;
let gnupg: GnuPg;
let folder: string;

beforeAll(async () => {
  [it_, gnupg, folder] = await Promise.all([install(), openGnuPg(), mkdtemp(join(tmpdir(), 'smtpy-pgp-'))]);
}, 120_000);
afterAll(async () => {
  await Promise.all([
    it_[Symbol.asyncDispose](),
    gnupg[Symbol.asyncDispose](),
    rm(folder, { recursive: true }),
  ]);
});

const keyWords = [mailbox, '--user', userEmail] as const;

interface SavedKey {
  readonly fingerprint: string;
  readonly expires_at: string | null;
  readonly released: number;
  readonly warning: string | null;
}

async function setKey(armor: string, ...options: readonly string[]): Promise<SavedKey> {
  return (await it_.command('mailbox', 'key', 'set', ...(await keyFile(armor)), ...options)) as SavedKey;
}

async function keyFile(armor: string): Promise<readonly string[]> {
  const file = join(folder, 'key.asc');
  await writeFile(file, armor);
  return [...keyWords, '--file', file];
}

async function send(data: Buffer): Promise<void> {
  const { last } = await sendMail({
    port: it_.server.smtpPort,
    mailFrom: 'news@sender.example',
    rcptTo: [alias],
    data,
  });
  expect(last.code).toBe(250);
}

function arrived(messageId: string): Promise<ReceivedMessage> {
  return waitFor(() => it_.mx.messages.find(({ data }) => data.includes(messageId)), {
    what: `${messageId} arrived`,
    timeoutMs: 30_000,
  });
}

const bodyOf = (message: Buffer) => message.subarray(message.indexOf('\r\n\r\n') + 4);
const headerOf = (message: Buffer) => message.toString('latin1', 0, message.indexOf('\r\n\r\n') + 2);

async function decrypted(message: Buffer): Promise<Buffer> {
  const text = message.toString('latin1');
  const armor = /-----BEGIN PGP MESSAGE-----[^-]*-----END PGP MESSAGE-----/u.exec(text)?.[0] ?? '';
  return gnupg.decrypt(Buffer.from(armor));
}

describe('GnuPG decrypts what arrives', () => {
  beforeAll(async () => {
    const saved = await setKey(await gnupg.makeKey({ userId: `Jane <${mailbox}>` }));
    expect(saved).toMatchObject({ expires_at: null, warning: null, released: 0 });
  });

  // NOTE: calendars are changed on the way; everything else goes inside as it came.
  it.each(Object.keys(corpus).filter((name) => name !== 'calendar'))('%s', async (name) => {
    const messageId = `<${name}.pgp@sender.example>`;
    const make = corpus[name as keyof typeof corpus];
    const sent = make({ messageId, headerTo: alias });
    await send(sent);
    const { data } = await arrived(messageId);
    expect(headerOf(data)).toMatch(/^Content-Type: multipart\/encrypted;/mu);
    expect(headerOf(data)).toMatch(/^DKIM-Signature: .*d=alias\.example;/msu);
    expect(bodyOf(await decrypted(data)).equals(bodyOf(sent))).toBe(true);
  });

  it('and the timeline says that it was encrypted', async () => {
    await expect
      .poll(async () => (await newestMessage(it_)).deliveries[0]?.state, { timeout: 20_000 })
      .toBe('delivered');
    const { timeline } = await newestMessage(it_);
    expect(JSON.stringify(timeline)).toContain('encrypted with the OpenPGP key of the mailbox');
  });
});

it('hides the subject when that is wanted', async () => {
  await setKey(await gnupg.makeKey({ userId: `Hidden <${mailbox}>` }), '--hide-subject');
  const messageId = '<hidden.pgp@sender.example>';
  const text = `From: jane@sender.example\r\nTo: ${alias}\r\nMessage-ID: ${messageId}\r\nSubject: Top secret\r\n\r\nhello\r\n`;
  await send(Buffer.from(text));
  const { data } = await arrived(messageId);
  expect(data.toString('latin1')).not.toContain('Top secret');
  expect(headerOf(data)).toContain('\r\nSubject: ...\r\n');
  expect((await decrypted(data)).toString()).toContain('\r\nSubject: Top secret\r\n');
});

describe('a key that is expired', () => {
  let waiting: ShownMessage;
  const messageId = '<expired.pgp@sender.example>';

  it('sends nothing: the message waits', async () => {
    const saved = await setKey(await gnupg.makeKey({ userId: `Short <${mailbox}>`, expires: 'seconds=8' }));
    const expiresAtMs = new Date(saved.expires_at ?? '').getTime();
    await waitFor(() => Date.now() > expiresAtMs, { what: 'the key expired', timeoutMs: 20_000 });
    await send(corpus.plain({ messageId, headerTo: alias }));
    await expect
      .poll(async () => (await newestMessage(it_)).deliveries[0]?.state, { timeout: 20_000 })
      .toBe('held');
    waiting = await newestMessage(it_);
    expect(waiting.deliveries).toMatchObject([{ state: 'held', reason: 'not_encrypted' }]);
    // The owner is told of it; the message itself stays here.
    expect(it_.mx.messages.filter(({ data }) => data.includes(messageId))).toEqual([]);
  }, 60_000);

  it('and leaves encrypted with the next key', async () => {
    const { released } = await setKey(await gnupg.makeKey({ userId: `Next <${mailbox}>` }));
    expect(released).toBe(1);
    const { data } = await arrived(messageId);
    expect(headerOf(data)).toMatch(/^Content-Type: multipart\/encrypted;/mu);
    expect(bodyOf(await decrypted(data)).length).toBeGreaterThan(0);
    const shown = (await it_.command('message', 'show', waiting.id)) as ShownMessage;
    expect(shown.timeline.map(({ sentence }) => sentence)).toContain(
      'a new key let it out of quarantine; it is sent now',
    );
  });
});

describe('a key', () => {
  it('that is private, revoked, or none is refused in words', async () => {
    const armor = await gnupg.makeKey({ userId: `Refused <refused@mailbox.example>` });
    const refused = async (text: string) => {
      const { code, stderr } = await it_.tryCommand('mailbox', 'key', 'set', ...(await keyFile(text)));
      expect(code).toBe(1);
      return stderr;
    };
    const secret = await gnupg.gpg('--armor', '--export-secret-keys', 'refused@mailbox.example');
    expect(await refused(secret)).toContain('This is a private key');
    expect(await refused('hello')).toContain('not an OpenPGP public key');
    expect(await refused(`${armor}\n${armor}`)).toContain('several keys');
    expect(await refused(await gnupg.revoke('refused@mailbox.example'))).toContain('revoked');
  });

  it('that is removed encrypts nothing any more', async () => {
    expect(await it_.command('mailbox', 'key', 'show', ...keyWords)).toMatchObject({ source: 'pasted' });
    await it_.command('mailbox', 'key', 'remove', ...keyWords);
    expect((await it_.tryCommand('mailbox', 'key', 'show', ...keyWords)).code).toBe(1);
    const messageId = '<removed.pgp@sender.example>';
    const sent = corpus.plain({ messageId, headerTo: alias });
    await send(sent);
    expect(bodyOf((await arrived(messageId)).data).equals(bodyOf(sent))).toBe(true);
  });
});

it('every invariant holds', async () => {
  expect(await it_.command('check-invariants')).toMatchObject({ violations: [] });
  expect(it_.mx.violations).toEqual([]);
});
