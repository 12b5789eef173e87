import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../observe/index.ts';
import { mailboxAddress, openQuarantineWorld, type QuarantineWorld } from '../testdata/quarantine-world.ts';
import { sendDueDigests } from './index.ts';

let world: QuarantineWorld;
const failures: string[] = [];
beforeAll(async () => {
  world = await openQuarantineWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  for (const table of [
    'deliveries',
    'messages',
    'contents',
    'events',
    'organization_settings',
    'mailbox_keys',
  ])
    await world.db.query({ text: `delete from ${table}` });
});

const send = () =>
  sendDueDigests({
    db: world.db,
    clock: systemClock,
    events: { failed: (action, error) => failures.push(`${action}: ${String(error)}`) },
    queue: world.queue,
    config: { hostname: 'mx.smtpy.example', publicUrl: 'https://smtpy.example' },
    quarantineKey: world.key,
  });

/** Lets time pass for what is held, and for the digest before. */
async function pass(hours: number): Promise<void> {
  const params = [hours];
  await world.db.query({
    text: `update deliveries set expires_at = expires_at - $1 * interval '1 hour' where state = 'held'`,
    params,
  });
  await world.db.query({
    text: `update organization_settings set digest_sent_at = digest_sent_at - $1 * interval '1 hour'`,
    params,
  });
}

async function digests(): Promise<readonly { readonly subject: string; readonly text: string }[]> {
  const rows = await world.db.query<{
    readonly subject: string;
    readonly destination: string;
    readonly data: Buffer;
  }>({
    text: `select m.subject, d.destination, c.data from deliveries d join messages m on m.id = d.message_id join contents c on c.id = m.content_id
      where d.kind = 'notice' order by d.id`,
  });
  for (const { destination } of rows) expect(destination).toBe(mailboxAddress);
  return rows.map(({ subject, data }) => ({
    subject,
    text: data.toString().replace(/=\r\n/gu, '').replaceAll('=3D', '='),
  }));
}

async function newestDigest(): Promise<{ readonly subject: string; readonly text: string }> {
  const digest = (await digests()).at(-1);
  if (digest === undefined) throw new Error('no digest');
  return digest;
}

describe('the digest', () => {
  it('tells what is held, with a link each, in text and HTML', async () => {
    const id = await world.hold();
    await pass(1);
    expect(await send()).toBe(1);
    const { subject, text } = await newestDigest();
    expect(subject).toBe('In quarantine: 1 message held');
    for (const words of [
      'ann@sender.example',
      'Your order',
      'shop@my.example',
      'Sender not proven',
      'text/html',
    ])
      expect(text).toContain(words);
    const token = /\/quarantine\/([A-Za-z0-9_-]{48})/u.exec(text)?.[1] ?? '';
    expect(await world.links.show(token)).toMatchObject({ kind: 'held', message: { id } });
    expect(failures).toEqual([]);
  });

  it('is not sent where nothing is held', async () => {
    expect(await send()).toBe(0);
    expect(await digests()).toEqual([]);
  });

  it('is not sent where none is wanted', async () => {
    await world.db.query({
      text: 'insert into organization_settings (organization_id, wants_digest) values ($1, false)',
      params: [world.organizationId],
    });
    await world.hold();
    await pass(1);
    expect(await send()).toBe(0);
  });

  it('is sent once, however many nodes ask at once', async () => {
    await world.hold();
    await pass(1);
    const sent = await Promise.all([send(), send(), send(), send()]);
    expect(sent.toSorted()).toEqual([0, 0, 0, 1]);
    expect(await digests()).toHaveLength(1);
    expect(await send()).toBe(0);
  });

  it('tells only what is new the next day, and leaves to the next what is being accepted now', async () => {
    await world.hold({ message: { subject: 'First' } });
    await pass(1);
    await world.hold({ message: { subject: 'Second' } });
    expect(await send()).toBe(1);
    expect((await newestDigest()).text).not.toContain('Second');
    await pass(24);
    expect(await send()).toBe(1);
    const { text } = await newestDigest();
    expect([text.includes('Second'), text.includes('First')]).toEqual([true, false]);
    await pass(24);
    expect(await send()).toBe(0);
  });

  it('reminds once of what is soon deleted', async () => {
    await world.hold();
    await pass(1);
    expect(await send()).toBe(1);
    await pass(26.5 * 24);
    expect(await send()).toBe(0);
    await pass(24);
    expect(await send()).toBe(1);
    expect(await newestDigest()).toMatchObject({ subject: 'In quarantine: 1 message soon deleted' });
    expect((await newestDigest()).text).toContain('Last reminder');
    await pass(24);
    expect(await send()).toBe(0);
  });

  it('lists fifty and counts the rest', async () => {
    await Promise.all(Array.from({ length: 53 }, () => world.hold()));
    await pass(1);
    expect(await send()).toBe(1);
    const { subject, text } = await newestDigest();
    expect(subject).toBe('In quarantine: 53 messages held');
    expect(text).toContain('And 3 more.');
    expect(new Set(text.match(/\/quarantine\/[A-Za-z0-9_-]{48}/gu))).toHaveProperty('size', 50);
  });

  it('tells no subject that must not be seen', async () => {
    await world.hold({ message: { subject: 'Secret' }, delivery: { holdReason: 'not_encrypted' } });
    await world.db.query({
      text: `insert into mailbox_keys (mailbox_id, public_key, fingerprint, source, hides_subject) values ($1, 'x', 'x', 'pasted', true)`,
      params: [world.mailboxId],
    });
    await world.hold({ message: { subject: 'Hidden' } });
    await pass(1);
    await send();
    expect((await newestDigest()).text).not.toMatch(/Secret|Hidden/u);
  });

  it('takes nothing of strangers for its own words', async () => {
    await world.hold({
      message: {
        subject: 'a\r\nBcc: eve@evil.example\r\n\r\n<script>x</script> \u202egpj.exe',
        headerFrom: '"<b>x</b>\u2066"@evil.example',
      },
    });
    await pass(1);
    await send();
    const { text, subject } = await newestDigest();
    expect(subject).toBe('In quarantine: 1 message held');
    expect(text).not.toMatch(/^bcc:/imu);
    const markup = text.slice(text.indexOf('<!doctype html>'));
    expect(markup).not.toContain('<script>');
    expect(markup).not.toContain('<b>x</b>');
    expect(text).not.toMatch(/[\u202e\u2066]|=E2=80=AE|=E2=81=A6/u);
  });

  it('is all or nothing: what fails is told by the next run', async () => {
    await world.hold();
    await pass(1);
    const broken = {
      db: world.db,
      clock: systemClock,
      events: { failed: () => undefined },
      queue: { enqueueIn: () => Promise.reject(new Error('away')) },
      config: { hostname: 'mx.smtpy.example', publicUrl: 'https://smtpy.example' },
      quarantineKey: world.key,
    };
    expect(await sendDueDigests(broken)).toBe(0);
    expect(await send()).toBe(1);
  });
});
