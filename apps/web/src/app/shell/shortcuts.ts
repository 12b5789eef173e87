import { inject, Injectable, signal } from '@angular/core';
import { Router } from '@angular/router';
import { Session } from '../shared/data/session.ts';
import { Dialogs } from '../shared/ui/dialogs.ts';
import { readStored, store } from '../shared/util/stored.ts';
import { Words } from '../shared/util/words.ts';
import { Palette } from './palette.ts';
import { loadShellWords } from './shell-words.ts';
import { createKeyReader, type Meaning } from './shortcut-keys.ts';
import { visiblePlaces } from './visible-places.ts';

const key = 'smtpy.shortcuts';
/** Where keys are typed, or mean something else. */
const busy = 'input, textarea, select, [contenteditable], [role="dialog"], [role="menu"], [role="listbox"]';

/**
 * Keys that lead somewhere from anywhere but fields and dialogs. They can be switched off on this device: who speaks to the computer would set them off
 * by accident (WCAG 2.1.4).
 */
@Injectable({ providedIn: 'root' })
export class Shortcuts {
  readonly #router = inject(Router);
  readonly #session = inject(Session);
  readonly #dialogs = inject(Dialogs);
  readonly #words = inject(Words);
  readonly #palette = inject(Palette);
  readonly #places = visiblePlaces();
  readonly #read = createKeyReader();
  readonly #isOn = signal(readStored(key) !== 'off');
  #isHelping = false;

  readonly isOn = this.#isOn.asReadonly();

  constructor() {
    document.addEventListener('keydown', (event) => {
      if (!this.#isOn() || this.#session.account() === undefined || isElsewhere(event)) return;
      const meaning = this.#read(event.key, performance.now());
      if (meaning === undefined) return;
      event.preventDefault();
      this.#act(meaning);
    });
  }

  switch(isOn: boolean): void {
    store(key, isOn ? null : 'off');
    this.#isOn.set(isOn);
  }

  /** Shows all of them. */
  async help(): Promise<void> {
    if (this.#isHelping) return;
    this.#isHelping = true;
    try {
      await loadShellWords(this.#words);
      await this.#dialogs.open(() => import('./shortcut-help.ts').then((m) => m.ShortcutHelp));
    } finally {
      this.#isHelping = false;
    }
  }

  #act(meaning: Meaning): void {
    switch (meaning.kind) {
      case 'go': {
        const place = this.#places()
          .flat()
          .find(({ name }) => name === meaning.place);
        const path = meaning.place === 'notices' ? '/notices' : place?.path;
        if (path !== undefined) void this.#router.navigateByUrl(path);
        return;
      }
      case 'help':
        void this.help();
        return;
      case 'search':
        void this.#palette.open();
        return;
      case 'new_alias':
        if (this.#session.can('aliases:write')) void this.#router.navigateByUrl('/aliases?new=1');
    }
  }
}

function isElsewhere(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.repeat || event.isComposing) return true;
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  return event.target instanceof Element && event.target.closest(busy) !== null;
}
