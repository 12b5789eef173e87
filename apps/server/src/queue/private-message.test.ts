import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sampleAcceptance, type SampleWishes } from './testdata/acceptance.ts';
import { claimAll, emptyTables, evidence, openQueues, type QueueBench } from './testdata/database.ts';
import type { AttemptEvidence, ClaimedDelivery, DeliveryOutcome, NewMessage } from './types.ts';

let bench: QueueBench;
beforeAll(async () => {
  bench = await openQueues();
});
afterEach(() => emptyTables(bench.db));
afterAll(() => bench[Symbol.asyncDispose]());

async function accept(wishes: SampleWishes): Promise<NewMessage> {
  const acceptance = sampleAcceptance(wishes);
  await bench.queue.enqueue(acceptance);
  const [message] = acceptance.messages;
  if (message === undefined) throw new Error('no message');
  return message;
}

async function claimOne(): Promise<ClaimedDelivery> {
  const [delivery] = await bench.queue.claim(claimAll('me'));
  if (delivery === undefined) throw new Error('nothing was claimed');
  return delivery;
}

const none = { message: { privacyLevel: 'none' } } as const;

describe('a message that does not keep its sender', () => {
  it('is claimed with the sender, which goes with the content', async () => {
    const { deliveries } = await accept(none);
    const delivery = await claimOne();
    expect(delivery).toMatchObject({
      mailFrom: 'ann@sender.example',
      headerFrom: 'ann@sender.example',
      authentication: { spf: { result: 'pass' } },
      privacyLevel: 'none',
    });
    const deliveryId = deliveries[0]?.id ?? '';
    expect(await bench.queue.findDelivery({ deliveryId })).toMatchObject({
      delivery: { mailFrom: 'ann@sender.example', headerFrom: 'ann@sender.example', subject: undefined },
    });
    await bench.queue.settle({
      delivery,
      owner: 'me',
      outcome: { kind: 'delivered', evidence: evidence(250, 'ok') },
    });
    expect(await bench.queue.findDelivery({ deliveryId })).toMatchObject({
      delivery: { mailFrom: '*', isSenderHidden: true, privacyLevel: 'none' },
    });
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('has the null sender if it came from that', async () => {
    await accept({ message: { privacyLevel: 'none', mailFrom: '', headerFrom: undefined } });
    const delivery = await claimOne();
    expect(delivery.mailFrom).toBe('');
    expect(delivery.headerFrom).toBeUndefined();
  });

  it('may share its content with one that keeps him, and with an answer', async () => {
    const acceptance = sampleAcceptance({ delivery: { destination: 'a@one.example' } });
    const others = [
      sampleAcceptance({ message: { privacyLevel: 'none', mailFrom: '' } }),
      sampleAcceptance({ message: { privacyLevel: 'domain' } }),
    ].flatMap(({ messages }) => messages);
    await bench.queue.enqueue({ ...acceptance, messages: [...acceptance.messages, ...others] });
    const claimed = await bench.queue.claim(claimAll('me'));
    expect(claimed.map(({ mailFrom, privacyLevel }) => [privacyLevel, mailFrom]).sort()).toEqual([
      [undefined, 'ann@sender.example'],
      ['domain', 'ann@sender.example'],
      ['none', ''],
    ]);
  });

  it('shows him while it is held', async () => {
    await accept({ ...none, delivery: { holdReason: 'spam' } });
    expect(await bench.queue.listHeld({ limit: 1 })).toMatchObject([
      {
        mailFrom: 'ann@sender.example',
        headerFrom: 'ann@sender.example',
        subject: undefined,
        privacyLevel: 'none',
      },
    ]);
  });

  it('hands him on to what follows from a failure', async () => {
    await accept({ ...none, delivery: { mode: 'preserve' } });
    await bench.queue.settle({
      delivery: await claimOne(),
      owner: 'me',
      outcome: { kind: 'bounced', evidence: evidence(550, 'ann is unwanted') },
    });
    const rows = await bench.db.query({ text: `select data -> 'sender' as sender, header from followups` });
    expect(rows).toMatchObject([
      { sender: { mailFrom: 'ann@sender.example', headerFrom: 'ann@sender.example' } },
    ]);
    expect(rows[0]?.['header']).not.toBeNull();
  });
});

const chatty: AttemptEvidence = {
  ...evidence(550, 'ann@sender.example wrote "hello" to jane@mailbox.example'),
  explanation: 'seen from ann@sender.example',
  failure: { failureClass: 'spam', cause: 'content' },
  refusedAsPreserve: {
    host: 'mx.mailbox.example',
    reply: { code: 550, text: 'not from ann@sender.example' },
  },
};

describe('what the other side said', () => {
  it.each([
    ['domain', /ann/, '550 *@sender.example wrote "hello" to *@mailbox.example'],
    ['none', /ann|sender\.example|hello/, '550'],
  ] as const)('tells nothing that is not kept at %s', async (privacyLevel, trace, reason) => {
    await accept({ message: { privacyLevel } });
    const outcome: DeliveryOutcome =
      privacyLevel === 'none'
        ? { kind: 'bounced', evidence: { ...chatty, explanation: 'seen' } }
        : { kind: 'bounced', evidence: chatty };
    await bench.queue.settle({ delivery: await claimOne(), owner: 'me', outcome });
    const rows = await bench.db.query<{ row: string; reason: string | null }>({
      text: `select e.data::text as row, null as reason from events e
        union all select d.last_reply::text, d.reason from deliveries d`,
    });
    for (const { row } of rows) expect(row).not.toMatch(trace);
    expect(rows.at(-1)?.reason).toBe(reason);
    expect(rows.at(-1)?.row).toContain('"failureClass": "spam"');
  });
});

describe('a report to a sender who is not kept', () => {
  const report = {
    message: { privacyLevel: 'none', mailFrom: '', headerFrom: 'mailer-daemon@forward.example' },
    destinations: ['ann@sender.example'],
    delivery: { kind: 'notice', recipient: 'ann@sender.example', sentAs: 'mailer-daemon@forward.example' },
  } as const;

  async function leftovers(): Promise<string> {
    const rows = await bench.db.query<{ row: string }>({
      text: `select m::text as row from messages m union all select d::text from deliveries d
        union all select e::text from events e union all select f::text from followups f`,
    });
    return rows.map(({ row }) => row).join('\n');
  }

  it('leaves, and is forgotten whoever ends it', async () => {
    const endings: readonly ((delivery: ClaimedDelivery) => Promise<unknown>)[] = [
      (delivery) =>
        bench.queue.settle({
          delivery,
          owner: 'me',
          outcome: {
            kind: 'bounced',
            evidence: { ...evidence(550, 'no ann@sender.example'), host: 'mx.sender.example' },
          },
        }),
      async (delivery) => {
        await bench.db.query({
          text: `update deliveries set expires_at = now() where id = $1`,
          params: [delivery.id],
        });
        await bench.queue.releaseLeases('me');
      },
      async (delivery) => {
        await bench.queue.releaseLeases('me');
        await bench.queue.cancel({ deliveryId: delivery.id, by: 'operator' });
      },
    ];
    for (const end of endings) {
      const message = await accept(report);
      expect(message.rcptTo).toBeDefined();
      const delivery = await claimOne();
      expect(delivery).toMatchObject({ destination: 'ann@sender.example', queueKey: 'sender.example' });
      await end(delivery);
    }
    expect(await leftovers()).not.toMatch(/ann@|sender\.example/);
    expect(await bench.queue.findViolations()).toEqual([]);
  });
});
