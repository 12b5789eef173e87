import { createManualClock } from '@smtpy/testkit';
import { describe, expect, it } from 'vitest';
import { ReadThroughCache } from './index.ts';

function createCache({ maxEntries = 10, lifetimeMs = 1_000 } = {}) {
  const clock = createManualClock();
  const cache = new ReadThroughCache<string>({ maxEntries, lifetimeMs: () => lifetimeMs, clock });
  let loads = 0;
  const get = (key: string) =>
    cache.get(key, () => {
      loads += 1;
      return Promise.resolve(`${key} ${String(loads)}`);
    });
  return { cache, clock, get, loads: () => loads };
}

describe('ReadThroughCache', () => {
  it('loads once until the lifetime is over', async () => {
    const { clock, get } = createCache();
    expect(await get('a')).toBe('a 1');
    clock.advance(999);
    expect(await get('a')).toBe('a 1');
    clock.advance(1);
    expect(await get('a')).toBe('a 2');
  });

  it('distrusts what was loaded in the future', async () => {
    const { clock, get } = createCache();
    await get('a');
    clock.advance(-1);
    expect(await get('a')).toBe('a 2');
  });

  it('drops the least recently used value', async () => {
    const { cache, get } = createCache({ maxEntries: 2 });
    await get('a');
    await get('b');
    await get('a');
    await get('c');
    expect(cache.size).toBe(2);
    expect(await get('a')).toBe('a 1');
    expect(await get('b')).toBe('b 4');
  });

  it('shares a load between those who ask at the same time', async () => {
    const { get, loads } = createCache();
    expect(await Promise.all([get('a'), get('a')])).toEqual(['a 1', 'a 1']);
    expect(loads()).toBe(1);
  });

  it('keeps no failed load', async () => {
    const { cache, get } = createCache();
    await expect(cache.get('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await get('a')).toBe('a 1');
  });

  it.each([
    [
      'forget',
      (cache: ReadThroughCache<string>) => {
        cache.forget('a');
      },
    ],
    [
      'forgetWhere',
      (cache: ReadThroughCache<string>) => {
        cache.forgetWhere(() => false);
      },
    ],
    [
      'clear',
      (cache: ReadThroughCache<string>) => {
        cache.clear();
      },
    ],
  ] as const)('does not keep what was being loaded at %s', async (_name, invalidate) => {
    const { cache, get } = createCache();
    const loaded = Promise.withResolvers<string>();
    const outdated = cache.get('a', () => loaded.promise);
    invalidate(cache);
    loaded.resolve('outdated');
    expect(await outdated).toBe('outdated');
    expect(await get('a')).toBe('a 1');
  });

  it('forgets by value', async () => {
    const { cache, get } = createCache();
    await get('a');
    await get('b');
    cache.forgetWhere((value, key) => key === 'a' && value === 'a 1');
    expect(await get('a')).toBe('a 3');
    expect(await get('b')).toBe('b 2');
  });
});
