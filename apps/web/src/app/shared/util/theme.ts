import { computed, effect, Injectable, signal } from '@angular/core';
import { readStored, store } from './stored.ts';

/** What a person may choose; `system` follows the device. */
export const themeChoices = ['system', 'light', 'dark'] as const;
/** One of {@link themeChoices}. */
export type ThemeChoice = (typeof themeChoices)[number];

const key = 'smtpy.theme';

/** Light or dark: what was chosen on this device, or as the system has it. `start.js` applies it before the first paint. */
@Injectable({ providedIn: 'root' })
export class Theme {
  readonly #choice = signal<ThemeChoice>(parseTheme(readStored(key)));
  readonly #system = window.matchMedia('(prefers-color-scheme: dark)');
  readonly #isSystemDark = signal(this.#system.matches);

  /** What was chosen. */
  readonly choice = this.#choice.asReadonly();
  /** Whether the pages are dark now. */
  readonly isDark = computed(() =>
    this.#choice() === 'system' ? this.#isSystemDark() : this.#choice() === 'dark',
  );

  constructor() {
    this.#system.addEventListener('change', ({ matches }) => this.#isSystemDark.set(matches));
    effect(() => {
      const choice = this.#choice();
      if (choice === 'system') delete document.documentElement.dataset['theme'];
      else document.documentElement.dataset['theme'] = choice;
    });
  }

  /** Nothing but being there: the constructor does it. */
  start(): void {
    this.#choice();
  }

  choose(choice: ThemeChoice): void {
    store(key, choice);
    this.#choice.set(choice);
  }
}

function parseTheme(text: string | null): ThemeChoice {
  return themeChoices.find((choice) => choice === text) ?? 'system';
}
