import { Component, inject, input } from '@angular/core';
import { TriangleAlert } from 'lucide';
import { CopyButton } from '../../../shared/ui/copy-button.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';

/** The secret of a webhook, which is shown this once. */
@Component({
  selector: 'app-shown-secret',
  imports: [CopyButton, Icon],
  host: { class: 'grid gap-4' },
  template: `<div class="callout warning" role="status">
      <app-icon [of]="warning" class="mt-px text-amber" />
      <p class="m-0">{{ t('developers.webhooks.secret_once') }}</p>
    </div>
    <div class="flex items-center gap-3 rounded-lg bg-sunken p-3">
      <code class="min-w-0 flex-1 text-[13px] break-all">{{ secret() }}</code>
      <app-copy-button [text]="secret()" [label]="t('action.copy')" />
    </div>`,
})
export class ShownSecret {
  readonly secret = input.required<string>();
  protected readonly t = inject(Words).t;
  protected readonly warning = TriangleAlert;
}
