import { corpus, type MxBehaviour, type MxStage, sendMail, startScriptedMx } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alias, install, type Installation, newestMessage, type ShownMessage } from './installation.ts';

interface Failure {
  readonly name: string;
  readonly stage: MxStage;
  readonly behaviour: MxBehaviour;
  readonly state: 'deferred' | 'bounced';
  /** What the timeline must say. */
  readonly words: RegExp;
}

const failures: readonly Failure[] = [
  {
    name: '4xx at RCPT',
    stage: 'rcpt',
    behaviour: '451 4.2.0 mailbox is being moved',
    state: 'deferred',
    words: /mailbox is being moved/u,
  },
  {
    name: '5xx at RCPT',
    stage: 'rcpt',
    behaviour: '550 5.1.1 nobody of that name',
    state: 'bounced',
    words: /nobody of that name/u,
  },
  {
    name: '4xx after the content',
    stage: 'body',
    behaviour: '452 4.3.1 disk is full',
    state: 'deferred',
    words: /disk is full/u,
  },
  {
    name: '5xx after the content',
    stage: 'body',
    behaviour: '554 5.7.1 content not wanted',
    state: 'bounced',
    words: /content not wanted/u,
  },
  {
    name: 'close in the middle of DATA',
    stage: 'data',
    behaviour: { kind: 'close_after_octets', octets: 20 },
    state: 'deferred',
    words: /clos|reset|broke|ended/iu,
  },
  {
    name: 'silence after RCPT',
    stage: 'rcpt',
    behaviour: { kind: 'hang' },
    state: 'deferred',
    words: /no answer|within/iu,
  },
];

describe('a next hop that fails', () => {
  let it_: Installation;
  beforeAll(async () => {
    it_ = await install({ env: { SMTPY_DELIVERY_REPLY_TIMEOUT: '2s' } });
  });
  afterAll(async () => {
    await it_[Symbol.asyncDispose]();
  });

  const send = async (name: string): Promise<void> => {
    const data = corpus.plain({
      messageId: `<${name.replaceAll(' ', '-')}@sender.example>`,
      headerTo: alias,
    });
    const replies = await sendMail({
      port: it_.server.smtpPort,
      mailFrom: 'news@sender.example',
      rcptTo: [alias],
      data,
    });
    expect(replies.last.code).toBe(250);
  };
  const settled = async (state: string): Promise<ShownMessage> => {
    await expect
      .poll(async () => (await newestMessage(it_)).deliveries[0]?.state, { timeout: 25_000, interval: 300 })
      .toBe(state);
    return newestMessage(it_);
  };
  const wordsOf = (message: ShownMessage): string =>
    message.timeline.map(({ sentence }) => sentence).join('\n');

  it.each(failures)(
    '$name ends as $state with the words on the timeline',
    async ({ name, stage, behaviour, state, words }) => {
      it_.mx.on[stage] = behaviour;
      try {
        await send(name);
        const message = await settled(state);
        expect(message.timeline.map(({ kind }) => kind)).not.toContain('delivered');
        expect(wordsOf(message)).toMatch(words);
      } finally {
        it_.mx.on[stage] = undefined;
      }
    },
  );

  it('a refused connection is deferred, and what was deferred goes out when the next hop is back', async () => {
    const before = it_.mx.counts.accepted;
    await it_.mx.close();
    await send('refused connection');
    const message = await settled('deferred');
    expect(wordsOf(message)).toMatch(/refused/iu);
    await using back = await startScriptedMx({ port: it_.mx.port, tls: 'starttls' });
    const { items } = (await it_.command('queue', 'list', '--state', 'deferred')) as {
      items: readonly { id: string }[];
    };
    expect(items.length).toBeGreaterThan(2);
    for (const { id } of items) await it_.command('queue', 'retry', id);
    const received = await back.waitForMessages(items.length, { timeoutMs: 60_000 });
    expect(
      new Set(received.map(({ data }) => /^Message-ID: (.*)$/imu.exec(data.toString('latin1'))?.[1])).size,
    ).toBe(items.length);
    expect(before).toBe(0);
    await expect
      .poll(() => it_.command('check-invariants'), { timeout: 20_000 })
      .toMatchObject({ violations: [] });
  }, 120_000);
});
