import { inject, Injectable } from '@angular/core';
import { Dialogs } from '../shared/ui/dialogs.ts';
import { Words } from '../shared/util/words.ts';
import { loadShellWords } from './shell-words.ts';

/** The command palette, opened by Ctrl-K (⌘K) or the search field; its dialog is loaded with the first use. */
@Injectable({ providedIn: 'root' })
export class Palette {
  readonly #dialogs = inject(Dialogs);
  readonly #words = inject(Words);
  #isOpen = false;

  constructor() {
    document.addEventListener('keydown', (event) => {
      if (
        event.key.toLowerCase() !== 'k' ||
        !(event.ctrlKey || event.metaKey) ||
        event.shiftKey ||
        event.altKey
      )
        return;
      event.preventDefault();
      void this.open();
    });
  }

  /** Opens it, unless it is open. */
  async open(): Promise<void> {
    if (this.#isOpen) return;
    this.#isOpen = true;
    try {
      await loadShellWords(this.#words);
      await this.#dialogs.open(() => import('./palette-dialog.ts').then((m) => m.PaletteDialog));
    } finally {
      this.#isOpen = false;
    }
  }
}
