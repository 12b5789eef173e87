import { afterNextRender, Component, inject, input, viewChild, type ElementRef } from '@angular/core';
import { RouterLink } from '@angular/router';
import { CircleCheck } from 'lucide';
import { CopyButton } from '../../../shared/ui/copy-button.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Alias } from '../util/alias.ts';

/** The address that was just made, large, with the button that everybody wants then. */
@Component({
  selector: 'app-made-alias',
  imports: [CopyButton, Icon, RouterLink],
  host: { class: 'grid justify-items-center gap-4 py-4 text-center' },
  template: `<span class="grid h-14 w-14 place-content-center rounded-2xl bg-green-soft text-green"
      ><app-icon [of]="check" [size]="26"
    /></span>
    <p
      #address
      class="mono m-0 max-w-full text-[20px] leading-7 font-semibold break-all outline-none"
      tabindex="-1"
    >
      {{ alias().address }}
    </p>
    <app-copy-button [text]="alias().address" [label]="t('aliases.create.copy')" />
    <p class="m-0 text-muted">
      {{ t('aliases.create.goes_to', { mailboxes: goesTo() }) }}
      <a [routerLink]="['/aliases', alias().id]">{{ t('aliases.create.open') }}</a>
    </p>`,
})
export class MadeAlias {
  readonly alias = input.required<Alias>();
  readonly address = viewChild.required<ElementRef<HTMLElement>>('address');
  protected readonly t = inject(Words).t;
  protected readonly check = CircleCheck;

  constructor() {
    // So that screen readers say the address, and Tab leads to its button.
    afterNextRender(() => this.address().nativeElement.focus());
  }

  protected goesTo(): string {
    return this.alias()
      .mailboxes.map(({ address }) => address)
      .join(', ');
  }
}
