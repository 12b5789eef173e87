import { Component, computed, inject, input, output } from '@angular/core';
import { CdkDragHandle } from '@angular/cdk/drag-drop';
import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { RouterLink } from '@angular/router';
import {
  ArrowDown,
  ArrowUp,
  CopyPlus,
  Ellipsis,
  FlaskConical,
  GripVertical,
  SquarePen,
  Trash2,
  TriangleAlert,
} from 'lucide';
import { Icon } from '../../../shared/ui/icon.ts';
import { Switch } from '../../../shared/ui/switch.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Rule } from '../data/all-pages.ts';
import { describeRule, type Wording } from '../util/sentence.ts';

/** A rule in the list: its place, its name, what it says in words, whether it is on, and what can be done with it. */
@Component({
  selector: 'app-rule-row',
  imports: [CdkDragHandle, CdkMenu, CdkMenuItem, CdkMenuTrigger, Icon, RouterLink, Switch],
  host: { class: 'flex items-start gap-2 py-3 pr-3 pl-2 sm:gap-3 sm:pr-4' },
  template: `@if (canWrite() && total() > 1) {
      <button
        type="button"
        class="btn plain icon small handle flex-none cursor-grab touch-none text-muted"
        cdkDragHandle
        [id]="'rule-' + rule().id"
        [attr.aria-label]="t('rules.move.label', { name: rule().name, place: index() + 1, total: total() })"
        [title]="t('rules.move.hint')"
        (keydown.alt.arrowup)="$event.preventDefault(); moved.emit(index() - 1)"
        (keydown.alt.arrowdown)="$event.preventDefault(); moved.emit(index() + 1)"
      >
        <app-icon [of]="icons.grip" [size]="17" />
      </button>
    } @else {
      <span class="w-2 flex-none"></span>
    }
    <span
      class="tabular mt-1 grid h-[22px] min-w-[22px] flex-none place-content-center rounded-md bg-sunken text-[12px] text-muted max-sm:hidden"
      aria-hidden="true"
      >{{ index() + 1 }}</span
    >
    <div class="min-w-0 flex-1 pt-0.5">
      <a
        class="font-semibold break-words no-underline hover:underline"
        [class.text-text]="rule().is_enabled"
        [class.text-muted]="!rule().is_enabled"
        [routerLink]="['/rules', rule().id]"
        >{{ rule().name }}</a
      >
      @if (!rule().is_enabled) {
        <span class="tag ml-2">{{ t('state.off') }}</span>
      }
      @if (sentence(); as sentence) {
        <p class="m-0 mt-0.5 text-[13px] text-muted">{{ sentence }}</p>
      } @else {
        <p class="m-0 mt-0.5 flex gap-1.5 text-[13px] text-amber">
          <app-icon [of]="icons.warning" [size]="15" class="mt-0.5" />{{ t('rules.unreadable') }}
        </p>
      }
    </div>
    <div class="flex flex-none items-center gap-1">
      @if (canWrite() && total() > 1) {
        <span class="flex max-lg:hidden">
          <button
            type="button"
            class="btn plain icon small text-muted"
            [attr.aria-label]="t('rules.move.up_what', { name: rule().name })"
            [disabled]="index() === 0"
            (click)="moved.emit(index() - 1)"
          >
            <app-icon [of]="icons.up" [size]="16" />
          </button>
          <button
            type="button"
            class="btn plain icon small text-muted"
            [attr.aria-label]="t('rules.move.down_what', { name: rule().name })"
            [disabled]="index() === total() - 1"
            (click)="moved.emit(index() + 1)"
          >
            <app-icon [of]="icons.down" [size]="16" />
          </button>
        </span>
      }
      <app-switch
        class="mx-1"
        [isOn]="rule().is_enabled"
        [label]="t('rules.switch', { name: rule().name })"
        [isDisabled]="!canWrite()"
        (flipped)="switched.emit($event)"
      />
      <button
        type="button"
        class="btn plain icon small"
        [cdkMenuTriggerFor]="menu"
        [attr.aria-label]="t('action.more') + ': ' + rule().name"
      >
        <app-icon [of]="icons.more" />
      </button>
    </div>
    <ng-template #menu>
      <div class="menu" cdkMenu>
        <a class="menu-item" cdkMenuItem [routerLink]="['/rules', rule().id]"
          ><app-icon [of]="icons.edit" [size]="16" />{{ canWrite() ? t('action.edit') : t('action.show') }}</a
        >
        <a class="menu-item" cdkMenuItem routerLink="/rules/test" [queryParams]="{ alias: rule().alias?.id }"
          ><app-icon [of]="icons.test" [size]="16" />{{ t('rules.action.test') }}</a
        >
        @if (canWrite()) {
          <a class="menu-item" cdkMenuItem routerLink="/rules/new" [queryParams]="{ like: rule().id }"
            ><app-icon [of]="icons.copy" [size]="16" />{{ t('rules.action.duplicate') }}</a
          >
          @if (total() > 1) {
            <div class="menu-line"></div>
            <button
              type="button"
              class="menu-item"
              cdkMenuItem
              [class.opacity-50]="index() === 0"
              [cdkMenuItemDisabled]="index() === 0"
              (cdkMenuItemTriggered)="moved.emit(index() - 1)"
            >
              <app-icon [of]="icons.up" [size]="16" />{{ t('rules.move.up') }}
            </button>
            <button
              type="button"
              class="menu-item"
              cdkMenuItem
              [class.opacity-50]="index() === total() - 1"
              [cdkMenuItemDisabled]="index() === total() - 1"
              (cdkMenuItemTriggered)="moved.emit(index() + 1)"
            >
              <app-icon [of]="icons.down" [size]="16" />{{ t('rules.move.down') }}
            </button>
          }
          <div class="menu-line"></div>
          <button type="button" class="menu-item danger" cdkMenuItem (cdkMenuItemTriggered)="removed.emit()">
            <app-icon [of]="icons.remove" [size]="16" />{{ t('action.delete') }}
          </button>
        }
      </div>
    </ng-template>`,
})
export class RuleRow {
  readonly rule = input.required<Rule>();
  /** Its place in its group; the first is 0. */
  readonly index = input.required<number>();
  /** How many rules the group has. */
  readonly total = input.required<number>();
  readonly wording = input.required<Wording>();
  readonly canWrite = input(false);
  readonly switched = output<boolean>();
  /** Where it shall be; may lie outside the group. */
  readonly moved = output<number>();
  readonly removed = output();
  protected readonly t = inject(Words).t;
  protected readonly icons = {
    grip: GripVertical,
    up: ArrowUp,
    down: ArrowDown,
    more: Ellipsis,
    edit: SquarePen,
    copy: CopyPlus,
    test: FlaskConical,
    remove: Trash2,
    warning: TriangleAlert,
  };
  protected readonly sentence = computed(() => {
    const { definition } = this.rule();
    return definition === null ? undefined : describeRule(definition, this.wording());
  });
}
