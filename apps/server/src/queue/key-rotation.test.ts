import { describe, expect, it } from 'vitest';
import { KeyRotation } from './key-rotation.ts';
import type { ClaimedDelivery } from './types.ts';

function claimed(...queueKeys: string[]): readonly ClaimedDelivery[] {
  return queueKeys.map((queueKey) => ({ queueKey }) as ClaimedDelivery);
}

const free = (): number => 2;

describe('KeyRotation', () => {
  it('forgets a key that gave less than it had room for', () => {
    const rotation = new KeyRotation(10);
    const keys = rotation.takeNamed(['a'], free);
    rotation.remember({ keys, rooms: [2], claimed: claimed('a'), limit: 10 });
    expect(rotation.takeNamed([], free)).toEqual([]);
  });

  it('looks again at a key that gave as many as it had room for', () => {
    const rotation = new KeyRotation(10);
    const keys = rotation.takeNamed(['a', 'b'], free);
    rotation.remember({ keys, rooms: [2, 2], claimed: claimed('a', 'a', 'b'), limit: 10 });
    expect(rotation.takeNamed([], free)).toEqual(['a']);
  });

  it('gives keys that were not reached their turn before those that were', () => {
    const rotation = new KeyRotation(10);
    const keys = rotation.takeNamed(['a', 'b', 'c'], free);
    rotation.remember({ keys, rooms: [2, 2, 2], claimed: claimed('a', 'a'), limit: 2 });
    expect(rotation.takeNamed(['d'], free)).toEqual(['b', 'c', 'a', 'd']);
  });

  it('keeps a hinted key that has no room until it has', () => {
    const rotation = new KeyRotation(10);
    expect(rotation.takeNamed(['a'], () => 0)).toEqual([]);
    expect(rotation.takeNamed([], free)).toEqual(['a']);
  });

  it('remembers no more keys than it may', () => {
    const rotation = new KeyRotation(2);
    expect(rotation.takeNamed(['a', 'b', 'c', 'd', 'e'], free)).toEqual(['a', 'b']);
    expect(rotation.takeNamed([], free)).toEqual(['c', 'd']);
  });
});
