import type { DomainName } from '@smtpy/mail';
import { describe, expect, it } from 'vitest';
import type { ClaimedDelivery } from '../../queue/index.ts';
import { sampleDelivery } from '../testdata/outgoing.ts';
import { checkDestination } from './destination.ts';

const signal = new AbortController().signal;

function check(delivery: ClaimedDelivery, pausedMailboxId?: string) {
  const asked: string[] = [];
  const step = checkDestination({
    isOwnDomain: (domain: DomainName) => Promise.resolve(domain === 'ours.test'),
    isMailboxPaused: (mailboxId) => {
      asked.push(mailboxId);
      return Promise.resolve(mailboxId === pausedMailboxId);
    },
  });
  return step({ delivery }, signal).then((result) => ({ result, asked }));
}

const toOurselves = { destination: 'jane@ours.test', queueKey: 'ours.test' } as const;

describe('checkDestination', () => {
  it.each(['forward', 'probe'] as const)('ends a %s that would come back to us', async (kind) => {
    const { result } = await check(sampleDelivery({ kind, ...toOurselves }));
    expect(result).toMatchObject({
      kind: 'outcome',
      outcome: {
        kind: 'bounced',
        evidence: { stage: 'destination', failure: { failureClass: 'policy', cause: 'loop' } },
      },
    });
    expect(JSON.stringify(result)).not.toContain('jane');
  });

  it.each(['reply', 'notice'] as const)('lets a %s go to somebody behind an alias of ours', async (kind) => {
    const { result } = await check(sampleDelivery({ kind, ...toOurselves }));
    expect(result).toMatchObject({ kind: 'continue', state: { isDestinationOurs: true } });
  });

  it('lets everything go elsewhere', async () => {
    for (const kind of ['forward', 'reply', 'notice', 'probe'] as const) {
      const { result } = await check(sampleDelivery({ kind }));
      expect(result).toMatchObject({ kind: 'continue', state: { isDestinationOurs: false } });
    }
  });

  it('keeps what is for a paused mailbox, but not the probe that may end the pause', async () => {
    const forward = sampleDelivery({ mailboxId: 'paused' });
    expect((await check(forward, 'paused')).result).toMatchObject({
      outcome: {
        kind: 'deferred',
        evidence: {
          stage: 'destination',
          explanation: expect.stringMatching(/^the mailbox is paused/) as string,
          failure: { failureClass: 'soft', cause: 'mailbox_paused' },
        },
      },
    });
    expect((await check({ ...forward, kind: 'probe' }, 'paused')).result.kind).toBe('continue');
    expect((await check(sampleDelivery({ mailboxId: undefined }), 'paused')).asked).toEqual([]);
  });
});
