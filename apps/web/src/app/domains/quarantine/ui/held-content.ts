import { Component, computed, inject, input, signal } from '@angular/core';
import { DomSanitizer } from '@angular/platform-browser';
import { Paperclip } from 'lucide';
import { Choice } from '../../../shared/ui/choice.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { wordedChoices } from '../../../shared/util/worded-choices.ts';
import { Words } from '../../../shared/util/words.ts';
import type { HeldContent as Content } from '../util/held.ts';

/**
 * What stands in a message, safely: as text, or as it was laid out, in a frame that can do nothing. The server took out what runs, loads or posts;
 * the frame has no permission at all, and its document forbids the same once more.
 */
@Component({
  selector: 'app-held-content',
  imports: [Choice, Icon],
  host: { class: 'grid gap-3' },
  template: `<div class="flex flex-wrap items-center justify-between gap-2">
      <h3 class="m-0 text-[14px]">{{ t('quarantine.content.title') }}</h3>
      @if (of().text !== null && of().html !== null) {
        <app-choice
          [label]="t('quarantine.content.form')"
          [hidesLabel]="true"
          [choices]="forms()"
          [value]="isFormatted() ? 'html' : 'text'"
          (chosen)="wish.set($event)"
        />
      }
    </div>
    @if (of().is_damaged) {
      <p class="m-0 text-muted">{{ t('quarantine.content.damaged') }}</p>
    }
    @if (isFormatted()) {
      <p class="m-0 text-[13px] text-muted">{{ t('quarantine.content.safe') }}</p>
      <iframe
        class="frame block w-full rounded-lg border border-line"
        sandbox=""
        referrerpolicy="no-referrer"
        [title]="t('quarantine.content.title')"
        [srcdoc]="document()"
      ></iframe>
    } @else if (of().text !== null) {
      <div
        class="max-h-[60vh] overflow-auto rounded-lg border border-line bg-sunken p-4"
        tabindex="0"
        role="region"
        [attr.aria-label]="t('quarantine.content.title')"
      >
        <p class="letter m-0 break-words whitespace-pre-wrap" dir="auto">{{ of().text }}</p>
      </div>
    } @else if (!of().is_damaged) {
      <p class="m-0 text-muted">{{ t('quarantine.content.none') }}</p>
    }
    @if (of().is_cut) {
      <p class="m-0 text-[13px] text-muted">{{ t('quarantine.content.cut') }}</p>
    }
    @if (of().attachments.length > 0) {
      <h3 class="m-0 mt-2 text-[14px]">
        {{ tn('quarantine.content.attachments', of().attachments.length) }}
      </h3>
      <ul class="rows m-0 list-none rounded-lg border border-line p-0">
        @for (attachment of of().attachments; track $index) {
          <li class="flex items-center gap-3 px-3 py-2 text-[13px]">
            <app-icon class="text-muted" [of]="clip" [size]="16" />
            <span class="min-w-0 flex-1">
              <span class="block truncate font-medium" dir="auto">{{
                attachment.name ?? t('quarantine.content.unnamed')
              }}</span>
              <span class="block truncate text-muted">{{ attachment.mime_type }}</span>
            </span>
            <span class="tabular text-muted">{{ formats.bytes(attachment.size_bytes) }}</span>
          </li>
        }
      </ul>
    }`,
  styles: `
    .frame {
      height: min(60vh, 560px);
      min-height: 280px;
      resize: vertical;
      /* Mail is written for white paper. */
      background: white;
      color-scheme: light;
    }
    .letter {
      unicode-bidi: plaintext;
    }
  `,
})
export class HeldContent {
  readonly of = input.required<Content>();
  protected readonly t = inject(Words).t;
  protected readonly tn = inject(Words).tn;
  protected readonly formats = inject(Formats);
  readonly #sanitizer = inject(DomSanitizer);
  protected readonly clip = Paperclip;
  protected readonly forms = wordedChoices(['text', 'html'], 'quarantine.content.');
  /** What the person chose; text until then, which shows nothing but itself. */
  protected readonly wish = signal<'text' | 'html'>('text');
  protected readonly isFormatted = computed(
    () => this.of().html !== null && (this.wish() === 'html' || this.of().text === null),
  );
  // Angular would take out the policy and the styles that make the document safe and readable. It is the document of the server alone that comes
  // here, and a frame without any permission runs nothing of it.
  protected readonly document = computed(() => this.#sanitizer.bypassSecurityTrustHtml(this.of().html ?? ''));
}
