import { hasRspamd, rspamdSpamWord, startRspamd, type Rspamd } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentEvents } from '../observe/index.ts';
import { createContentCheck, type ContentVerdict } from './index.ts';

// The Generic Test for Unsolicited Bulk Email, in two parts so that no filter takes this file for it.
const gtube = ['XJS*C4JDBQADN1.NSBN3*2IDNEN*', 'GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X'].join('');

describe.skipIf(!hasRspamd)('Rspamd from Debian', () => {
  let rspamd: Rspamd;
  beforeAll(async () => {
    rspamd = await startRspamd();
  });
  afterAll(() => rspamd[Symbol.asyncDispose]());

  async function check(subject: string, text: string): Promise<ContentVerdict> {
    const data = Buffer.from(
      `From: ann@b.example\r\nTo: shop@my.example\r\nSubject: ${subject}\r\n\r\n${text}\r\n`,
    );
    async function* octets() {
      yield await Promise.resolve(data);
    }
    return createContentCheck({ url: rspamd.url, events: silentEvents }).check({
      octets: octets(),
      sizeBytes: data.length,
      ip: '192.0.2.1',
      helo: 'out.b.example',
      mailFrom: 'ann@b.example',
      rcptTo: ['shop@my.example', 'other@my.example'],
      id: 'id-1',
    });
  }

  it('calls GTUBE spam', async () => {
    expect(await check('Hello', gtube)).toEqual({
      kind: 'spam',
      score: 15,
      requiredScore: 15,
      action: 'reject',
      symbols: ['GTUBE 0'],
    });
  });

  it('calls plain text clean', async () => {
    expect(await check('Hello', 'See you tomorrow.')).toEqual({
      kind: 'clean',
      score: 0.1,
      requiredScore: 15,
      action: 'no action',
      symbols: ['TEST_ENVELOPE 0.1'],
    });
  });

  it('calls what reaches `add header` spam, and says what weighed', async () => {
    expect(await check(rspamdSpamWord, 'Buy.')).toMatchObject({
      kind: 'spam',
      action: 'add header',
      symbols: ['TEST_SPAM_WORD 7.5', 'TEST_ENVELOPE 0.1'],
    });
  });

  it('understands the envelope', async () => {
    await check('Hello', 'Hi');
    // Its line may come after its answer.
    await expect
      .poll(() => rspamd.output())
      .toContain(
        'TEST_ENVELOPE(0.10){192.0.2.1;out.b.example;ann@b.example;shop@my.example;other@my.example;}',
      );
  });

  it('is unavailable when it has ended', async () => {
    await rspamd.stop();
    expect(await check('Hello', gtube)).toEqual({
      kind: 'unavailable',
      reason: 'Rspamd is not running: connection refused',
    });
  });
});
