import { Component, computed, inject, input, signal } from '@angular/core';
import { Check, Copy } from 'lucide';
import { Words } from '../util/words.ts';
import { Icon } from './icon.ts';

/** The longest local part and domain that are shown whole, in characters. */
const longestPart = 34;
const tickMs = 1_200;

/**
 * An address: local part strong, domain muted, shortened in the middle, whole to screen readers and on hover. With `copies`, a click on the button
 * beside it copies it.
 */
@Component({
  selector: 'app-address',
  imports: [Icon],
  host: { class: 'inline-flex max-w-full min-w-0 items-center gap-1' },
  template: `<span class="mono relative min-w-0 truncate" [title]="of()">
      <span aria-hidden="true"
        ><span class="font-medium">{{ local() }}</span
        ><span class="text-muted">{{ domain() }}</span></span
      ><span class="sr-only">{{ of() }}</span></span
    >
    @if (copies()) {
      <button
        type="button"
        class="btn plain icon small -my-1 text-muted"
        [attr.aria-label]="t(isCopied() ? 'address.copied' : 'address.copy', { address: of() })"
        (click)="copy($event)"
      >
        <app-icon [of]="isCopied() ? check : copyIcon" [size]="15" />
      </button>
    }`,
})
export class Address {
  readonly of = input.required<string>();
  readonly copies = input(false);

  protected readonly t = inject(Words).t;
  protected readonly check = Check;
  protected readonly copyIcon = Copy;
  protected readonly isCopied = signal(false);
  readonly #at = computed(() => this.of().lastIndexOf('@'));
  protected readonly local = computed(() =>
    shorten(this.#at() < 0 ? this.of() : this.of().slice(0, this.#at())),
  );
  protected readonly domain = computed(() => (this.#at() < 0 ? '' : shorten(this.of().slice(this.#at()))));

  protected async copy(event: Event): Promise<void> {
    event.preventDefault();
    event.stopPropagation();
    await navigator.clipboard.writeText(this.of());
    this.isCopied.set(true);
    setTimeout(() => this.isCopied.set(false), tickMs);
  }
}

/** Leaves out the middle of what is too long. */
export function shorten(text: string, longest: number = longestPart): string {
  if (text.length <= longest) return text;
  const kept = longest - 1;
  return `${text.slice(0, Math.ceil(kept / 2))}…${text.slice(-Math.floor(kept / 2))}`;
}
