import { Component, inject, input } from '@angular/core';
import { Words } from '../util/words.ts';

/** Grey blocks where something is on its way, as high as what comes, in px. */
@Component({
  selector: 'app-skeleton',
  host: { class: 'block', role: 'status' },
  template: `<span class="sr-only">{{ t('list.loading') }}</span
    ><span class="skeleton block w-full" [style.height.px]="height()"></span>`,
})
export class Skeleton {
  readonly height = input(16);
  protected readonly t = inject(Words).t;
}
