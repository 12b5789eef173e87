import { startSentryReceiver, type SentryReceiver } from '@smtpy/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEvents, createLogger, createMetrics, startObservers, type Events } from './index.ts';
import { scrubAddresses } from './scrub.ts';

let sentry: SentryReceiver;

beforeAll(async () => {
  sentry = await startSentryReceiver();
});
afterAll(() => sentry[Symbol.asyncDispose]());
beforeEach(() => {
  sentry.behaviour = 'take';
});

async function reportsOf(work: (events: Events) => void) {
  const before = sentry.events.length;
  const observers = await startObservers({
    otlpUrl: undefined,
    sentryDsn: { reveal: () => sentry.dsn },
    role: 'worker-1',
    mode: 'production',
  });
  const logger = createLogger({ level: 'silent', role: 'worker-1' });
  work(createEvents({ logger, metrics: createMetrics(), observers: observers.list }));
  await observers[Symbol.asyncDispose]();
  expect(sentry.faults).toEqual([]);
  return sentry.events.slice(before);
}

describe('reports of failures', () => {
  it('tell action, error, causes and places, and no address', async () => {
    const cause = new TypeError('no user jane.doe@mailbox.example at 192.0.2.77 or 2001:db8::7:1');
    const reports = await reportsOf((events) => {
      const error = new Error('could not store <ann@sender.example>\n    at jane@evil.example (a.ts:1:1)', {
        cause,
      });
      events.failed('api request', error, { owner: 'node/1/2', rcptTo: 'shop@my.example', attempts: 3 });
    });
    expect(reports).toMatchObject([
      {
        level: 'error',
        environment: 'production',
        release: expect.stringMatching(/^smtpy@\d/) as string,
        server_name: 'worker-1',
        tags: { action: 'api request' },
        extra: { owner: 'node/1/2', rcptTo: '[address]', attempts: 3 },
        exception: {
          values: [
            { type: 'TypeError', value: 'no user [address] at [ip] or [ip]' },
            { type: 'Error', value: expect.stringContaining('could not store <[address]>') as string },
          ],
        },
      },
    ]);
    expect(JSON.stringify(reports)).toContain('failure-reports.test.ts');
    expect(sentry.everything()).not.toMatch(/jane|ann@|shop@|192\.0\.2|2001:db8/);
  });

  it('tell what is no error', async () => {
    const reports = await reportsOf((events) => {
      events.failed('job', 'text about jane@mailbox.example');
    });
    expect(reports).toMatchObject([
      { exception: { values: [{ type: 'string', value: 'text about [address]' }] } },
    ]);
  });

  it('tell one of each kind a minute', async () => {
    const reports = await reportsOf((events) => {
      for (let count = 0; count < 500; count += 1) events.failed('database', new Error('away'));
      events.failed('other', new Error('away'));
    });
    expect(reports.map((report) => report['tags'])).toEqual([{ action: 'database' }, { action: 'other' }]);
  });

  it.each(['refuse', 'hang'] as const)('end in time when nobody takes them: %s', async (behaviour) => {
    sentry.behaviour = behaviour;
    const startedAt = performance.now();
    expect(await reportsOf((events) => events.failed('job', new Error('x')))).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(4_000);
  });
});

describe('scrubAddresses', () => {
  it.each([
    ['Key (email)=(jane@mailbox.example) already exists', 'Key (email)=([address]) already exists'],
    ['550 5.1.1 <a.b+c@x.example>: no such user', '550 5.1.1 <[address]>: no such user'],
    ['connect ECONNREFUSED ::1:5432 and 10.1.2.3:25', 'connect ECONNREFUSED [ip] and [ip]:25'],
    ['at 12:30:45 nothing', 'at 12:30:45 nothing'],
  ])('%s', (text, expected) => {
    expect(scrubAddresses(text)).toBe(expected);
  });

  it('is quick on anything', () => {
    const startedAt = performance.now();
    for (const part of ['a', 'a@', '@', '1.', ':', 'f:']) scrubAddresses(part.repeat(1_000_000));
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});
