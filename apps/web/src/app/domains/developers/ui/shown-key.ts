import { Component, computed, inject, input } from '@angular/core';
import { TriangleAlert } from 'lucide';
import { CopyButton } from '../../../shared/ui/copy-button.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';
import { curlExample } from '../util/curl-example.ts';
import { CodeBlock } from './code-block.ts';

/** A new key, which is shown this once. */
@Component({
  selector: 'app-shown-key',
  imports: [CodeBlock, CopyButton, Icon],
  host: { class: 'grid gap-4' },
  template: `<div class="callout warning" role="status">
      <app-icon [of]="warning" class="mt-px text-amber" />
      <p class="m-0">{{ t('developers.keys.once') }}</p>
    </div>
    <div class="flex items-center gap-3 rounded-lg bg-sunken p-3">
      <code class="min-w-0 flex-1 text-[13px] break-all">{{ key() }}</code>
      <app-copy-button [text]="key()" [label]="t('action.copy')" />
    </div>
    <div class="grid gap-1.5">
      <span class="label">{{ t('developers.use.example') }}</span>
      <app-code-block [of]="example()" [what]="t('developers.use.example')" />
    </div>`,
})
export class ShownKey {
  readonly key = input.required<string>();
  protected readonly t = inject(Words).t;
  protected readonly warning = TriangleAlert;
  protected readonly example = computed(() => curlExample(location.origin, this.key()));
}
