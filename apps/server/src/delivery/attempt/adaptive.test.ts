import { describe, expect, it } from 'vitest';
import { silentEvents } from '../../observe/index.ts';
import type { ClaimedDelivery } from '../../queue/index.ts';
import type { LearnedRewrites, Pairing } from '../learned/index.ts';
import { sampleDelivery } from '../testdata/outgoing.ts';
import type { SendOutcome } from '../transport.ts';
import { adapt } from './adaptive.ts';
import type { Step } from './step.ts';

const refusal: SendOutcome = {
  kind: 'bounced',
  evidence: {
    stage: 'body',
    host: 'mx.test [127.0.0.1]:25',
    reply: { code: 550, enhanced: '5.7.26', text: 'Unauthenticated email from sender.test is not accepted' },
    durationMs: 2,
  },
};
const delivered: SendOutcome = { kind: 'delivered', evidence: { stage: 'body', durationMs: 1 } };

interface World {
  readonly preserve?: SendOutcome;
  readonly rewrite?: SendOutcome;
  readonly isLearned?: boolean;
  readonly signal?: AbortSignal;
  readonly remember?: LearnedRewrites['remember'];
}

async function run(delivery: ClaimedDelivery, world: World = {}) {
  const taken: string[] = [];
  const remembered: Pairing[] = [];
  const failures: unknown[] = [];
  const way =
    (name: string, outcome: SendOutcome): Step<unknown, never> =>
    () => {
      taken.push(name);
      return Promise.resolve({ kind: 'outcome', outcome });
    };
  const step = adapt(
    {
      preserve: way('preserve', world.preserve ?? refusal),
      rewrite: way('rewrite', world.rewrite ?? delivered),
    },
    {
      learned: {
        isLearned: () => Promise.resolve(world.isLearned ?? false),
        remember: (pairing) => {
          remembered.push(pairing);
          return world.remember?.(pairing) ?? Promise.resolve();
        },
      },
      events: { ...silentEvents, failed: (_action, error) => failures.push(error) },
    },
  );
  const result = await step({ delivery }, world.signal ?? new AbortController().signal);
  return { outcome: result.kind === 'outcome' ? result.outcome : undefined, taken, remembered, failures };
}

describe('a forward in mode adaptive', () => {
  it('leaves unchanged where that is taken', async () => {
    const { taken, outcome, remembered } = await run(sampleDelivery(), { preserve: delivered });
    expect([taken, outcome, remembered]).toEqual([['preserve'], delivered, []]);
  });

  it.each(['bounced', 'deferred'] as const)('leaves as ours after it was %s for its author', async (kind) => {
    const { taken, outcome, remembered } = await run(sampleDelivery(), { preserve: { ...refusal, kind } });
    expect(taken).toEqual(['preserve', 'rewrite']);
    expect(remembered).toEqual([{ authorDomain: 'sender.test', destinationDomain: 'example.com' }]);
    const { host, reply } = refusal.evidence;
    expect(outcome).toEqual({
      ...delivered,
      evidence: { ...delivered.evidence, refusedAsPreserve: { host, reply } },
    });
  });

  it('leaves as ours at once where that was learned', async () => {
    const { taken, outcome } = await run(sampleDelivery(), { isLearned: true });
    expect([taken, outcome]).toEqual([['rewrite'], delivered]);
  });

  it.each<[string, SendOutcome]>([
    [
      'something else was wrong',
      {
        ...refusal,
        evidence: { ...refusal.evidence, reply: { code: 550, enhanced: '5.1.1', text: 'no such user' } },
      },
    ],
    [
      'nobody said anything',
      { kind: 'deferred', evidence: { stage: 'connect', explanation: 'connection refused', durationMs: 1 } },
    ],
    ['the host may have it', { kind: 'deferred', evidence: refusal.evidence, mayHaveArrived: true }],
  ])('is left at that when %s', async (_, preserve) => {
    const { taken, outcome, remembered } = await run(sampleDelivery(), { preserve });
    expect([taken, outcome, remembered]).toEqual([['preserve'], preserve, []]);
  });

  it('is left at that when its author was not verified here either', async () => {
    const { authentication } = sampleDelivery();
    const unverified = { ...authentication, dmarc: { result: 'fail' } };
    expect((await run(sampleDelivery({ authentication: unverified }))).taken).toEqual(['preserve']);
  });

  it('does not wait for the database to have learned', async () => {
    const { taken, failures } = await run(sampleDelivery(), {
      remember: () => Promise.reject(new Error('the database is gone')),
    });
    expect(taken).toEqual(['preserve', 'rewrite']);
    expect(failures).toMatchObject([{ message: 'the database is gone' }]);
  });

  it('is not over when it was broken off between the two', async () => {
    const { taken, outcome, remembered } = await run(sampleDelivery(), { signal: AbortSignal.abort() });
    expect(taken).toEqual(['preserve']);
    expect(outcome?.kind).toBe('deferred');
    expect(remembered).toHaveLength(1);
  });
});
