import { createManualClock } from '@smtpy/testkit';
import { describe, expect, it } from 'vitest';
import { AnswerCache } from './answer-cache.ts';

function createCounting({ ttlMs = 1_000, maxEntries = 10 } = {}) {
  const clock = createManualClock();
  const cache = new AnswerCache<string>({ clock, maxEntries });
  const asked: string[] = [];
  const get = (question: string) =>
    cache.get(question, async () => {
      asked.push(question);
      return Promise.resolve({ answer: `answer to ${question}`, ttlMs });
    });
  return { clock, asked, get, cache };
}

describe('AnswerCache', () => {
  it('repeats an answer until its time is over', async () => {
    const { clock, asked, get } = createCounting();
    await get('a');
    clock.advance(999);
    expect(await get('a')).toBe('answer to a');
    expect(asked).toEqual(['a']);
    clock.advance(1);
    await get('a');
    expect(asked).toEqual(['a', 'a']);
  });

  it('shares a question under way', async () => {
    const { asked, get } = createCounting({ ttlMs: 0 });
    await Promise.all([get('a'), get('a'), get('b')]);
    expect(asked).toEqual(['a', 'b']);
    await get('a');
    expect(asked).toEqual(['a', 'b', 'a']);
  });

  it('forgets what was used longest ago', async () => {
    const { asked, get } = createCounting({ maxEntries: 2 });
    for (const question of ['a', 'b', 'a', 'c', 'a', 'b']) await get(question);
    expect(asked).toEqual(['a', 'b', 'c', 'b']);
  });

  it('does not remember a rejection', async () => {
    const { cache, get } = createCounting();
    await expect(cache.get('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await get('a')).toBe('answer to a');
  });
});
