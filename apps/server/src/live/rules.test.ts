import { describe, expect, it } from 'vitest';
import { newId } from '../db/index.ts';
import { parseHint, planResume, timeOfId, usualBounds, usualTiming } from './rules.ts';

const a = '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001';
const b = '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a002';

describe('parseHint', () => {
  it('reads what the triggers write', () => {
    expect(parseHint(`events ${a} ${b} ${a}`)).toEqual({ kind: 'events', organizationId: a, ids: [b, a] });
    expect(parseHint(`user ${a}`)).toEqual({ kind: 'user', id: a });
    expect(parseHint(`organization ${a}`)).toEqual({ kind: 'organization', id: a });
  });

  it.each(['', 'events', 'user x', `user ${a} ${b}`, `events ${a} x`, `other ${a}`, `events  ${a}`])(
    'does not know "%s"',
    (payload) => {
      expect(parseHint(payload)).toBeUndefined();
    },
  );
});

describe('planResume', () => {
  const now = new Date('2026-11-22T09:30:00.000Z');
  const plan = (after: string) => planResume(after, now, { ...usualTiming, ...usualBounds });
  const beginOf = (after: string): number | undefined => {
    const found = plan(after);
    return found && timeOfId(found.afterId) - now.getTime();
  };

  it('looks a little before what is known', () => {
    expect(beginOf(newId(new Date(now.getTime() - 60_000)))).toBe(-60_000 - usualTiming.overlapMs);
  });
  it('takes an id of the future as one of now', () => {
    expect(beginOf('ffffffff-ffff-ffff-ffff-ffffffffffff')).toBe(-usualTiming.overlapMs);
  });
  it('gives up after a day', () => {
    expect(plan(newId(new Date(now.getTime() - usualBounds.resumedMs - 1)))).toBeUndefined();
    expect(plan(newId(new Date(now.getTime() - usualBounds.resumedMs)))).toBeDefined();
    expect(plan('00000000-0000-0000-0000-000000000000')).toBeUndefined();
  });
});
