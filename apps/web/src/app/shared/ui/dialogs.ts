import { inject, Injectable, Injector, type Type } from '@angular/core';
import type { DialogRef } from '@angular/cdk/dialog';
import { firstValueFrom } from 'rxjs';
import type { Question } from './ask.ts';
import type { TextQuestion } from './text-prompt.ts';

/**
 * Opens dialogs. The library and the dialogs themselves are loaded with the first one:
 *
 *     const made = await this.dialogs.open(() => import('./create-alias.ts').then((m) => m.CreateAlias), data);
 */
@Injectable({ providedIn: 'root' })
export class Dialogs {
  readonly #injector = inject(Injector);
  readonly #closers = new Set<() => void>();
  #nextId = 1;

  /** Opens a dialog; resolves to what it was closed with, undefined where it was left. Its component injects `DIALOG_DATA`. */
  async open<Result>(load: () => Promise<Type<unknown>>, data?: unknown): Promise<Result | undefined> {
    const [{ Dialog }, component] = await Promise.all([import('@angular/cdk/dialog'), load()]);
    const dialogs = this.#injector.get(Dialog);
    const id = `dialog-${String(this.#nextId++)}`;
    const ref: DialogRef<Result> = dialogs.open<Result>(component, {
      id,
      ariaLabelledBy: `${id}-title`,
      data,
      backdropClass: ['cdk-overlay-backdrop', 'dim'],
      panelClass: 'dialog-pane',
      autoFocus: 'first-tabbable',
      restoreFocus: true,
      closeOnNavigation: true,
    });
    const close = (): void => ref.close();
    this.#closers.add(close);
    const result = await firstValueFrom(ref.closed, { defaultValue: undefined });
    this.#closers.delete(close);
    return result;
  }

  /** Closes whatever is open, as if it were left. */
  closeAll(): void {
    for (const close of this.#closers) close();
  }

  /** Asks before something that cannot be undone; true: it shall be done. With `typed`, the word has to be typed first. */
  async ask(question: Question): Promise<boolean> {
    return (await this.open<boolean>(() => import('./ask.ts').then((m) => m.Ask), question)) === true;
  }

  /** Asks for a line of text and does something with it; resolves to what that gave, as `{ given }`, undefined where the dialog was left. */
  askFor<Given>(question: TextQuestion<Given>): Promise<{ readonly given: Given } | undefined> {
    return this.open(() => import('./text-prompt.ts').then((m) => m.TextPrompt), question);
  }

  /** Asks for a line of text and does something with it; true: it was done. */
  async askText(question: TextQuestion): Promise<boolean> {
    return (await this.askFor(question)) !== undefined;
  }
}
