import { Component, inject } from '@angular/core';
import { Words } from '../../../shared/util/words.ts';
import { verificationSnippet } from '../util/verification-snippet.ts';
import { CodeBlock } from './code-block.ts';

/** How a receiver checks that a request comes from here. */
@Component({
  selector: 'app-webhook-verification',
  imports: [CodeBlock],
  host: { class: 'block' },
  template: `<details class="card padded">
    <summary class="cursor-pointer font-semibold">{{ t('developers.verify.title') }}</summary>
    <div class="mt-3 grid gap-3">
      <p class="prose m-0 text-muted">{{ t('developers.verify.text') }}</p>
      <app-code-block [of]="snippet" [what]="t('developers.verify.what')" />
      <p class="prose m-0 text-muted">
        {{ t('developers.verify.answer') }}
        <a href="https://www.standardwebhooks.com/" target="_blank" rel="noreferrer">Standard Webhooks</a>
      </p>
    </div>
  </details>`,
})
export class WebhookVerification {
  protected readonly t = inject(Words).t;
  protected readonly snippet = verificationSnippet;
}
