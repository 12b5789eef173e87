import { describe, expect, it } from 'vitest';
import { createManualClock, waitFor } from './index.ts';

describe('createManualClock', () => {
  it('moves only when told to', () => {
    const clock = createManualClock(new Date('2030-01-01T00:00:00Z'));
    const before = clock.now();
    clock.advance(1_500);
    expect(clock.now().toISOString()).toBe('2030-01-01T00:00:01.500Z');
    expect(before.toISOString()).toBe('2030-01-01T00:00:00.000Z');
    clock.set(new Date('2031-01-01T00:00:00Z'));
    clock.now().setFullYear(1999);
    expect(clock.now().toISOString()).toBe('2031-01-01T00:00:00.000Z');
  });
});

describe('waitFor', () => {
  it('gives the first truthy value', async () => {
    let asked = 0;
    const value = await waitFor(() => (++asked === 3 ? 'third' : undefined), { what: 'the third asking' });
    expect(value).toBe('third');
  });

  it('says what it waited for', async () => {
    const waiting = waitFor(() => false, { what: 'the impossible', timeoutMs: 30 });
    await expect(waiting).rejects.toThrow('timed out after 30 ms waiting for the impossible');
  });

  it('passes on the error of the condition, and obeys its signal', async () => {
    await expect(waitFor(() => Promise.reject(new Error('broken')), { what: 'x' })).rejects.toThrow('broken');
    const signal = AbortSignal.abort(new Error('stopped'));
    await expect(waitFor(() => false, { what: 'x', signal })).rejects.toThrow('stopped');
  });
});
