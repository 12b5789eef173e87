import { Component, computed, inject, input, viewChild } from '@angular/core';
import { loading } from '../../../shared/data/loading.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { PageHeader } from '../../../shared/ui/page-header.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { Words } from '../../../shared/util/words.ts';
import { toRule } from '../data/all-pages.ts';
import type { WithUnsaved } from './keeps-unsaved.ts';
import { RuleEditor } from './rule-editor.ts';

/** A rule to read and change, or a new one: `?like=` begins with a copy of a rule, `?alias=` names the alias that it is for. */
@Component({
  selector: 'app-rule-page',
  imports: [FailurePanel, PageHeader, RuleEditor, Skeleton],
  template: `@if (loaded(); as shown) {
      <app-rule-editor [rule]="shown.rule" [isNew]="ruleId() === undefined" [forAlias]="shown.alias" />
    } @else {
      <div class="page">
        <app-page-header
          [title]="t(ruleId() === undefined ? 'rules.new_title' : 'rules.title')"
          [back]="{ path: '/rules', label: t('rules.title') }"
        />
        @if (failure(); as failure) {
          <app-failure class="card" [of]="failure" (retry)="rule.reload(); namedAlias.reload()" />
        } @else {
          <div class="card padded grid gap-5">
            <app-skeleton [height]="60" /><app-skeleton [height]="160" />
          </div>
        }
      </div>
    }`,
})
export class RulePage implements WithUnsaved {
  /** Of the path; absent: a new rule. */
  readonly ruleId = input<string>();
  readonly like = input<string>();
  readonly alias = input<string>();
  protected readonly t = inject(Words).t;
  protected readonly editor = viewChild(RuleEditor);
  protected readonly rule = loading('getRule', () => {
    const rule_id = this.ruleId() ?? this.like();
    return rule_id === undefined ? undefined : { params: { rule_id } };
  });
  protected readonly namedAlias = loading('getAlias', () => {
    const alias_id = this.alias();
    return alias_id === undefined ? undefined : { params: { alias_id } };
  });
  protected readonly failure = computed(() => this.rule.failure() ?? this.namedAlias.failure());
  /** All that was asked for, once it is there. */
  protected readonly loaded = computed(() => {
    if (this.failure() !== undefined) return undefined;
    const found = this.rule.value();
    const rule = found === undefined ? undefined : toRule(found);
    const alias = this.namedAlias.value();
    const wantedRule = this.ruleId() ?? this.like();
    if (wantedRule !== undefined && rule?.id !== wantedRule) return undefined;
    if (this.alias() !== undefined && alias === undefined) return undefined;
    return {
      rule,
      alias: rule?.alias ?? (alias === undefined ? undefined : { id: alias.id, address: alias.address }),
    };
  });

  /** Whether something was changed and not saved. */
  hasUnsaved(): boolean {
    return this.editor()?.hasUnsaved() ?? false;
  }
}
