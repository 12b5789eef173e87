import { Component, computed, inject, signal } from '@angular/core';
import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { Api } from '../../../shared/data/api.ts';
import { toFailure, type Failure } from '../../../shared/data/failure.ts';
import { loading } from '../../../shared/data/loading.ts';
import { DialogActions } from '../../../shared/ui/dialog-actions.ts';
import { DialogFrame } from '../../../shared/ui/dialog-frame.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Mailbox } from '../util/mailbox-state.ts';

/** The most that are offered to move aliases to. */
const mostOffered = 100;
/** The server counts no further. */
const mostCounted = 200;

/** Asks what becomes of the aliases of a mailbox, and removes it; closed with true when it is gone. */
@Component({
  selector: 'app-remove-mailbox',
  imports: [DialogActions, DialogFrame, Field, FieldControl, FormFailure],
  template: `<app-dialog-frame [title]="t('mailboxes.remove.title')">
    <form id="remove-mailbox" class="grid gap-4" (submit)="$event.preventDefault(); remove()">
      <p class="mono m-0 font-medium break-all">{{ mailbox.address }}</p>
      @if (mailbox.state === 'confirmed') {
        <p class="m-0 text-muted">{{ aliasWords() }} {{ t('mailboxes.remove.accepted') }}</p>
        @if (targets().length > 0) {
          <app-field [label]="t('mailboxes.remove.target')" [help]="t('mailboxes.remove.target_help')">
            <select
              class="input"
              appFieldControl
              [value]="moveTo()"
              (change)="choice.set($any($event.target).value)"
            >
              @for (each of targets(); track each.id) {
                <option [value]="each.id" [selected]="each.id === moveTo()">{{ each.address }}</option>
              }
              <option value="" [selected]="moveTo() === ''">{{ t('mailboxes.remove.nowhere') }}</option>
            </select>
          </app-field>
        } @else if (others.value() !== undefined && mailbox.alias_count > 0) {
          <p class="callout warning m-0">{{ t('mailboxes.remove.no_target') }}</p>
        }
      } @else {
        <p class="m-0 text-muted">{{ t('mailboxes.remove.pending') }}</p>
      }
      <app-form-failure [of]="failure()" />
    </form>
    <app-dialog-actions
      foot
      form="remove-mailbox"
      [action]="t('mailboxes.remove.action')"
      [isDangerous]="true"
      [isDisabled]="isSending()"
    />
  </app-dialog-frame>`,
})
export class RemoveMailbox {
  readonly #api = inject(Api);
  readonly #words = inject(Words);
  readonly #formats = inject(Formats);
  protected readonly mailbox = inject<Mailbox>(DIALOG_DATA);
  readonly #ref = inject<DialogRef<boolean>>(DialogRef);
  protected readonly t = this.#words.t;
  protected readonly isSending = signal(false);
  protected readonly failure = signal<Failure | undefined>(undefined);
  protected readonly others = loading('listMailboxes', () => ({
    query: { state: 'confirmed', sort: 'address', limit: mostOffered },
  }));
  protected readonly targets = computed(() =>
    (this.others.value()?.items ?? []).filter(({ id }) => id !== this.mailbox.id),
  );
  protected readonly choice = signal<string | undefined>(undefined);
  /** The default mailbox, until something else is chosen. */
  protected readonly moveTo = computed(() => {
    const targets = this.targets();
    return this.choice() ?? (targets.find((each) => each.is_default) ?? targets[0])?.id ?? '';
  });
  protected readonly aliasWords = computed(() => {
    const { alias_count: count } = this.mailbox;
    return count >= mostCounted
      ? this.t('mailboxes.remove.aliases_many', { count: this.#formats.number(mostCounted) })
      : this.#words.tn('mailboxes.remove.aliases', count);
  });

  protected async remove(): Promise<void> {
    this.isSending.set(true);
    this.failure.set(undefined);
    try {
      await this.#api.call('removeMailbox', {
        params: { mailbox_id: this.mailbox.id },
        query: this.moveTo() === '' ? {} : { move_to: this.moveTo() },
      });
      this.#ref.close(true);
    } catch (error) {
      // Expected: a Failure, such as an alias that would be left without a mailbox.
      this.failure.set(toFailure(error));
    } finally {
      this.isSending.set(false);
    }
  }
}
