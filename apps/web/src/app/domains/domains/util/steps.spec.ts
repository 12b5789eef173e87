import { describe, expect, it } from 'vitest';
import { toSteps, type DomainRecord } from './steps.ts';

const record = (purpose: DomainRecord['purpose'], changes: Partial<DomainRecord> = {}): DomainRecord => ({
  purpose,
  type: 'TXT',
  name: 'example.com',
  value: '',
  is_required: purpose === 'ownership' || purpose === 'mx',
  key_state: purpose === 'dkim' ? 'active' : null,
  verdict: 'ok',
  found: [],
  reason: '',
  checked_at: null,
  ...changes,
});
const statesOf = (...records: DomainRecord[]): Record<string, string> =>
  Object.fromEntries(toSteps(records).map(({ name, state }) => [name, state]));

describe('toSteps', () => {
  it('has every step in its order, also without records', () => {
    expect(toSteps([]).map(({ name, state }) => `${name} ${state}`)).toEqual([
      'ownership unwanted',
      'receiving unwanted',
      'sending unwanted',
      'policy unwanted',
      'extras unwanted',
    ]);
  });

  it('tells what stops mail from what is advised', () => {
    expect(
      statesOf(
        record('ownership'),
        record('mx', { verdict: 'missing' }),
        record('spf', { verdict: 'different' }),
        record('dkim'),
        record('dmarc', { verdict: 'unknown' }),
        record('tls_rpt', { verdict: 'missing' }),
      ),
    ).toEqual({
      ownership: 'right',
      receiving: 'wrong',
      sending: 'advised',
      policy: 'unknown',
      extras: 'advised',
    });
  });

  it('does not hold a pending or retiring key against the step', () => {
    expect(
      statesOf(
        record('spf'),
        record('dkim'),
        record('dkim', { key_state: 'pending', verdict: 'missing' }),
        record('dkim', { key_state: 'retiring', verdict: 'unknown' }),
      )['sending'],
    ).toBe('right');
    expect(statesOf(record('spf', { verdict: 'unknown' }), record('dkim'))['sending']).toBe('unknown');
  });
});
