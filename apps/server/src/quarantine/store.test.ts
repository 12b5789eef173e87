import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openQuarantineWorld, type QuarantineWorld } from './testdata/quarantine-world.ts';

let world: QuarantineWorld;
beforeAll(async () => {
  world = await openQuarantineWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const passed = {
  spf: { result: 'pass', domain: 'sender.example' },
  dkim: [{ result: 'pass', domain: 'sender.example', isAligned: true }],
  dmarc: { result: 'pass', domain: 'sender.example' },
  arc: { result: 'none' },
};

const decide = (deliveryId: string) => ({ deliveryId, by: 'mailbox' });

describe('list', () => {
  it('gives the newest first, by organization, reason and mailbox, page by page', async () => {
    const first = await world.hold();
    const second = await world.hold({ delivery: { holdReason: 'spam' } });
    const { organizationId, mailboxId, quarantine } = world;
    const ids = async (request: object) =>
      (await quarantine.list({ limit: 10, ...request })).map(({ id }) => id);
    expect(await ids({ organizationId })).toEqual([second, first]);
    expect(await ids({ reasons: ['spam'] })).toEqual([second]);
    expect(await ids({ mailboxId, limit: 1 })).toEqual([second]);
    expect(await ids({ mailboxId, before: second })).toEqual([first]);
    expect(await ids({ mailboxId: randomUUID() })).toEqual([]);
    expect(await ids({ organizationId: randomUUID() })).toEqual([]);
  });

  it('leaves out replies that wait for their writer', async () => {
    const reply = await world.hold({ delivery: { kind: 'reply', holdReason: 'unproven_sender' } });
    const ids = (await world.quarantine.list({ limit: 100 })).map(({ id }) => id);
    expect(ids).not.toContain(reply);
    expect(await world.quarantine.show({ deliveryId: reply })).toEqual({ kind: 'not_found' });
    expect(await world.quarantine.release(decide(reply))).toEqual({ kind: 'not_found' });
    expect(await world.stateOf(reply)).toBe('held');
  });
});

describe('show', () => {
  it('opens what is sealed, says what the checks came to, and changes nothing', async () => {
    const id = await world.hold();
    const [row] = await world.db.query<{ readonly is_sealed: boolean; readonly data: Buffer }>({
      text: 'select c.is_sealed, c.data from contents c join messages m on m.content_id = c.id join deliveries d on d.message_id = m.id where d.id = $1',
      params: [id],
    });
    expect(row?.is_sealed).toBe(true);
    expect(row?.data.includes('parcel')).toBe(false);
    const shown = await world.quarantine.show({ deliveryId: id });
    expect(shown).toMatchObject({
      kind: 'held',
      message: {
        sender: 'ann@sender.example',
        allowance: { kind: 'possible', acceptsUnproven: true },
        checks: [
          { name: 'SPF', verdict: 'failed' },
          { name: 'DKIM', verdict: 'none' },
          { name: 'DMARC', verdict: 'failed' },
        ],
      },
      content: { text: 'The parcel is on its way.', html: undefined, attachments: [] },
    });
    expect(await world.stateOf(id)).toBe('held');
  });

  it.each([
    ['domain', '*@sender.example'],
    ['none', '*'],
  ] as const)('shows the sender as far as the level %s lets it be kept', async (privacyLevel, sender) => {
    const id = await world.hold({ message: { privacyLevel } });
    const found = await world.quarantine.find({ deliveryId: id });
    expect(found).toMatchObject({ kind: 'held', message: { sender, subject: undefined } });
  });

  it('tells nothing of what another organization has', async () => {
    const id = await world.hold();
    const reference = { deliveryId: id, organizationId: randomUUID(), by: 'api' };
    const { quarantine } = world;
    for (const act of [quarantine.show, quarantine.release, quarantine.releaseAndAllow, quarantine.remove])
      expect(await act(reference)).toEqual({ kind: 'not_found' });
    expect(await world.stateOf(id)).toBe('held');
  });

  it('reads two megabytes at most, and lists attachments by name, type and size', async () => {
    const attachment = Buffer.alloc(1_000, 1).toString('base64');
    const content = `Subject: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n--b\r\nContent-Type: application/zip; name="x.zip"\r\nContent-Disposition: attachment; filename="x.zip"\r\nContent-Transfer-Encoding: base64\r\n\r\n${attachment}\r\n--b\r\nContent-Type: text/plain\r\n\r\n${'long line\r\n'.repeat(250_000)}\r\n--b--\r\n`;
    const id = await world.hold({ content });
    const shown = await world.quarantine.show({ deliveryId: id });
    if (shown.kind !== 'held') throw new Error(shown.kind);
    expect(shown.content.attachments).toEqual([
      { name: 'x.zip', mimeType: 'application/zip', sizeBytes: 1_000 },
    ]);
    expect(shown.content.isCut).toBe(true);
    expect(shown.content.text?.length).toBe(100_000);
  });
});

describe('decisions', () => {
  it('are done once, and told after that', async () => {
    const id = await world.hold();
    expect(await world.quarantine.release(decide(id))).toEqual({ kind: 'done', decision: 'delivered' });
    expect(await world.stateOf(id)).toBe('queued');
    const before = { kind: 'decided_before', decision: 'delivered' };
    expect(await world.quarantine.remove(decide(id))).toEqual(before);
    expect(await world.quarantine.releaseAndAllow(decide(id))).toEqual(before);
    expect(await world.stateOf(id)).toBe('queued');
  });

  it('delete for good', async () => {
    const id = await world.hold();
    expect(await world.quarantine.remove(decide(id))).toEqual({ kind: 'done', decision: 'deleted' });
    expect(await world.stateOf(id)).toBe('cancelled');
    expect(await world.quarantine.release(decide(id))).toEqual({
      kind: 'decided_before',
      decision: 'deleted',
    });
    expect(await world.quarantine.show({ deliveryId: id })).toEqual({ kind: 'decided', decision: 'deleted' });
  });

  it('know what lapsed', async () => {
    const id = await world.hold();
    await world.db.query({ text: 'update deliveries set expires_at = now() where id = $1', params: [id] });
    await world.queue.expireHeld();
    expect(await world.quarantine.release(decide(id))).toEqual({
      kind: 'decided_before',
      decision: 'lapsed',
    });
  });

  it.each([
    ['proven', passed, false],
    ['unproven', undefined, true],
  ])('allow a sender who is %s for the alias', async (name, authentication, acceptsUnproven) => {
    const headerFrom = `${name}@allowed.example`;
    const id = await world.hold({ message: { headerFrom, ...(authentication && { authentication }) } });
    expect(await world.quarantine.releaseAndAllow(decide(id))).toMatchObject({
      kind: 'done',
      decision: 'delivered',
      allowed: {
        kind: 'allowed',
        acceptsUnproven,
        isNew: true,
        entry: { subject: headerFrom, scope: 'alias' },
      },
    });
    const { organizationId, aliasId } = world;
    const entries = await world.senders.list({ organizationId, aliasId, limit: 100 });
    expect(entries.find(({ subject }) => subject === headerFrom)).toMatchObject({
      verdict: 'allow',
      acceptsUnproven,
      source: 'quarantine',
    });
  });

  it('allow the whole address, whatever is kept of it', async () => {
    const message = { headerFrom: 'hidden@allowed.example', privacyLevel: 'none' } as const;
    await world.quarantine.releaseAndAllow(decide(await world.hold({ message })));
    const { organizationId, aliasId } = world;
    const entries = await world.senders.list({ organizationId, aliasId, limit: 100 });
    expect(entries.map(({ subject }) => subject)).toContain('hidden@allowed.example');
  });

  it.each(['rule', 'not_encrypted'] as const)(
    'allow nobody where that changes nothing: %s',
    async (holdReason) => {
      const id = await world.hold({ delivery: { holdReason }, message: { headerFrom: 'x@rule.example' } });
      expect(await world.quarantine.releaseAndAllow(decide(id))).toMatchObject({
        kind: 'done',
        allowed: { kind: 'not_allowed' },
      });
    },
  );

  it('of many at once are one', async () => {
    const id = await world.hold();
    const results = await Promise.all([1, 2, 3, 4].map(() => world.quarantine.release(decide(id))));
    expect(results.filter(({ kind }) => kind === 'done')).toHaveLength(1);
  });
});
