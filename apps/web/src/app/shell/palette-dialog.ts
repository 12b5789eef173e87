import { Component, computed, inject, signal } from '@angular/core';
import { DialogRef } from '@angular/cdk/dialog';
import { Router } from '@angular/router';
import { Bell, X } from 'lucide';
import { Session } from '../shared/data/session.ts';
import { Finder, type FinderGroup } from '../shared/ui/finder.ts';
import { Icon } from '../shared/ui/icon.ts';
import { Words } from '../shared/util/words.ts';
import { paletteActions } from './palette-actions.ts';
import { arrange, matching } from './palette-ranking.ts';
import { kindIcons, paletteSearch, type PaletteOption } from './palette-search.ts';
import { readRecent, rememberChoice } from './recent-choices.ts';
import { visiblePlaces } from './visible-places.ts';

/** Goes anywhere, and does what can be done from anywhere: pages, actions, and what the server finds by address, subject or Message-ID. */
@Component({
  selector: 'app-palette-dialog',
  imports: [Finder, Icon],
  template: `<div
    class="dialog !grid-rows-[minmax(0,1fr)_auto] md:!w-[min(640px,calc(100vw-32px))] md:h-[520px]"
  >
    <h2 class="sr-only" [id]="ref.id + '-title'">{{ t('nav.search') }}</h2>
    <app-finder
      [label]="t('palette.label')"
      [groups]="groups()"
      [none]="t('palette.none')"
      [isBusy]="search.isBusy()"
      (typed)="type($event)"
      (chosen)="choose($event)"
    >
      <button
        end
        type="button"
        class="btn plain icon small mr-3 md:!hidden"
        [attr.aria-label]="t('action.close')"
        (click)="ref.close()"
      >
        <app-icon [of]="cross" />
      </button>
    </app-finder>
    <div class="flex items-center gap-4 border-t border-line px-4 py-2 text-[13px] text-muted">
      @if (search.hasFailed()) {
        <span role="alert">{{ t('palette.failed') }}</span>
      } @else {
        <span class="hidden md:inline" aria-hidden="true">{{ t('palette.keys') }}</span>
        <span class="md:hidden">{{ t('palette.hint') }}</span>
      }
    </div>
  </div>`,
})
export class PaletteDialog {
  protected readonly t = inject(Words).t;
  protected readonly ref = inject(DialogRef);
  readonly #router = inject(Router);
  readonly #session = inject(Session);
  readonly #places = visiblePlaces();
  readonly #actions = paletteActions();
  readonly #text = signal('');
  protected readonly cross = X;
  protected readonly search = paletteSearch(this.#text);

  readonly #pages = computed((): readonly PaletteOption[] => [
    ...this.#places()
      .flat()
      .map(({ name, path, icon }) => ({ id: `page:${name}`, title: this.t(`nav.${name}`), icon, path })),
    { id: 'page:notices', title: this.t('nav.notices'), icon: Bell, path: '/notices' },
  ]);
  /** What was chosen before and is still there, or was something found. */
  readonly #recent = computed((): readonly PaletteOption[] => {
    const known = new Map([...this.#pages(), ...this.#actions()].map((option) => [option.id, option]));
    const organizationId = this.#session.organization()?.id ?? '';
    return readRecent(organizationId).flatMap(({ id, title, path }): readonly PaletteOption[] => {
      const option = known.get(id);
      if (option !== undefined) return [{ ...option, id: `recent:${id}` }];
      const kind = id.split(':')[0] ?? '';
      if (title === undefined || path === undefined || !isKind(kind)) return [];
      return [{ id: `recent:${id}`, title, path, icon: kindIcons[kind], isAddress: kind !== 'message' }];
    });
  });
  protected readonly groups = computed((): readonly FinderGroup<PaletteOption>[] => {
    const wanted = this.#text().trim();
    const group = (id: string, options: readonly PaletteOption[]) => ({
      id,
      title: this.t(`palette.group.${id}`),
      options,
    });
    if (wanted === '')
      return [
        group('recent', this.#recent()),
        group('page', this.#pages()),
        group('action', this.#actions()),
      ].filter(({ options }) => options.length > 0);
    return arrange(
      [
        group('page', matching(this.#pages(), wanted)),
        group('action', matching(this.#actions(), wanted)),
        ...this.search.groups(),
      ],
      wanted,
    );
  });

  protected type(text: string): void {
    this.#text.set(text);
    this.search.ask();
  }

  protected choose({ id, title, path, run }: PaletteOption): void {
    const name = id.replace(/^recent:/u, '');
    const isFound = isKind(name.split(':')[0] ?? '');
    rememberChoice(this.#session.organization()?.id ?? '', { id: name, ...(isFound && { title, path }) });
    this.ref.close();
    if (path !== undefined) void this.#router.navigateByUrl(path);
    run?.();
  }
}

function isKind(kind: string): kind is keyof typeof kindIcons {
  return Object.hasOwn(kindIcons, kind);
}
