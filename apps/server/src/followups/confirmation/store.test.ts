import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewMessage } from '../../queue/index.ts';
import { formatHeldToken } from '../held-token.ts';
import { mailboxAddress, openWorld, type FollowupWorld } from '../testdata/world.ts';

let world: FollowupWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** A message with two held replies, and the token for it. */
async function hold(expiresInMs = 60_000): Promise<{ readonly message: NewMessage; readonly token: string }> {
  const held = {
    kind: 'reply',
    mode: 'rewrite',
    sentAs: 'shop@my.example',
    holdReason: 'mixed_recipients',
  } as const;
  const message = await world.enqueue({
    message: { mailFrom: mailboxAddress, headerFrom: mailboxAddress },
    deliveries: [
      { ...held, recipient: 'ann.x@my.example', destination: 'ann@sender.example' },
      { ...held, recipient: 'bob.x@my.example', destination: 'bob@sender.example' },
    ],
  });
  const deliveryId = message.deliveries[0]?.id ?? '';
  const expiresAt = new Date(Date.now() + expiresInMs);
  return {
    message,
    token: formatHeldToken({ deliveryId, expiresAt }, world.dependencies.confirmationKey),
  };
}

const statesOf = async ({ id }: NewMessage) =>
  (
    await world.db.query<{ readonly state: string }>({
      text: 'select state from deliveries where message_id = $1 order by id',
      params: [id],
    })
  ).map(({ state }) => state);

describe('a held reply', () => {
  it('is shown with its contacts and the mailbox masked, and nothing happens', async () => {
    const { message, token } = await hold();
    expect(await world.confirmations.show(token)).toEqual({
      kind: 'waiting',
      reply: {
        mailbox: 'r…@provider.example',
        contacts: ['ann@sender.example', 'bob@sender.example'],
        sentAs: 'shop@my.example',
        subject: 'Your order',
        receivedAt: message.receivedAt,
        reason: 'mixed_recipients',
      },
    });
    expect(await statesOf(message)).toEqual(['held', 'held']);
  });

  it('is sent without what lies in quarantine beside it', async () => {
    const { message, token } = await hold();
    await world.db.query({
      text: `update deliveries set reason = 'spam' where message_id = $1 and destination like 'bob%'`,
      params: [message.id],
    });
    await world.confirmations.send(token);
    expect(await statesOf(message)).toEqual(['queued', 'held']);
  });

  it('is sent to all contacts, once', async () => {
    const { message, token } = await hold();
    expect((await world.confirmations.send(token)).kind).toBe('sent');
    expect(await statesOf(message)).toEqual(['queued', 'queued']);
    expect((await world.confirmations.discard(token)).kind).toBe('sent');
    expect(await statesOf(message)).toEqual(['queued', 'queued']);
  });

  it('is deleted, for good', async () => {
    const { message, token } = await hold();
    expect((await world.confirmations.discard(token)).kind).toBe('deleted');
    expect((await world.confirmations.send(token)).kind).toBe('deleted');
    expect(await statesOf(message)).toEqual(['cancelled', 'cancelled']);
  });

  it('of which the time is over was not sent', async () => {
    const { message, token } = await hold();
    await world.db.query({
      text: 'update deliveries set expires_at = now() where message_id = $1',
      params: [message.id],
    });
    await world.queue.expireHeld();
    expect((await world.confirmations.send(token)).kind).toBe('lapsed');
  });

  it('is not decided by an old link, nor by a forged one', async () => {
    const { message, token } = await hold(-2_000);
    expect(await world.confirmations.send(token)).toEqual({ kind: 'expired_link' });
    expect(await world.confirmations.send(`${token.slice(0, -1)}!`)).toEqual({ kind: 'no_link' });
    expect(await statesOf(message)).toEqual(['held', 'held']);
  });
});
