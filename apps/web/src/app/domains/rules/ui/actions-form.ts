import { Component, computed, inject, input, output } from '@angular/core';
import { Address } from '../../../shared/ui/address.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Mailbox } from '../data/all-pages.ts';
import { decisions, type ActionsDraft } from '../util/draft.ts';
import type { Fault, FaultPlace, Faults } from '../util/faults.ts';
import { FaultLine } from './fault-line.ts';

/** What a rule does: one decision, changes of the message, and whether the search goes on. */
@Component({
  selector: 'app-actions-form',
  imports: [Address, FaultLine],
  host: { class: 'grid gap-5' },
  template: `<fieldset class="m-0 grid min-w-0 gap-1 border-0 p-0">
      <legend class="sr-only">{{ t('rules.builder.decision') }}</legend>
      @for (decision of decisions; track decision) {
        <label class="check rounded-lg px-3 py-2.5" [class.bg-accent-soft]="actions().decision === decision">
          <input
            type="radio"
            name="rule-decision"
            [value]="decision"
            [checked]="actions().decision === decision"
            (change)="change({ decision })"
          />
          <span class="min-w-0"
            ><span class="block font-medium">{{ t('rules.decision.' + decision) }}</span
            ><span class="block text-[13px] text-muted">{{
              t('rules.decision_text.' + decision)
            }}</span></span
          >
        </label>
        @if (decision === 'forward_to' && actions().decision === 'forward_to') {
          <div class="grid gap-2 py-1.5 pl-10" role="group" [attr.aria-label]="t('rules.builder.mailboxes')">
            @for (mailbox of offered(); track mailbox.id) {
              <label class="check">
                <input
                  type="checkbox"
                  [checked]="actions().mailboxIds.includes(mailbox.id)"
                  [attr.aria-invalid]="faults().has('mailboxes') ? 'true' : null"
                  (change)="toggle(mailbox.id)"
                /><app-address [of]="mailbox.address" />
              </label>
            } @empty {
              <p class="m-0 text-[13px] text-muted">{{ t('rules.builder.no_mailboxes') }}</p>
            }
          </div>
        }
      }
      @for (fault of faultsOf('decision', 'mailboxes'); track $index) {
        <app-fault-line class="px-3" [of]="fault" />
      }
    </fieldset>
    @if (!leavesNothing()) {
      <fieldset class="m-0 grid min-w-0 gap-3 border-0 border-t border-line p-0 pt-4">
        <legend class="sr-only">{{ t('rules.builder.changes') }}</legend>
        <label class="check px-3">
          <input
            type="checkbox"
            [checked]="actions().hasPrefix"
            (change)="change({ hasPrefix: $any($event.target).checked })"
          /><span>{{ t('rules.change.prefix') }}</span>
        </label>
        @if (actions().hasPrefix) {
          <div class="grid gap-1.5 pr-3 pl-10">
            <input
              class="input sm:max-w-[280px]"
              placeholder="[Shop]"
              maxlength="100"
              autocomplete="off"
              [attr.aria-label]="t('rules.builder.prefix')"
              [attr.aria-invalid]="faults().has('prefix') ? 'true' : null"
              [value]="actions().prefix"
              (input)="change({ prefix: $any($event.target).value })"
            />
            @for (fault of faultsOf('prefix'); track $index) {
              <app-fault-line [of]="fault" />
            }
          </div>
        }
        <label class="check px-3">
          <input
            type="checkbox"
            [checked]="actions().stripsAttachments"
            (change)="change({ stripsAttachments: $any($event.target).checked })"
          /><span
            >{{ t('rules.change.strip')
            }}<span class="block text-[13px] text-muted">{{ t('rules.change.strip_text') }}</span></span
          >
        </label>
      </fieldset>
    }
    <div class="grid gap-2 border-t border-line px-3 pt-4">
      <span class="label" id="rule-then">{{ t('rules.builder.then') }}</span>
      <div class="segments w-fit" role="group" aria-labelledby="rule-then">
        @for (then of thens; track then) {
          <button type="button" [attr.aria-pressed]="actions().then === then" (click)="change({ then })">
            {{ t('rules.then.' + then) }}
          </button>
        }
      </div>
      <span class="text-[13px] text-muted">{{ t('rules.then_text.' + actions().then) }}</span>
    </div>`,
})
export class ActionsForm {
  readonly actions = input.required<ActionsDraft>();
  readonly mailboxes = input.required<readonly Mailbox[]>();
  readonly faults = input.required<Faults>();
  readonly changed = output<ActionsDraft>();
  protected readonly t = inject(Words).t;
  protected readonly decisions = decisions;
  protected readonly thens = ['stop', 'continue'] as const;
  /** Mail goes to confirmed mailboxes alone; what was chosen before stays to be seen. */
  protected readonly offered = computed(() =>
    this.mailboxes().filter(
      ({ id, state }) => state === 'confirmed' || this.actions().mailboxIds.includes(id),
    ),
  );
  protected readonly leavesNothing = computed(
    () => this.actions().decision === 'block' || this.actions().decision === 'discard',
  );

  protected faultsOf(...places: readonly FaultPlace[]): readonly Fault[] {
    return places.flatMap((place) => this.faults().get(place) ?? []);
  }

  protected change(changes: Partial<ActionsDraft>): void {
    this.changed.emit({ ...this.actions(), ...changes });
  }

  protected toggle(id: string): void {
    const { mailboxIds } = this.actions();
    const isChosen = mailboxIds.includes(id);
    this.change({ mailboxIds: isChosen ? mailboxIds.filter((each) => each !== id) : [...mailboxIds, id] });
  }
}
