import { afterNextRender, Component, computed, inject, Injector } from '@angular/core';
import { LiveAnnouncer } from '@angular/cdk/a11y';
import { CdkDrag, CdkDropList, type CdkDragDrop } from '@angular/cdk/drag-drop';
import { RouterLink } from '@angular/router';
import { ListFilter, Plus } from 'lucide';
import { Session } from '../../../shared/data/session.ts';
import { Address } from '../../../shared/ui/address.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { PageHeader } from '../../../shared/ui/page-header.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { Words } from '../../../shared/util/words.ts';
import { loadAllMailboxes, loadAllRules, type Rule } from '../data/all-pages.ts';
import { RuleChanges } from '../data/rule-changes.ts';
import { ruleWording } from '../data/rule-wording.ts';
import { RuleRow } from '../ui/rule-row.ts';
import { RulesTabs } from '../ui/rules-tabs.ts';
import { groupRules } from '../util/groups.ts';

/** Every rule in the order in which it is asked: those of aliases first, then those for all. */
@Component({
  selector: 'app-rules-page',
  imports: [
    Address,
    CdkDrag,
    CdkDropList,
    EmptyState,
    FailurePanel,
    Icon,
    PageHeader,
    RouterLink,
    RuleRow,
    RulesTabs,
    Skeleton,
  ],
  template: `<div class="page">
    <app-page-header [title]="t('rules.title')" [text]="t('rules.text')">
      @if (canWrite()) {
        <a class="btn primary" routerLink="/rules/new"><app-icon [of]="plus" />{{ t('rules.action.new') }}</a>
      }
    </app-page-header>
    <app-rules-tabs />
    @if (rules.failure(); as failure) {
      <app-failure class="card" [of]="failure" (retry)="rules.reload()" />
    } @else if (rules.value() === undefined) {
      <div class="card rows">
        @for (row of [1, 2, 3, 4]; track row) {
          <div class="px-5 py-4"><app-skeleton [height]="38" /></div>
        }
      </div>
    } @else {
      @for (group of groups(); track group.alias?.id ?? '') {
        <section class="grid gap-2.5">
          <h2 class="m-0 flex min-w-0 flex-wrap items-baseline gap-x-3 gap-y-0.5">
            @if (group.alias; as alias) {
              <app-address class="font-normal" [of]="alias.address" />
            } @else {
              {{ t('rules.scope.all') }}
            }
            <span class="text-[13px] font-normal text-muted">{{ groupHint(group.alias === null) }}</span>
          </h2>
          <ol
            class="card rows m-0 list-none p-0"
            cdkDropList
            [cdkDropListDisabled]="!canWrite()"
            (cdkDropListDropped)="drop(group.rules, $event)"
          >
            @for (rule of group.rules; track rule.id) {
              <li cdkDrag cdkDragLockAxis="y" class="bg-card first:rounded-t-card last:rounded-b-card">
                <app-rule-row
                  [rule]="rule"
                  [index]="$index"
                  [total]="group.rules.length"
                  [wording]="wording()"
                  [canWrite]="canWrite()"
                  (switched)="changes.switch(rules, rule, $event)"
                  (moved)="move(group.rules, rule, $event)"
                  (removed)="changes.remove(rules, rule)"
                />
              </li>
            }
          </ol>
        </section>
      } @empty {
        <div class="card">
          <app-empty-state
            [icon]="filter"
            [title]="t('rules.empty.title')"
            [text]="canWrite() ? t('rules.empty.text') : t('rules.empty.text_viewer')"
          >
            @if (canWrite()) {
              <a class="btn primary" routerLink="/rules/new">{{ t('rules.action.new') }}</a>
            }
          </app-empty-state>
        </div>
      }
    }
  </div>`,
  styles: `
    .cdk-drag-preview {
      background: var(--card);
      box-shadow: var(--shadow);
      border-radius: var(--radius-card);
      list-style: none;
    }
    .cdk-drag-placeholder {
      opacity: 0.35;
    }
    .cdk-drag-animating,
    .cdk-drop-list-dragging li:not(.cdk-drag-placeholder) {
      transition: transform var(--slow) ease-out;
    }
  `,
})
export class RulesPage {
  protected readonly t = inject(Words).t;
  protected readonly changes = inject(RuleChanges);
  readonly #session = inject(Session);
  readonly #announcer = inject(LiveAnnouncer);
  readonly #injector = inject(Injector);
  protected readonly rules = loadAllRules();
  readonly #mailboxes = loadAllMailboxes();
  protected readonly wording = ruleWording(this.#mailboxes.value);
  protected readonly groups = computed(() => groupRules(this.rules.value() ?? []));
  protected readonly canWrite = computed(() => this.#session.can('rules:write'));
  protected readonly plus = Plus;
  protected readonly filter = ListFilter;

  /** Which come first, said where there are both kinds. */
  protected groupHint(isForAll: boolean): string {
    if (this.groups().length < 2) return '';
    return isForAll ? this.t('rules.scope.all_hint') : this.t('rules.scope.alias_hint');
  }

  protected drop(group: readonly Rule[], { previousIndex, currentIndex }: CdkDragDrop<unknown>): void {
    const rule = group[previousIndex];
    if (rule !== undefined && previousIndex !== currentIndex) void this.move(group, rule, currentIndex);
  }

  protected async move(group: readonly Rule[], rule: Rule, toIndex: number): Promise<void> {
    if (toIndex < 0 || toIndex >= group.length) return;
    const focused = document.activeElement?.id;
    const moving = this.changes.move(this.rules, rule, toIndex);
    // The row was moved within the page, which takes the focus from it.
    if (focused === `rule-${rule.id}`)
      afterNextRender(() => document.getElementById(focused)?.focus(), { injector: this.#injector });
    const place = { name: rule.name, place: toIndex + 1, total: group.length };
    if (await moving) await this.#announcer.announce(this.t('rules.move.done', place));
  }
}
