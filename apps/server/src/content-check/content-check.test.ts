import {
  createManualClock,
  freePort,
  startScriptedRspamd,
  waitFor,
  type ScriptedRspamd,
} from '@smtpy/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentEvents } from '../observe/index.ts';
import { createContentCheck, type CheckedMessage, type ContentCheckDependencies } from './index.ts';

const octets = Buffer.from('From: ann@b.example\r\nSubject: Hello\r\n\r\nHi\r\n..\r\n');

async function* inPieces(data: Buffer, pieceBytes = 7): AsyncGenerator<Buffer> {
  for (let start = 0; start < data.length; start += pieceBytes)
    yield await Promise.resolve(data.subarray(start, start + pieceBytes));
}

const message = (change: Partial<CheckedMessage> = {}): CheckedMessage => ({
  octets: inPieces(octets),
  sizeBytes: octets.length,
  ip: '192.0.2.1',
  helo: 'out.b.example',
  mailFrom: 'ann@b.example',
  rcptTo: ['shop@my.example', 'other@my.example'],
  id: 'id-1',
  ...change,
});

let rspamd: ScriptedRspamd;
let noted: string[];

beforeEach(async () => {
  rspamd = await startScriptedRspamd();
  noted = [];
});
afterEach(() => rspamd[Symbol.asyncDispose]());

const createCheck = (change: Partial<ContentCheckDependencies> = {}) =>
  createContentCheck({
    url: rspamd.url,
    events: { ...silentEvents, noted: (fact) => noted.push(fact) },
    ...change,
  });

describe('a question', () => {
  it('carries the message as it is and the envelope, a field for each recipient', async () => {
    expect(await createCheck().check(message())).toEqual({
      kind: 'clean',
      score: 0,
      requiredScore: 15,
      action: 'no action',
      symbols: [],
    });
    const [request] = rspamd.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/checkv2', body: octets });
    expect(request?.fields.filter(([name]) => name === 'rcpt').map(([, value]) => value)).toEqual([
      '<shop@my.example>',
      '<other@my.example>',
    ]);
    const byName = Object.fromEntries(request?.fields ?? []);
    expect(byName).toMatchObject({ ip: '192.0.2.1', helo: 'out.b.example', from: '<ann@b.example>' });
    expect(byName).toMatchObject({ 'queue-id': 'id-1' });
    expect(byName).not.toHaveProperty('hostname');
    expect(byName).not.toHaveProperty('pass');
  });

  it('is not asked about more than 10 MiB', async () => {
    const verdict = await createCheck().check(message({ sizeBytes: 10 * 1024 * 1024 + 1 }));
    expect(verdict).toEqual({ kind: 'skipped', reason: 'larger than 10 MiB' });
    expect(rspamd.requests).toEqual([]);
  });

  it('lets no sender write a field of its own', async () => {
    const hostile = { mailFrom: '"a\r\nPass: all\r\n"@b.example', helo: 'x\r\nSettings-ID: 1' };
    expect(await createCheck().check(message(hostile))).toMatchObject({ kind: 'clean' });
    const names = rspamd.requests[0]?.fields.map(([name]) => name);
    expect(names).toEqual(expect.not.arrayContaining(['pass', 'settings-id', 'from', 'helo']));
  });

  it('of ten megabytes is streamed', async () => {
    const large = Buffer.alloc(10 * 1024 * 1024, 'x');
    const verdict = await createCheck().check(
      message({ octets: inPieces(large, 65_536), sizeBytes: large.length }),
    );
    expect(verdict).toMatchObject({ kind: 'clean' });
    expect(rspamd.requests[0]?.body.length).toBe(large.length);
  });
});

describe('without a verdict', () => {
  it.each([
    [{ kind: 'raw', status: 500, body: '{"action":"reject","score":99}' }, 'Rspamd answered 500'],
    [{ kind: 'raw', status: 302, body: '' }, 'Rspamd answered 302'],
    [{ kind: 'raw', status: 200, body: '<html>' }, 'Rspamd answered with what is no verdict'],
    [
      { kind: 'json', value: { action: 'odd', score: 1 } },
      'Rspamd answered with an action that is not known: odd',
    ],
    [{ kind: 'cut' }, 'Rspamd ended the connection'],
    [{ kind: 'cut_answer' }, 'Rspamd ended the connection'],
    [{ kind: 'noise' }, 'Rspamd answered with what is no HTTP'],
    [{ kind: 'endless' }, 'Rspamd gave no answer: its answer is longer than 1 MiB'],
  ] as const)('%j', async (answer, reason) => {
    rspamd.answer = answer;
    expect(await createCheck().check(message())).toEqual({ kind: 'unavailable', reason });
    await waitFor(async () => (await rspamd.connections()) === 0, { what: 'no connection is left' });
  });

  it('because nothing listens there', async () => {
    const url = `http://127.0.0.1:${String(await freePort())}`;
    expect(await createCheck({ url }).check(message())).toEqual({
      kind: 'unavailable',
      reason: 'Rspamd is not running: connection refused',
    });
  });

  it.each(['hang', 'deaf'] as const)('%s: ends at the deadline and closes what it reads', async (kind) => {
    rspamd.answer = { kind };
    let isClosed = false;
    async function* endless() {
      try {
        for (let count = 0; count < 1_000 || kind === 'deaf'; count += 1)
          yield await Promise.resolve(Buffer.alloc(65_536));
      } finally {
        isClosed = true;
      }
    }
    const startedAtMs = performance.now();
    const verdict = await createCheck({ timeoutMs: 500 }).check(message({ octets: endless() }));
    expect(verdict).toEqual({ kind: 'unavailable', reason: 'Rspamd gave no answer within 0.5 s' });
    expect(performance.now() - startedAtMs).toBeLessThan(5_000);
    await waitFor(() => isClosed, { what: 'the message is closed' });
    // Who reads nothing does not notice the end.
    if (kind === 'hang')
      await waitFor(async () => (await rspamd.connections()) === 0, { what: 'no connection is left' });
  });

  it('because the message cannot be read: that is not the fault of Rspamd', async () => {
    async function* broken() {
      yield await Promise.resolve(octets);
      throw new Error('the database is away');
    }
    const check = createCheck();
    for (let count = 0; count < 5; count += 1)
      expect(await check.check(message({ octets: broken() }))).toEqual({
        kind: 'unavailable',
        reason: 'the message could not be read',
      });
    expect(await check.check(message())).toMatchObject({ kind: 'clean' });
  });
});

describe('a dead Rspamd', () => {
  it('is not asked for ten seconds after three failures, and then by one message', async () => {
    const clock = createManualClock();
    const check = createCheck({ clock, timeoutMs: 10_000 });
    rspamd.answer = { kind: 'cut' };
    for (let count = 0; count < 3; count += 1) await check.check(message());
    expect(rspamd.requests).toHaveLength(3);
    rspamd.answer = { kind: 'json', value: { action: 'no action', score: 0 } };
    const paused = { kind: 'unavailable', reason: 'Rspamd did not answer a moment ago' };
    expect(await check.check(message())).toEqual(paused);
    clock.advance(10_000);
    const [first, second] = await Promise.all([check.check(message()), check.check(message())]);
    expect(first).toMatchObject({ kind: 'clean' });
    expect(second).toEqual(paused);
    expect(await check.check(message())).toMatchObject({ kind: 'clean' });
    expect(rspamd.requests).toHaveLength(5);
    expect(noted).toEqual(['Rspamd does not answer; content is not judged', 'Rspamd answers again']);
  });

  it('is not one that stumbles over a message: its answers come at once', async () => {
    const check = createCheck();
    rspamd.answer = { kind: 'raw', status: 500, body: '' };
    for (let count = 0; count < 5; count += 1) await check.check(message());
    expect(rspamd.requests).toHaveLength(5);
  });
});
