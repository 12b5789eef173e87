import { effect, inject, Injectable, signal } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { TitleStrategy, type RouterStateSnapshot } from '@angular/router';
import { Words } from './words.ts';

/** Titles of the window: the key that the route has as its title in words, or what the page itself says it shows. */
@Injectable({ providedIn: 'root' })
export class PageTitles extends TitleStrategy {
  readonly #title = inject(Title);
  readonly #words = inject(Words);
  readonly #key = signal<string | undefined>(undefined);
  readonly #subject = signal<string | undefined>(undefined);

  constructor() {
    super();
    effect(() => {
      const key = this.#key();
      const text = this.#subject() ?? (key === undefined ? undefined : this.#words.t(key));
      this.#title.setTitle(text === undefined ? 'SMTPy' : `${text} · SMTPy`);
    });
  }

  override updateTitle(snapshot: RouterStateSnapshot): void {
    this.#subject.set(undefined);
    this.#key.set(this.buildTitle(snapshot));
  }

  /** What the page shows: an address, a subject. Holds until the next page. */
  tell(subject: string): void {
    this.#subject.set(subject);
  }
}

/** Keeps the title of the window as what the page shows; nothing, while that is not known yet. To be called where `inject` works. */
export function pageTitle(subject: () => string | undefined): void {
  const titles = inject(PageTitles);
  effect(() => {
    const text = subject();
    if (text !== undefined && text !== '') titles.tell(text);
  });
}
