import { describe, expect, it } from 'vitest';
import { Failure } from './failure.ts';
import { createRepeatKeys } from './repeat-keys.ts';

describe('the key of a request', () => {
  it('is another one each time, as long as answers come', async () => {
    const keys = createRepeatKeys();
    const used = [await keys.use('a', give), await keys.use('a', give), await keys.use('b', give)];
    expect(new Set(used).size).toBe(3);
    expect(used[0]).toMatch(/^[0-9a-f]{32}$/);
  });

  it('stays the same while nobody knows whether it was done', async () => {
    const keys = createRepeatKeys();
    const lost = [
      await keyOf(keys, new Failure('unreachable')),
      await keyOf(keys, new Failure('late')),
      await keyOf(keys, new Failure('problem', { problem: { status: 502 } })),
      await keyOf(keys, new Error('the page was left')),
    ];
    expect(new Set([...lost, await keys.use('a', give)]).size).toBe(1);
    expect(await keys.use('a', give)).not.toBe(lost[0]);
  });

  it('is shared by what is sent twice at once', async () => {
    const keys = createRepeatKeys();
    const [first, second] = await Promise.all([keys.use('a', give), keys.use('a', give)]);
    expect(first).toBe(second);
  });

  it('is given up after a refusal, and after a while', async () => {
    let now = 0;
    const keys = createRepeatKeys(() => now);
    const refused = await keyOf(keys, new Failure('problem', { problem: { status: 409 } }));
    const lost = await keyOf(keys, new Failure('unreachable'));
    expect(lost).not.toBe(refused);
    now = 11 * 60_000;
    expect(await keys.use('a', give)).not.toBe(lost);
  });
});

const give = (key: string): Promise<string> => Promise.resolve(key);

/** The key of a try that ends with an error. */
async function keyOf(keys: ReturnType<typeof createRepeatKeys>, error: Error): Promise<string> {
  let used = '';
  const fail = (key: string): Promise<never> => {
    used = key;
    return Promise.reject(error);
  };
  await expect(keys.use('a', fail)).rejects.toBe(error);
  return used;
}
