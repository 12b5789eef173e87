import { Component, inject } from '@angular/core';
import { CopyButton } from '../../../shared/ui/copy-button.ts';
import { Words } from '../../../shared/util/words.ts';
import { CodeBlock } from './code-block.ts';
import { curlExample } from '../util/curl-example.ts';

/** How a key is used: the address of the server, and a first request. */
@Component({
  selector: 'app-key-use',
  imports: [CodeBlock, CopyButton],
  host: { class: 'card padded grid gap-4' },
  template: `<div>
      <h2 class="m-0">{{ t('developers.use.title') }}</h2>
      <p class="prose m-0 mt-1 text-muted">{{ t('developers.use.text') }}</p>
    </div>
    <dl class="facts m-0">
      <dt>{{ t('developers.use.server') }}</dt>
      <dd class="flex items-center gap-1">
        <code class="break-all">{{ server }}</code>
        <app-copy-button [text]="server" [what]="t('developers.use.server')" />
      </dd>
      <dt>{{ t('developers.use.header') }}</dt>
      <dd><code class="break-all">Authorization: Bearer smtpy…</code></dd>
    </dl>
    <app-code-block [of]="example" [what]="t('developers.use.example')" />
    <p class="m-0 text-muted">
      {{ t('developers.use.more') }}
      <a href="/docs" target="_blank">{{ t('nav.docs') }}</a>
    </p>`,
})
export class KeyUse {
  protected readonly t = inject(Words).t;
  protected readonly server = location.origin;
  protected readonly example = curlExample(location.origin);
}
