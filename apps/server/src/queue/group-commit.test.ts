import { describe, expect, it } from 'vitest';
import { DatabaseError } from '../db/index.ts';
import { createGroup, type GroupOptions } from './group-commit.ts';

type Options = GroupOptions<number, string>;

function group(commit: Options['commit'], options: Partial<Options> = {}) {
  return createGroup<number, string>({
    commit,
    sizeOf: () => 1,
    maxBytes: 1_000,
    maxItems: 100,
    maxConcurrent: 1,
    deadlineMs: 5_000,
    onGroupFailure: () => undefined,
    ...options,
  });
}

function names(items: readonly number[]): string[] {
  return items.map((item) => `item ${String(item)}`);
}

/** An error as the server gives it. */
function refusal(code: string): DatabaseError {
  return new DatabaseError(Object.assign(new Error(`refused with ${code}`), { code }) as never);
}

describe('createGroup', () => {
  it('commits together what is submitted in one turn, and gives each its own result', async () => {
    const groups: number[][] = [];
    const submit = group((items) => {
      groups.push([...items]);
      return Promise.resolve(names(items));
    });
    expect(await Promise.all([submit(1), submit(2), submit(3)])).toEqual(['item 1', 'item 2', 'item 3']);
    expect(groups).toEqual([[1, 2, 3]]);
  });

  it('gathers what arrives while a commit is under way', async () => {
    const groups: number[][] = [];
    const gate = Promise.withResolvers<undefined>();
    const submit = group(async (items) => {
      groups.push([...items]);
      if (groups.length === 1) await gate.promise;
      return names(items);
    });
    const first = submit(1);
    await new Promise(setImmediate);
    const others = [submit(2), submit(3)];
    await new Promise(setImmediate);
    expect(groups).toEqual([[1]]);
    gate.resolve(undefined);
    await Promise.all([first, ...others]);
    expect(groups).toEqual([[1], [2, 3]]);
  });

  it('keeps to the bounds of count and weight, and lets a heavy item go alone', async () => {
    const groups: number[][] = [];
    const record: Options['commit'] = (items) => {
      groups.push([...items]);
      return Promise.resolve(names(items));
    };
    const submit = group(record, { maxItems: 3, maxBytes: 10, sizeOf: (item) => item });
    await Promise.all([1, 1, 1, 1, 9, 50, 2].map((item) => submit(item)));
    expect(groups).toEqual([[1, 1, 1], [1, 9], [50], [2]]);
  });

  it('rejects a refused item alone', async () => {
    const submit = group((items) =>
      items.includes(2) ? Promise.reject(refusal('22021')) : Promise.resolve(names(items)),
    );
    const results = await Promise.allSettled([submit(1), submit(2), submit(3)]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('tries again while the database is away', async () => {
    let calls = 0;
    const submit = group((items) => {
      calls += 1;
      return calls < 3 ? Promise.reject(new Error('connection lost')) : Promise.resolve(names(items));
    });
    expect(await submit(1)).toBe('item 1');
    expect(calls).toBe(3);
  });

  it('finds what was committed when the answer got lost', async () => {
    const committed = new Set<number>();
    const submit = group(
      (items) => {
        if (items.some((item) => committed.has(item))) return Promise.reject(refusal('23505'));
        for (const item of items) committed.add(item);
        return Promise.reject(new Error('connection lost'));
      },
      { findCommitted: (item) => Promise.resolve(committed.has(item) ? `found ${String(item)}` : undefined) },
    );
    expect(await Promise.all([submit(1), submit(2)])).toEqual(['found 1', 'found 2']);
  });

  it('takes a collision with something else for a refusal', async () => {
    const submit = group(() => Promise.reject(refusal('23505')), {
      findCommitted: () => Promise.resolve(undefined),
    });
    await expect(Promise.all([submit(1), submit(2)])).rejects.toThrow('23505');
  });

  it('rejects at the deadline when no answer comes, and goes on with others', async () => {
    const submit = group(
      (items) => (items.includes(1) ? new Promise(() => undefined) : Promise.resolve(names(items))),
      { deadlineMs: 50 },
    );
    await expect(submit(1)).rejects.toThrow('the outcome is unknown');
    expect(await submit(2)).toBe('item 2');
  });

  it('rejects what waited too long without doing it', async () => {
    const done: number[] = [];
    const submit = group(
      (items) => {
        done.push(...items);
        return Promise.reject(new Error('connection lost'));
      },
      { deadlineMs: 200 },
    );
    const first = submit(1);
    await new Promise(setImmediate);
    const late = submit(2);
    await expect(first).rejects.toThrow('the outcome is unknown');
    await expect(late).rejects.toThrow('nothing was done');
    expect(done).not.toContain(2);
  });
});
