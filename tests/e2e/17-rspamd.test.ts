import { hasRspamd, type Rspamd, rspamdSpamWord, startRspamd } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Correspondent, createCorrespondent } from './correspondent.ts';
import {
  alias,
  install,
  type Installation,
  mailbox,
  newestMessage,
  type ShownMessage,
} from './installation.ts';

// The Generic Test for Unsolicited Bulk Email, in two parts so that no filter takes this file for it.
const gtube = ['XJS*C4JDBQADN1.NSBN3*2IDNEN*', 'GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X'].join('');

// Longer than usual: each look at a message is a process of its own, and Rspamd is started twice.
describe.skipIf(!hasRspamd)('Rspamd from Debian', { timeout: 90_000 }, () => {
  let rspamd: Rspamd;
  let it_: Installation;
  let bob: Correspondent;

  beforeAll(async () => {
    rspamd = await startRspamd();
    it_ = await install({ env: { SMTPY_RSPAMD_URL: rspamd.url } });
    bob = await createCorrespondent(it_, 'bob@outside.example');
  });
  afterAll(async () => {
    await it_[Symbol.asyncDispose]();
    await rspamd[Symbol.asyncDispose]();
  });

  /** Sends a message that is taken with 250, and gives it as `message show` does, with what says whether it arrived. */
  async function send(subject: string, body: string) {
    const { last, messageId } = await bob.send({ rcptTo: [alias], fields: { Subject: subject }, body });
    expect(last.code).toBe(250);
    const message = await newestMessage(it_);
    expect(message.subject).toBe(subject);
    const arrivals = () =>
      it_.mx.messages.filter(({ rcptTo, data }) => rcptTo.includes(mailbox) && data.includes(messageId))
        .length;
    return { message, arrivals };
  }

  const sentence = ({ timeline }: ShownMessage, label: string): string | undefined =>
    timeline.find((entry) => entry.label === label)?.sentence;
  const stateOf = async (): Promise<string | undefined> => (await newestMessage(it_)).deliveries[0]?.state;

  it('lets plain mail through, and says so', async () => {
    const { message, arrivals } = await send('Tomorrow', 'See you tomorrow.\n');
    expect(sentence(message, 'Content')).toMatch(/^no spam: score 0\.1 of 15 \(no action\)/u);
    await expect.poll(arrivals).toBe(1);
    await expect.poll(stateOf).toBe('delivered');
  });

  it('has GTUBE quarantined; released, it is delivered', async () => {
    const { message, arrivals } = await send('Test of filters', `${gtube}\n`);
    expect(sentence(message, 'Content')).toMatch(/^taken for spam: score 15 of 15 \(reject\): GTUBE 0/u);
    expect(sentence(message, 'Held')).toMatch(/^in quarantine: taken for spam/u);
    expect(message.deliveries.map(({ state }) => state)).toEqual(['held']);
    await it_.command('quarantine', 'release', message.deliveries[0]?.id ?? '');
    await expect.poll(arrivals).toBe(1);
    await expect.poll(stateOf).toBe('delivered');
    const released = await newestMessage(it_);
    expect(sentence(released, 'Released')).toBe('the operator let it out of quarantine; it is sent now');
  });

  it('has what it would mark as spam quarantined as well', async () => {
    const { message, arrivals } = await send(`An ${rspamdSpamWord}`, 'Buy now.\n');
    expect(sentence(message, 'Content')).toMatch(/^taken for spam: score 7\.6 of 15 \(add header\)/u);
    expect(message.deliveries.map(({ state }) => state)).toEqual(['held']);
    expect(arrivals()).toBe(0);
  });

  it('is no condition for mail: stopped, mail flows and the timeline says so; started, it judges again', async () => {
    await rspamd.stop();
    const { message, arrivals } = await send('While it is away', `${gtube}\n`);
    expect(sentence(message, 'Content')).toBe(
      'not judged, and let through: Rspamd is not running: connection refused',
    );
    await expect.poll(arrivals).toBe(1);
    rspamd = await startRspamd({ port: rspamd.port });
    const again = await send('When it is back', `${gtube}\n`);
    expect(again.message.deliveries.map(({ state }) => state)).toEqual(['held']);
  });

  it('leaves nothing that contradicts itself', async () => {
    await expect
      .poll(() => it_.command('check-invariants'), { timeout: 20_000 })
      .toMatchObject({ violations: [] });
  });
});
