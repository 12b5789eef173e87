import { DestroyRef, inject, signal, type Signal } from '@angular/core';
import type { EventType } from '@smtpy/contract/web';
import { Live } from '../../../shared/data/live.ts';
import { seenAfter } from '../../../shared/util/seen-after.ts';

/** What a list does with what happens while it is looked at. */
export interface LiveList {
  /** Whether new messages belong at its top: its first page is shown. */
  isAtTop(): boolean;
  shows(messageId: string): boolean;
  reload(): void;
}

const changes: ReadonlySet<EventType> = new Set([
  'delivery.held',
  'delivery.released',
  'delivery.deferred',
  'delivery.delivered',
  'delivery.bounced',
  'delivery.expired',
  'delivery.discarded',
  'delivery.cancelled',
]);
/** Enough for a burst to be one reload. */
const waitMs = 600;

/**
 * Follows what happens: the list is loaded anew when something it shows changed, and, at its top, when mail came; elsewhere new mail is counted. To
 * be called where `inject` works.
 */
export function followMail(list: LiveList): { readonly count: Signal<number>; reset(): void } {
  const count = signal(0);
  let takeBack: (() => void) | undefined;
  const reloadSoon = (): void => {
    takeBack ??= seenAfter(waitMs, () => {
      takeBack = undefined;
      list.reload();
    });
  };
  inject(DestroyRef).onDestroy(() => takeBack?.());
  inject(Live).listen((news) => {
    if (news.kind === 'resync') {
      reloadSoon();
      return;
    }
    const { type, data } = news.event;
    if (type === 'message.accepted') {
      if (list.isAtTop()) reloadSoon();
      else count.update((before) => before + 1);
    } else if (changes.has(type) && data.message !== undefined && list.shows(data.message.id)) reloadSoon();
  });
  return { count: count.asReadonly(), reset: () => count.set(0) };
}
