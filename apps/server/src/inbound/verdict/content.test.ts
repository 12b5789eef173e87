import { describe, expect, it } from 'vitest';
import type { Arrival } from './arrival.ts';
import type { CheckedMessage, ContentVerdict } from '../../content-check/index.ts';
import { makeArrival, makeContext } from '../testdata/arrivals.ts';
import { makePolicy } from '../testdata/policy.ts';
import { content } from './content.ts';

const message = 'From: a@b.example\n\nHello.\n';
const scored = { score: 12.5, requiredScore: 15, action: 'add header', symbols: ['GTUBE (12.5)'] };

async function ask(answer: ContentVerdict, changes: Partial<Arrival> = {}) {
  const seen: string[] = [];
  const check = async ({ octets }: CheckedMessage) => {
    const pieces: Buffer[] = [];
    for await (const piece of octets) pieces.push(piece);
    seen.push(Buffer.concat(pieces).toString());
    return answer;
  };
  const { policy } = makePolicy({ contentCheck: { check } });
  return { seen, result: await content(makeArrival(message, changes), makeContext({ policy })) };
}

describe('content', () => {
  it('that is called spam waits for the owner', async () => {
    const { result, seen } = await ask({ kind: 'spam', ...scored });
    expect(seen).toEqual([message.replaceAll('\n', '\r\n')]);
    expect(result).toMatchObject({
      arrival: {
        decisions: new Map([['shop@alias.example', { holdReason: 'spam' }]]),
        policy: [{ step: 'content', outcome: 'spam', data: { score: 12.5, required: 15 } }],
      },
    });
  });

  it('passes while nobody can be asked, and the timeline says so', async () => {
    const { result } = await ask({ kind: 'unavailable', reason: 'connection refused' });
    expect(result).toMatchObject({
      kind: 'continue',
      arrival: {
        decisions: new Map(),
        policy: [{ step: 'content', outcome: 'unavailable', data: { reason: 'connection refused' } }],
      },
    });
  });

  it('is put off where that is asked for', async () => {
    const { result } = await ask({ kind: 'defer', ...scored });
    expect(result).toMatchObject({ kind: 'refuse', refusal: { reply: { code: 451 } } });
  });

  it('of an allowed sender is not judged', async () => {
    const decisions = new Map([['shop@alias.example', { isAllowed: true, changes: {} }]]);
    const { result, seen } = await ask({ kind: 'spam', ...scored }, { decisions });
    expect(seen).toEqual([]);
    expect(result).toMatchObject({ arrival: { decisions, policy: [{ outcome: 'allowed' }] } });
  });
});
