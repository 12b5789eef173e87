import { Component, computed, inject } from '@angular/core';
import { DialogFrame } from '../shared/ui/dialog-frame.ts';
import { Switch } from '../shared/ui/switch.ts';
import { Words } from '../shared/util/words.ts';
import { placeKeys } from './shortcut-keys.ts';
import { ShortcutSwitch } from './shortcut-switch.ts';
import { visiblePlaces } from './visible-places.ts';

/** All shortcuts, and the switch for them. */
@Component({
  selector: 'app-shortcut-help',
  imports: [DialogFrame, Switch],
  template: `<app-dialog-frame [title]="t('palette.shortcuts.title')">
    <div class="grid gap-5">
      <div class="flex items-start justify-between gap-4">
        <div>
          <p class="m-0 font-medium">{{ t('palette.shortcuts.switch') }}</p>
          <p class="m-0 text-[13px] text-muted">{{ t('palette.shortcuts.switch_text') }}</p>
        </div>
        <app-switch
          class="mt-1"
          [isOn]="shortcuts.isOn()"
          [label]="t('palette.shortcuts.switch')"
          (flipped)="shortcuts.switch($event)"
        />
      </div>
      @for (group of groups(); track group.title) {
        <section>
          <h3 class="m-0 mb-1">{{ group.title }}</h3>
          <dl class="rows m-0">
            @for (line of group.lines; track line.text) {
              <div class="flex items-center justify-between gap-4 py-1.5">
                <dt>{{ line.text }}</dt>
                <dd class="m-0 flex flex-none gap-1">
                  @for (each of line.keys; track $index) {
                    <kbd>{{ each }}</kbd>
                  }
                </dd>
              </div>
            }
          </dl>
        </section>
      }
    </div>
  </app-dialog-frame>`,
  styles: `
    kbd {
      min-width: 24px;
      padding: 1px 6px;
      border: 1px solid var(--line-strong);
      border-radius: 5px;
      background: var(--sunken);
      font-family: inherit;
      font-size: 13px;
      text-align: center;
    }
  `,
})
export class ShortcutHelp {
  protected readonly t = inject(Words).t;
  protected readonly shortcuts = inject(ShortcutSwitch);
  readonly #places = visiblePlaces();
  protected readonly groups = computed(() => {
    const { t } = this;
    const control = /mac/iu.test(navigator.userAgent) ? '⌘' : t('palette.shortcuts.control');
    const names = [...this.#places().flatMap((group) => group.map(({ name }) => name)), 'notices'];
    return [
      {
        title: t('palette.shortcuts.anywhere'),
        lines: [
          { text: t('nav.search'), keys: [control, 'K'] },
          { text: t('palette.shortcuts.search_too'), keys: ['/'] },
          { text: t('action.create_alias'), keys: ['n'] },
          { text: t('palette.shortcuts.title'), keys: ['?'] },
        ],
      },
      {
        title: t('palette.group.page'),
        lines: names.map((name) => ({ text: t(`nav.${name}`), keys: ['g', placeKeys[name] ?? ''] })),
      },
    ];
  });
}
