import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { CircleCheck, CircleSlash, CircleX, TriangleAlert, type IconNode } from 'lucide';
import type { Answer, RuleAction } from '@smtpy/contract/web';
import { Address } from '../../../shared/ui/address.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';
import { describeActions, type Wording } from '../util/sentence.ts';

/** What the tester says for one alias. */
export type TestResultOf = Answer<'testRules'>['items'][number];
type Verdict = TestResultOf['rules'][number]['verdict'];

const looks: Readonly<Record<Verdict, { readonly icon: IconNode; readonly colour: string }>> = {
  matches: { icon: CircleCheck, colour: 'green' },
  does_not_match: { icon: CircleX, colour: '' },
  cannot_be_told: { icon: TriangleAlert, colour: 'amber' },
  disabled: { icon: CircleSlash, colour: '' },
};

/** What would happen with a message for one alias, and what each rule says of it. */
@Component({
  selector: 'app-test-result',
  imports: [Address, Icon, RouterLink],
  host: { class: 'grid gap-3' },
  template: `<div class="callout" role="status">
      <div class="min-w-0">
        <p class="m-0 font-semibold">{{ outcome() }}</p>
        <p class="m-0 mt-0.5 flex min-w-0 flex-wrap gap-x-1.5 text-[13px] text-muted">
          <span>{{ t('rules.test.for') }}</span><app-address [of]="of().alias.address" />
        </p>
      </div>
    </div>
    @if (!of().is_whole) {
      <p class="m-0 text-[13px] text-muted">{{ t('rules.test.not_whole') }}</p>
    }
    @if (of().rules.length === 0) {
      <p class="m-0 text-muted">{{ t('rules.test.no_rules') }}</p>
    } @else {
      <ol class="rows m-0 list-none overflow-hidden rounded-card border border-line bg-card p-0">
        @for (rule of of().rules; track $index) {
          <li class="grid gap-1 px-3.5 py-2.5" [class.bg-accent-soft]="rule.rule_id === null">
            <div class="flex flex-wrap items-center gap-x-2 gap-y-1">
              @if (rule.rule_id; as id) {
                <a class="min-w-0 font-medium break-words" [routerLink]="['/rules', id]">{{ rule.name }}</a>
              } @else {
                <span class="font-medium">{{ t('rules.test.this_rule') }}</span>
              }
              <span class="chip {{ looks[rule.verdict].colour }} ml-auto"
                ><app-icon [of]="looks[rule.verdict].icon" [size]="14" />{{
                  t('rules.verdict.' + rule.verdict)
                }}</span
              >
            </div>
            @if (rule.why; as why) {
              <p class="m-0 text-[13px] text-muted" lang="en">{{ why }}</p>
            }
            @if (!rule.is_asked && rule.verdict !== 'disabled') {
              <p class="m-0 text-[13px] text-muted">{{ t('rules.test.not_asked') }}</p>
            }
          </li>
        }
      </ol>
    }`,
})
export class TestResult {
  readonly of = input.required<TestResultOf>();
  readonly wording = input.required<Wording>();
  protected readonly t = inject(Words).t;
  protected readonly looks = looks;
  protected readonly outcome = computed(() => {
    const { decision, mailbox_ids: ids, subject_prefix: text, strip_attachments: strips } = this.of().outcome;
    const actions: RuleAction[] = [
      decision === 'forward' && ids !== null
        ? { kind: 'forward_to', mailbox_ids: [...ids] }
        : { kind: decision },
    ];
    if (text !== null) actions.push({ kind: 'subject_prefix', text });
    if (strips) actions.push({ kind: 'strip_attachments' });
    return this.t('rules.test.outcome', { actions: describeActions(actions, this.wording()) });
  });
}
