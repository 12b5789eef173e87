import { inject, Injectable } from '@angular/core';
import { Router } from '@angular/router';
import { Session } from '../shared/data/session.ts';
import { Help } from './help.ts';
import { Palette } from './palette.ts';
import { createKeyReader, type Meaning } from './shortcut-keys.ts';
import { ShortcutSwitch } from './shortcut-switch.ts';
import { visiblePlaces } from './visible-places.ts';

/** Where keys are typed, or mean something else. */
const busy = 'input, textarea, select, [contenteditable], [role="dialog"], [role="menu"], [role="listbox"]';

/**
 * Keys that lead somewhere from anywhere but fields and dialogs, unless they are switched off.
 */
@Injectable({ providedIn: 'root' })
export class Shortcuts {
  readonly #router = inject(Router);
  readonly #session = inject(Session);
  readonly #help = inject(Help);
  readonly #switch = inject(ShortcutSwitch);
  readonly #palette = inject(Palette);
  readonly #places = visiblePlaces();
  readonly #read = createKeyReader();

  constructor() {
    document.addEventListener('keydown', (event) => {
      if (!this.#switch.isOn() || this.#session.account() === undefined || isElsewhere(event)) return;
      const meaning = this.#read(event.key, performance.now());
      if (meaning === undefined) return;
      event.preventDefault();
      this.#act(meaning);
    });
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
        void this.#help.open();
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
