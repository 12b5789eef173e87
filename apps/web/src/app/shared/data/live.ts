import { computed, DestroyRef, effect, inject, Injectable, signal } from '@angular/core';
import type { Event, EventType, LiveMessage } from '@smtpy/contract/web';
import { seenAfter } from '../util/seen-after.ts';
import { toQuery } from './api.ts';
import { CurrentOrganization } from './current-organization.ts';
import { Session } from './session.ts';

/**
 * What the connection is.
 *
 *     off ──► connecting ──► on ──► (broken) waiting ──► connecting …
 */
export type LiveState = 'off' | 'connecting' | 'on' | 'waiting';

/** What listeners hear: an event, or that events are missing and what is shown should be loaded anew. */
export type LiveNews = { readonly kind: 'event'; readonly event: Event } | { readonly kind: 'resync' };

const url = '/v1/live';
const firstWaitMs = 1_000;
const longestWaitMs = 30_000;
/** Ids of events that came, so that what is sent once more after a break is dropped. */
const rememberedEvents = 2_000;
/** A server that says nothing for this long is away; it pings every 20 seconds. */
const silenceMs = 45_000;
/**
 * A session that is replaced in this browser (new password, second factor) ends the connection before the answer with the new cookie is here. Whoever
 * asks with the old one meanwhile is sent a cookie that takes the new one away.
 */
const cookieMs = 2_000;

/** Events of the organization as they happen; it connects again by itself, and goes on where it was. */
@Injectable({ providedIn: 'root' })
export class Live {
  readonly #session = inject(Session);
  readonly #organization = inject(CurrentOrganization);
  readonly #state = signal<LiveState>('off');
  readonly #listeners = new Set<(news: LiveNews) => void>();
  readonly #seen = new Set<string>();
  #socket: WebSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastId: string | undefined;
  #waitMs = firstWaitMs;

  readonly state = this.#state.asReadonly();
  readonly #returns = signal(0);
  /** Grows whenever the server may be there again: the device is online, or the connection was made. */
  readonly returns = this.#returns.asReadonly();

  constructor() {
    const wanted = computed(() =>
      this.#session.account() === undefined ? undefined : (this.#session.organization()?.id ?? ''),
    );
    effect((onCleanup) => {
      const organization = wanted();
      this.#close();
      this.#lastId = undefined;
      this.#seen.clear();
      if (organization === undefined) return;
      // In a task of its own: the page is being drawn.
      const timer = setTimeout(() => this.#connect());
      onCleanup(() => clearTimeout(timer));
    });
    window.addEventListener('online', () => {
      this.#returns.update((before) => before + 1);
      if (this.#state() === 'waiting') this.#connect();
    });
  }

  /** Hears news until the asking part of the page goes. To be called where `inject` works. */
  listen(hear: (news: LiveNews) => void): void {
    this.#listeners.add(hear);
    inject(DestroyRef).onDestroy(() => this.#listeners.delete(hear));
  }

  /** Calls when one of these happens, or when some may have been missed; at most once a second, and not while the page is hidden. To be called where `inject` works. */
  onAny(types: readonly EventType[], call: () => void): void {
    let takeBack: (() => void) | undefined;
    this.listen((news) => {
      if (news.kind === 'event' && !types.includes(news.event.type)) return;
      takeBack ??= seenAfter(1_000, () => {
        takeBack = undefined;
        call();
      });
    });
    inject(DestroyRef).onDestroy(() => takeBack?.());
  }

  #connect(): void {
    clearTimeout(this.#timer);
    this.#state.set('connecting');
    const query = toQuery({ organization: this.#organization.id(), after: this.#lastId });
    const socket = new WebSocket(url + query);
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      this.#expectSoon(socket);
      this.#hear(JSON.parse(String(data)) as LiveMessage);
    });
    socket.addEventListener('close', ({ code }) => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      // Access ended, or there was none when the page woke up: an ordinary request tells which.
      if (code === 4001 || this.#state() === 'connecting')
        setTimeout(() => void this.#session.load(), cookieMs);
      this.#connectLater();
    });
  }

  #hear(message: LiveMessage): void {
    switch (message.kind) {
      case 'hello':
        this.#waitMs = firstWaitMs;
        this.#state.set('on');
        this.#returns.update((before) => before + 1);
        return;
      case 'event':
        if (this.#seen.has(message.event.id)) return;
        this.#remember(message.event.id);
        this.#tell({ kind: 'event', event: message.event });
        return;
      case 'resync':
        this.#tell({ kind: 'resync' });
        return;
      case 'ping':
        return;
    }
  }

  #remember(id: string): void {
    this.#lastId = id;
    this.#seen.add(id);
    if (this.#seen.size <= rememberedEvents) return;
    const [oldest] = this.#seen;
    if (oldest !== undefined) this.#seen.delete(oldest);
  }

  #tell(news: LiveNews): void {
    for (const hear of this.#listeners) hear(news);
  }

  #expectSoon(socket: WebSocket): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => socket.close(), silenceMs);
  }

  #connectLater(): void {
    clearTimeout(this.#timer);
    if (this.#session.account() === undefined) {
      this.#state.set('off');
      return;
    }
    this.#state.set('waiting');
    // At random, so that all pages of a server that was away do not come back at once.
    const wait = this.#waitMs * (0.5 + Math.random());
    this.#waitMs = Math.min(longestWaitMs, this.#waitMs * 2);
    this.#timer = setTimeout(() => this.#connect(), wait);
  }

  #close(): void {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
    this.#state.set('off');
  }
}
