import { Component, computed, inject, input } from '@angular/core';
import { CircleCheck, CircleMinus, CircleX } from 'lucide';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';
import { wordsOfCheck } from '../util/check-words.ts';
import type { Held } from '../util/held.ts';

/** What was proven of the sender, check by check, in words. */
@Component({
  selector: 'app-held-checks',
  imports: [Icon],
  host: { class: 'block' },
  template: `<h3 class="m-0 mb-2 text-[14px]">{{ t('quarantine.check.title') }}</h3>
    <ul class="rows m-0 list-none rounded-lg border border-line p-0 text-[13px]">
      @for (check of checks(); track check.name) {
        <li class="flex gap-3 px-3 py-2">
          <app-icon class="mt-px {{ check.colour }}" [of]="icons[check.verdict]" [size]="17" />
          <span class="min-w-0 break-words">
            <span class="font-semibold">{{ check.name }}</span>
            <span class="font-medium {{ check.colour }}">
              {{ t('quarantine.check.' + check.verdict) }}
            </span>
            <span class="block text-muted" [attr.lang]="check.isEnglish ? 'en' : null">{{
              check.words
            }}</span>
          </span>
        </li>
      }
    </ul>`,
})
export class HeldChecks {
  readonly of = input.required<Held['checks']>();
  protected readonly t = inject(Words).t;
  protected readonly icons = { passed: CircleCheck, failed: CircleX, none: CircleMinus } as const;
  protected readonly checks = computed(() =>
    this.of().map(({ name, verdict, sentence }) => {
      const known = wordsOfCheck({ sentence });
      return {
        name,
        verdict,
        colour: { passed: 'text-green', failed: 'text-red', none: 'text-muted' }[verdict],
        isEnglish: known === undefined,
        words:
          known === undefined
            ? sentence
            : this.t(`quarantine.check.${known.key}`, { domain: this.#domain(known) }),
      };
    }),
  );

  #domain({ domain }: { readonly domain: string }): string {
    return domain === 'the domain of the sender' ? this.t('quarantine.check.its_domain') : domain;
  }
}
