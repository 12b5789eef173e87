import { describe, expect, it } from 'vitest';
import type { AttemptEvidence } from '../../queue/index.ts';
import { conclude } from './conclude.ts';

function concluded(kind: 'bounced' | 'deferred', evidence: Partial<AttemptEvidence>) {
  return conclude({ kind, evidence: { stage: 'rcpt', durationMs: 1, ...evidence } }).evidence.failure;
}

describe('conclude', () => {
  it('says what kind of failure a reply tells of', () => {
    const reply = { code: 550, enhanced: '5.1.1', text: 'no such user' };
    expect(concluded('bounced', { reply })).toMatchObject({ failureClass: 'hard' });
    expect(
      concluded('deferred', { reply: { code: 452, enhanced: '4.2.2', text: 'over quota' } }),
    ).toMatchObject({
      failureClass: 'full',
    });
  });

  it('reads the status that our own final words begin with', () => {
    const explanation = '5.1.2 the domain nowhere.test does not exist';
    expect(concluded('bounced', { stage: 'dns', explanation })).toMatchObject({ failureClass: 'hard' });
  });

  it.each([
    ['dns', 'no answer from DNS about the mail servers of a.test', 'dns'],
    ['rcpt', 'no answer within 300 s', 'timeout'],
    ['connect', 'no answer from the host', 'timeout'],
    ['connect', 'connection refused', 'network'],
    ['body', 'connection closed by the host', 'network'],
    ['connect', undefined, 'network'],
    ['identities', 'the alias does not exist', 'internal'],
    ['attempt', undefined, 'internal'],
  ])('at %s calls "%s" %s', (stage, explanation, cause) => {
    const evidence = { stage, ...(explanation !== undefined && { explanation }) };
    expect(concluded('deferred', evidence)).toEqual({ failureClass: 'soft', cause });
  });

  it('keeps what a step knows better, and leaves success alone', () => {
    const failure = { failureClass: 'policy', cause: 'loop' } as const;
    expect(concluded('bounced', { failure, reply: { code: 550, text: '' } })).toEqual(failure);
    const delivered = { kind: 'delivered', evidence: { stage: 'body', durationMs: 1 } } as const;
    expect(conclude(delivered)).toEqual(delivered);
  });

  it('hands on nothing but kind and evidence', () => {
    const evidence = { stage: 'body', durationMs: 1 };
    expect(Object.keys(conclude({ kind: 'deferred', evidence, mayHaveArrived: true }))).toEqual([
      'kind',
      'evidence',
    ]);
  });
});
