import { inject, Injectable } from '@angular/core';
import { Dialogs } from '../shared/ui/dialogs.ts';
import { Words } from '../shared/util/words.ts';
import { loadShellWords } from './shell-words.ts';

/** The list of all shortcuts; its dialog is loaded with the first use. */
@Injectable({ providedIn: 'root' })
export class Help {
  readonly #dialogs = inject(Dialogs);
  readonly #words = inject(Words);
  #isOpen = false;

  /** Opens it, unless it is open. */
  async open(): Promise<void> {
    if (this.#isOpen) return;
    this.#isOpen = true;
    try {
      await loadShellWords(this.#words);
      await this.#dialogs.open(() => import('./shortcut-help.ts').then((m) => m.ShortcutHelp));
    } finally {
      this.#isOpen = false;
    }
  }
}
