import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createMessages } from '../messages/index.ts';
import type { AttemptEvidence, DeliveryOutcome, NewDelivery } from '../queue/index.ts';
import { refusal, report } from './testdata/facts.ts';
import { openWorld, type FollowupWorld } from './testdata/world.ts';

let world: FollowupWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
afterEach(async () => {
  await world.db.query({
    text: 'truncate messages, deliveries, events, contents, content_chunks, alias_counters, followups, notices, mailbox_failures cascade',
  });
  expect(world.failures).toEqual([]);
});

const sender = {
  mailFrom: 'zoe.quill@hidden-origin.example',
  headerFrom: 'zoe.quill@hidden-origin.example',
  subject: 'Confidential offer',
  messageIdHeader: '<77@hidden-origin.example>',
  connection: {
    ip: '192.0.2.77',
    clientName: 'out.hidden-origin.example',
    helo: 'out.hidden-origin.example',
    receivedBy: 'us',
  },
  authentication: {
    spf: { result: 'pass', domain: 'hidden-origin.example' },
    dkim: [{ result: 'pass', domain: 'hidden-origin.example', isAligned: true }],
    dmarc: { result: 'pass', domain: 'hidden-origin.example' },
    arc: { result: 'none' },
  },
} as const;

/** What says the most that a server could say. */
const chatty = {
  code: 550,
  enhanced: '5.1.1',
  text: 'zoe.quill@hidden-origin.example (hidden-origin.example) wrote "Confidential offer" to real.jane@provider.example',
};
const delivered: DeliveryOutcome = {
  kind: 'delivered',
  evidence: { stage: 'body', durationMs: 1, reply: { ...chatty, code: 250 } },
};
const hard = refusal({ failureClass: 'hard', cause: 'unknown_recipient' }, { reply: chatty });

/** Every row of what is kept, as text. */
async function dump(): Promise<string> {
  const tables = ['messages', 'deliveries', 'events', 'notices', 'followups'];
  const rows = await world.db.query<{ readonly row: string }>({
    text: tables.map((table) => `select t::text as row from ${table} t`).join(' union all '),
  });
  return rows.map(({ row }) => row).join('\n');
}

/** Delivers our own mails; the host of the sender says who it is. */
async function deliverNotices(): Promise<readonly string[]> {
  const owner = 'notices';
  // What was claimed with the forwards was left as it was.
  await world.queue.releaseLeases('test');
  await world.db.query({
    text: `update deliveries set next_attempt_at = now() where kind = 'notice' and state = 'queued'`,
  });
  const claim = {
    owner,
    limit: 100,
    perDestination: 100,
    hintedKeys: [],
    leaseMs: 60_000,
    busyKeys: new Map(),
  };
  const claimed = await world.queue.claim(claim);
  for (const delivery of claimed) {
    const { queueKey, mailFrom } = delivery;
    const reply = { code: 250, text: queueKey === 'people.example' ? 'thanks' : 'thanks, zoe.quill' };
    const evidence: AttemptEvidence = {
      host: `mx.${queueKey} [192.0.2.78]:25`,
      stage: 'body',
      reply,
      durationMs: 1,
    };
    expect(mailFrom).toBe('');
    await world.queue.settle({ delivery, owner, outcome: { kind: 'delivered', evidence } });
  }
  return claimed.map(({ destination }) => destination).sort();
}

async function live(
  delivery: Partial<NewDelivery>,
  end: (messageId: string) => Promise<unknown>,
  privacyLevel: 'none' | 'domain' | 'full' = 'none',
): Promise<readonly string[]> {
  const { id } = await world.enqueue({ message: { ...sender, privacyLevel }, deliveries: [delivery] });
  await end(id);
  await world.followUpAll();
  const told = await deliverNotices();
  expect(await world.queue.findViolations()).toEqual([]);
  const contents = await world.db.query({ text: 'select id from contents' });
  expect(contents).toEqual([]);
  return told;
}

const trace = /zoe|quill|hidden-origin|confidential|offer|192\.0\.2\.77/i;

describe('a message of which nothing of the sender is kept leaves no trace of him', () => {
  it('after it was delivered', async () => {
    expect(await live({}, () => world.settleAll(() => delivered))).toEqual([]);
    expect(await dump()).not.toMatch(trace);
  });

  it('and yet its id is found again', async () => {
    await live({}, () => world.settleAll(() => delivered));
    const ids = [sender.messageIdHeader, '<other@hidden-origin.example>'];
    const found = await createMessages({ db: world.db }).findReceivedIds(world.aliasId, ids);
    expect(found).toEqual([sender.messageIdHeader]);
  });

  it('after it bounced, although he was told', async () => {
    const told = await live({}, () => world.settleAll(() => ({ kind: 'bounced', evidence: hard })));
    expect(told).toEqual(['jane@people.example', 'zoe.quill@hidden-origin.example']);
    expect(await dump()).not.toMatch(trace);
  });

  it('after it was late', async () => {
    await world.db.query({ text: 'update mailboxes set wants_delay_notice = true' });
    const told = await live({}, async () => {
      await world.settleAll(() => ({
        kind: 'deferred',
        evidence: { ...hard, reply: { ...chatty, code: 451 } },
      }));
      await world.followUpAll();
      await world.db.query({ text: `update deliveries set next_attempt_at = now() where kind = 'forward'` });
      await world.settleAll(() => delivered);
    });
    await world.db.query({ text: 'update mailboxes set wants_delay_notice = false' });
    expect(told).toEqual(['jane@people.example']);
    expect(await dump()).not.toMatch(trace);
  });

  it('after it was held and lapsed', async () => {
    const told = await live({ holdReason: 'spam' }, async () => {
      await world.followUpAll();
      await world.db.query({ text: `update deliveries set expires_at = now() where state = 'held'` });
      await world.queue.expireHeld();
    });
    expect(told).toEqual([]);
    expect(await dump()).not.toMatch(trace);
  });

  it('after a host behind the next one reported, to whom nobody can be told any more', async () => {
    const told = await live({}, async (messageId) => {
      await world.settleAll(() => delivered);
      const [row] = await world.db.query<{ id: string }>({
        text: 'select id from deliveries where message_id = $1',
        params: [messageId],
      });
      const recipient = 'srs0=hash=xy=hidden-origin.example=zoe.quill@my.example';
      const reportOn = {
        deliveryId: row?.id ?? '',
        messageId,
        report: report({
          diagnostic: chatty.text,
          recipient: sender.mailFrom,
          remoteMta: 'hidden-origin.example',
        }),
      };
      await world.enqueue({
        message: { ...sender, mailFrom: '', privacyLevel: 'none', rcptTo: [recipient] },
        deliveries: [{ recipient, discardReason: 'bounce_report', reportOn }],
      });
    });
    expect(told).toEqual(['jane@people.example']);
    const kept = await dump();
    expect(kept).not.toMatch(trace);
    expect(kept).toContain('sender_not_kept');
  });
});

describe('the other levels', () => {
  it('keep the domain and neither name nor subject', async () => {
    const told = await live({}, () => world.settleAll(() => ({ kind: 'bounced', evidence: hard })), 'domain');
    expect(told).toEqual(['jane@people.example', 'zoe.quill@hidden-origin.example']);
    const kept = await dump();
    expect(kept).toContain('*@hidden-origin.example');
    expect(kept).not.toMatch(/zoe\.quill@/);
    const rows = await world.db.query({ text: 'select subject from messages where subject is not null' });
    expect(JSON.stringify(rows)).not.toMatch(/offer/);
  });

  it('keep everything, or there would be nothing to see here', async () => {
    await live({}, () => world.settleAll(() => delivered), 'full');
    expect(await dump()).toMatch(/zoe\.quill@hidden-origin\.example.*Confidential offer/);
  });
});
