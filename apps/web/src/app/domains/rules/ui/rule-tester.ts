import { Component, computed, effect, inject, input, linkedSignal, signal, untracked } from '@angular/core';
import { FlaskConical } from 'lucide';
import type { Answer, Arguments, RuleDefinition } from '@smtpy/contract/web';
import { Api } from '../../../shared/data/api.ts';
import { toFailure, type Failure } from '../../../shared/data/failure.ts';
import { Session } from '../../../shared/data/session.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';
import { emptyPasted, mailFromOf, type Pasted } from '../util/pasted.ts';
import type { Wording } from '../util/sentence.ts';
import { AliasPicker, type PickedAlias } from '../../../shared/ui/alias-picker.ts';
import { MessageChoice } from './message-choice.ts';
import { PastedMessage } from './pasted-message.ts';
import { TestResult } from './test-result.ts';

/** Tries rules with a message that came or is pasted, and a rule that is not saved yet among them. Nothing is done with the message. */
@Component({
  selector: 'app-rule-tester',
  imports: [AliasPicker, FormFailure, Icon, MessageChoice, PastedMessage, TestResult],
  host: {
    class: 'grid min-w-0 grid-cols-[minmax(0,1fr)] items-start gap-5',
    '[class.xl:grid-cols-2]': 'isWide()',
  },
  template: `<div class="grid min-w-0 gap-4">
      @if (canReadContent()) {
        <div class="segments w-fit" role="group" [attr.aria-label]="t('rules.test.source')">
          @for (each of sources; track each) {
            <button type="button" [attr.aria-pressed]="source() === each" (click)="source.set(each)">
              {{ t('rules.test.' + each) }}
            </button>
          }
        </div>
      }
      @if (source() === 'stored') {
        <app-message-choice [chosen]="messageId()" (picked)="messageId.set($event); test()" />
      } @else {
        <app-pasted-message [of]="pasted()" (changed)="pasted.set($event)" />
        <div class="field">
          <label for="test-alias">{{ t('rules.test.alias') }}</label>
          <app-alias-picker
            inputId="test-alias"
            [placeholder]="t('rules.alias_search')"
            [isClearable]="true"
            [(value)]="alias"
          />
        </div>
        <div>
          <button
            type="button"
            class="btn primary"
            [disabled]="pasted().raw === '' || alias() === undefined || isTesting()"
            (click)="test()"
          >
            <app-icon [of]="flask" [size]="16" />{{ t('rules.action.test') }}
          </button>
        </div>
      }
    </div>
    <div class="grid min-w-0 gap-5" [attr.aria-busy]="isTesting()">
      <app-form-failure [of]="failure()" />
      @for (result of answer()?.items; track result.alias.id) {
        <app-test-result [of]="result" [wording]="wording()" />
      } @empty {
        @if (failure() === undefined) {
          <p
            class="m-0 rounded-card border border-dashed border-line-strong px-4 py-6 text-center text-muted"
          >
            {{
              answer() !== undefined
                ? t('rules.test.no_alias')
                : source() === 'stored'
                  ? t('rules.test.choose')
                  : t('rules.test.paste')
            }}
          </p>
        }
      }
    </div>`,
})
export class RuleTester {
  readonly wording = input.required<Wording>();
  /** A rule that is not saved: tried in the place of the rule {@link replaces}, or behind the others. */
  readonly definition = input<RuleDefinition>();
  readonly replaces = input<string>();
  /** Which alias is meant; for pasted messages another one can be chosen. */
  readonly forAlias = input<PickedAlias>();
  readonly startWith = input('');
  readonly isWide = input(false);
  protected readonly t = inject(Words).t;
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  protected readonly flask = FlaskConical;
  protected readonly sources = ['stored', 'pasted'] as const;
  protected readonly canReadContent = computed(() => this.#session.can('content:read'));
  protected readonly source = linkedSignal<(typeof this.sources)[number]>(() =>
    this.canReadContent() ? 'stored' : 'pasted',
  );
  protected readonly messageId = linkedSignal(() => this.startWith());
  protected readonly pasted = signal<Pasted>(emptyPasted);
  protected readonly alias = linkedSignal(() => this.forAlias());
  protected readonly answer = signal<Answer<'testRules'> | undefined>(undefined);
  protected readonly failure = signal<Failure | undefined>(undefined);
  protected readonly isTesting = signal(false);
  #turn = 0;

  constructor() {
    effect(() => {
      if (this.startWith() !== '' && this.canReadContent()) untracked(() => void this.test());
    });
  }

  protected async test(): Promise<void> {
    const turn = (this.#turn += 1);
    this.isTesting.set(true);
    this.failure.set(undefined);
    try {
      const answer = await this.#api.call('testRules', { body: this.#body() });
      // Of several that were asked for in a row, the last one counts.
      if (turn === this.#turn) this.answer.set(answer);
    } catch (error) {
      if (turn === this.#turn) this.failure.set(toFailure(error));
    } finally {
      if (turn === this.#turn) this.isTesting.set(false);
    }
  }

  #body(): NonNullable<Arguments<'testRules'>['body']> {
    const definition = this.definition();
    const unsaved = definition === undefined ? {} : { definition, replaces: this.replaces() };
    if (this.source() === 'stored')
      return { message_id: this.messageId(), alias_id: this.forAlias()?.id, ...unsaved };
    const { raw, spf, dkim, dmarc } = this.pasted();
    return {
      raw,
      alias_id: this.alias()?.id,
      mail_from: mailFromOf(this.pasted()),
      authentication: { spf, dkim, dmarc },
      ...unsaved,
    };
  }
}
