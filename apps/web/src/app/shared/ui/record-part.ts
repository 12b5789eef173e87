import { Component, computed, inject, input, signal } from '@angular/core';
import { Words } from '../util/words.ts';
import { CopyButton } from './copy-button.ts';

/** Characters of a value that are shown at first: three lines on a wide screen. */
const shownCharacters = 200;

/** A part of a DNS record with a button that copies it. A long one is cut until somebody wants to see it; copied it is whole always. */
@Component({
  selector: 'app-record-part',
  imports: [CopyButton],
  host: { class: 'flex min-w-0 items-start gap-1 rounded-[7px] bg-sunken pr-0.5 pl-2.5' },
  template: `<span class="mono min-w-0 flex-1 self-center py-1 break-all">
      @if (lead(); as lead) {
        <span class="font-semibold" [textContent]="lead"></span
        ><span class="text-muted" [textContent]="rest()"></span>
      } @else {
        <span [textContent]="shown()"></span>
      }
      @if (isLong()) {
        <button type="button" class="link ml-1 font-sans text-[13px]" (click)="isWhole.set(!isWhole())">
          {{ t(isWhole() ? 'record.less' : 'record.more') }}
        </button>
      }
    </span>
    <app-copy-button [text]="text()" [what]="what()" />`,
})
export class RecordPart {
  readonly text = input.required<string>();
  /** What is copied, for screen readers. */
  readonly what = input.required<string>();
  /** The beginning that matters most, where the text begins with it and goes on. */
  readonly strong = input('');
  protected readonly t = inject(Words).t;
  protected readonly isWhole = signal(false);
  protected readonly isLong = computed(() => this.text().length > shownCharacters);
  protected readonly shown = computed(() =>
    this.isLong() && !this.isWhole() ? `${this.text().slice(0, shownCharacters)}…` : this.text(),
  );
  protected readonly lead = computed(() =>
    this.strong() !== '' && this.text().startsWith(`${this.strong()}.`) ? this.strong() : '',
  );
  protected readonly rest = computed(() => this.text().slice(this.lead().length));
}
