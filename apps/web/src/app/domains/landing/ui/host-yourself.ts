import { Component, inject } from '@angular/core';
import { Check } from 'lucide';
import { CopyButton } from '../../../shared/ui/copy-button.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';

/** For who runs a server: the one command. */
@Component({
  selector: 'app-host-yourself',
  imports: [CopyButton, Icon],
  host: { class: 'grid items-center gap-8 lg:grid-cols-2 lg:gap-14' },
  template: `<div>
      <h2 class="m-0">{{ t('landing.host.title') }}</h2>
      <p class="mt-3 mb-0 text-[16px] text-muted">{{ t('landing.host.text') }}</p>
      <ul class="m-0 mt-5 grid list-none gap-2.5 p-0">
        @for (point of points; track point) {
          <li class="flex gap-2.5">
            <app-icon class="mt-0.5 text-green" [of]="check" />{{ t('landing.host.' + point) }}
          </li>
        }
      </ul>
    </div>
    <div class="card overflow-hidden">
      <div class="flex items-center justify-between border-b border-line bg-sunken py-1.5 pr-2 pl-5">
        <span class="text-[13px] text-muted">{{ t('landing.host.terminal') }}</span>
        <app-copy-button text="npm start" [what]="'npm start'" />
      </div>
      <div class="grid gap-4 px-5 py-6">
        <p class="m-0">
          <code class="!text-[17px]"><span class="text-muted">$ </span>npm start</code>
        </p>
        <ol class="m-0 grid list-none gap-2.5 p-0 text-[13px] text-muted">
          @for (step of steps; track step) {
            <li class="flex gap-2.5">
              <app-icon class="mt-px text-green" [of]="check" [size]="16" />{{ t('landing.host.' + step) }}
            </li>
          }
        </ol>
      </div>
    </div>`,
  styles: `
    h2 {
      font-size: clamp(24px, 3vw, 32px);
      line-height: 1.2;
      letter-spacing: -0.02em;
    }
  `,
})
export class HostYourself {
  protected readonly t = inject(Words).t;
  protected readonly check = Check;
  protected readonly points = ['no_parts', 'database', 'sandbox', 'grow'] as const;
  protected readonly steps = ['step_install', 'step_database', 'step_serve', 'step_link'] as const;
}
