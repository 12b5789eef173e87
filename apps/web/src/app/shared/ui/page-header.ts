import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { ChevronLeft } from 'lucide';
import { Icon } from './icon.ts';

/** The head of a page: title, a sentence, the page above it, and what can be done (projected). */
@Component({
  selector: 'app-page-header',
  imports: [RouterLink, Icon],
  host: { class: 'block' },
  template: `@if (back(); as link) {
      <a
        class="mb-3 -ml-1 inline-flex items-center gap-1 text-[13px] text-muted no-underline hover:text-text"
        [routerLink]="link.path"
      >
        <app-icon [of]="chevron" [size]="16" />{{ link.label }}
      </a>
    }
    <div class="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div class="min-w-0 flex-1 basis-[280px]">
        <h1 class="m-0 break-words">{{ title() }} <ng-content select="[beside]" /></h1>
        @if (text() !== '') {
          <p class="prose m-0 mt-1 text-muted">{{ text() }}</p>
        }
      </div>
      <div class="flex flex-wrap items-center gap-2 empty:hidden"><ng-content /></div>
    </div>`,
})
export class PageHeader {
  readonly title = input.required<string>();
  readonly text = input('');
  readonly back = input<{ readonly path: string; readonly label: string }>();
  protected readonly chevron = ChevronLeft;
}
