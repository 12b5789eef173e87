import { Component, computed, inject, input, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Mail } from 'lucide';
import { Installation } from '../../../shared/data/installation.ts';
import { Live } from '../../../shared/data/live.ts';
import { Address } from '../../../shared/ui/address.ts';
import { CopyButton } from '../../../shared/ui/copy-button.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Alias } from '../data/welcome-state.ts';
import { ArrivalLines } from '../ui/arrival-lines.ts';
import { isFinal, lineOf, withLine, type ArrivalLine } from '../util/arrival.ts';

/** Fourth step: write to the alias from anywhere, and watch it arrive. */
@Component({
  selector: 'app-test-step',
  imports: [Address, ArrivalLines, CopyButton, Icon, RouterLink],
  host: { class: 'grid grid-cols-1 gap-4' },
  template: `@if (alias(); as alias) {
      <p class="prose m-0 text-muted">{{ t('onboarding.test.text') }}</p>
      <div class="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-lg bg-sunken px-4 py-3">
        <app-address class="mr-auto" [of]="alias.address" [copies]="true" />
        @if (!installation.isSandbox) {
          <a class="btn small primary" [href]="mailto()"
            ><app-icon [of]="mail" [size]="16" />{{ t('onboarding.test.write') }}</a
          >
        }
      </div>
      @if (installation.isSandbox && lines().length === 0) {
        <div class="callout">
          <div class="min-w-0 flex-1">
            <p class="m-0">{{ t('onboarding.test.sandbox') }}</p>
            <div class="mt-2 flex items-start gap-2">
              <code class="min-w-0 flex-1 pt-1.5 break-all">{{ command() }}</code><app-copy-button
                [text]="command()"
                [what]="t('onboarding.test.command')"
              />
            </div>
          </div>
        </div>
      }
      <app-arrival-lines [of]="lines()" [isListening]="isListening()" />
      <div class="flex flex-wrap gap-2">
        @if (messageId(); as id) {
          <a class="btn" [routerLink]="['/messages', id]">{{ t('onboarding.test.show') }}</a>
        }
        @if (!hasEnded()) {
          <button type="button" class="btn plain" (click)="skipped.emit()">{{ t('onboarding.skip') }}</button>
        }
      </div>
    } @else {
      <p class="callout warning m-0">{{ t('onboarding.test.no_alias') }}</p>
      <div>
        <button type="button" class="btn plain" (click)="skipped.emit()">{{ t('onboarding.skip') }}</button>
      </div>
    }`,
})
export class TestStep {
  readonly alias = input.required<Alias | undefined>();
  /** A message reached its end. */
  readonly arrived = output();
  readonly skipped = output();
  protected readonly t = inject(Words).t;
  protected readonly installation = inject(Installation);
  readonly #live = inject(Live);
  protected readonly mail = Mail;
  protected readonly lines = signal<readonly ArrivalLine[]>([]);
  protected readonly isListening = computed(() => this.#live.state() === 'on');
  protected readonly messageId = computed(
    () => this.lines().findLast(({ messageId }) => messageId !== undefined)?.messageId,
  );
  protected readonly hasEnded = computed(() => this.lines().some(isFinal));
  protected readonly mailto = computed(() => {
    const [subject, body] = [this.t('onboarding.test.subject'), this.t('onboarding.test.body')];
    return `mailto:${this.alias()?.address ?? ''}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
  });
  protected readonly command = computed(
    () => `swaks --server 127.0.0.1:2525 --from friend@shop.example --to ${this.alias()?.address ?? ''}`,
  );

  constructor() {
    this.#live.listen((news) => {
      const alias = this.alias();
      if (news.kind !== 'event' || alias === undefined) return;
      const line = lineOf(news.event, alias.id);
      if (line === undefined) return;
      this.lines.update((lines) => withLine(lines, line));
      if (isFinal(line)) this.arrived.emit();
    });
  }
}
