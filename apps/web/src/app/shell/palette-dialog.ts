import { Component, computed, inject, signal } from '@angular/core';
import { DialogRef } from '@angular/cdk/dialog';
import { Router } from '@angular/router';
import { Icon } from '../shared/ui/icon.ts';
import { Words } from '../shared/util/words.ts';
import { visiblePlaces } from './visible-places.ts';

/** The list of the palette: type, choose with the arrows, Enter. */
@Component({
  selector: 'app-palette-dialog',
  imports: [Icon],
  template: `<div class="dialog" role="presentation">
    <h2 class="sr-only" [id]="ref.id + '-title'">{{ t('nav.search') }}</h2>
    <div class="p-3">
      <input
        class="input"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        [attr.aria-activedescendant]="'palette-' + at()"
        [attr.aria-label]="t('nav.search')"
        [placeholder]="t('nav.search')"
        [value]="text()"
        (input)="type($any($event.target).value)"
        (keydown)="press($event)"
      />
    </div>
    <ul
      id="palette-list"
      role="listbox"
      class="m-0 list-none overflow-auto border-t border-line p-2"
      [attr.aria-label]="t('nav.search')"
    >
      @for (place of found(); track place.name) {
        <!-- The keyboard acts on the field. -->
        <!-- eslint-disable-next-line @angular-eslint/template/click-events-have-key-events, @angular-eslint/template/interactive-supports-focus -- the focus stays in the field -->
        <li
          role="option"
          class="menu-item"
          [id]="'palette-' + $index"
          [attr.aria-selected]="$index === at()"
          (click)="go(place.path)"
        >
          <app-icon [of]="place.icon" />{{ t('nav.' + place.name) }}
        </li>
      }
    </ul>
  </div>`,
})
export class PaletteDialog {
  protected readonly t = inject(Words).t;
  protected readonly ref = inject(DialogRef);
  readonly #router = inject(Router);
  readonly #places = visiblePlaces();
  protected readonly text = signal('');
  protected readonly at = signal(0);
  protected readonly found = computed(() => {
    const wanted = this.text().trim().toLowerCase();
    return this.#places()
      .flat()
      .filter(({ name }) => this.t(`nav.${name}`).toLowerCase().includes(wanted));
  });

  protected type(text: string): void {
    this.text.set(text);
    this.at.set(0);
  }

  protected press(event: KeyboardEvent): void {
    const last = this.found().length - 1;
    if (event.key === 'ArrowDown') this.at.update((at) => Math.min(last, at + 1));
    else if (event.key === 'ArrowUp') this.at.update((at) => Math.max(0, at - 1));
    else if (event.key === 'Enter') this.go(this.found()[this.at()]?.path);
    else return;
    event.preventDefault();
  }

  protected go(path: string | undefined): void {
    if (path === undefined) return;
    this.ref.close();
    void this.#router.navigateByUrl(path);
  }
}
