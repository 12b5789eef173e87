import { Component, input } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';

/** One tab that is a page of its own. */
export interface TabLink {
  readonly path: string;
  readonly label: string;
}

/** Tabs of a page where each has an address. */
@Component({
  selector: 'app-tab-links',
  imports: [RouterLink, RouterLinkActive],
  host: { class: 'block' },
  template: `<nav class="tabs" [attr.aria-label]="label()">
    @for (link of links(); track link.path) {
      <a
        #tab
        [routerLink]="link.path"
        routerLinkActive
        ariaCurrentWhenActive="page"
        (isActiveChange)="$event && show(tab)"
        >{{ link.label }}</a
      >
    }
  </nav>`,
})
export class TabLinks {
  readonly links = input.required<readonly TabLink[]>();
  /** What the tabs are of, for screen readers. */
  readonly label = input.required<string>();

  /** On a phone there may be more tabs than fit: the one that is open is among those that are seen. */
  protected show(tab: HTMLElement): void {
    tab.scrollIntoView({ block: 'nearest', inline: 'center' });
  }
}
