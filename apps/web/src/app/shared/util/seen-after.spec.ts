import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { seenAfter } from './seen-after.ts';

/** As much of a page as says whether it is seen. */
class Page extends EventTarget {
  visibilityState = 'visible';
  become(state: 'visible' | 'hidden'): void {
    this.visibilityState = state;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

let page: Page;
beforeEach(() => {
  vi.useFakeTimers();
  page = new Page();
  vi.stubGlobal('document', page);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('what is done while somebody looks', () => {
  it('waits its time on a page that is seen', () => {
    const call = vi.fn();
    seenAfter(1_000, call);
    vi.advanceTimersByTime(999);
    expect(call).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    page.become('hidden');
    page.become('visible');
    expect(call).toHaveBeenCalledOnce();
  });

  it('waits until a hidden page is seen, and then its time', () => {
    const call = vi.fn();
    page.become('hidden');
    seenAfter(1_000, call);
    vi.advanceTimersByTime(60_000);
    expect(call).not.toHaveBeenCalled();
    page.become('visible');
    expect(call).toHaveBeenCalledOnce();
  });

  it('is not done after it was taken back', () => {
    const call = vi.fn();
    page.become('hidden');
    const takeBack = seenAfter(1_000, call);
    vi.advanceTimersByTime(1_000);
    takeBack();
    page.become('visible');
    expect(call).not.toHaveBeenCalled();
  });
});
