import { Component, inject, input, signal } from '@angular/core';
import { form, FormField, FormRoot, required } from '@angular/forms/signals';
import { X } from 'lucide';
import { Api } from '../../../../shared/data/api.ts';
import { loading } from '../../../../shared/data/loading.ts';
import { createSubmission } from '../../../../shared/data/submission.ts';
import { Field } from '../../../../shared/ui/field.ts';
import { FieldControl } from '../../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../../shared/ui/form-failure.ts';
import { Icon } from '../../../../shared/ui/icon.ts';
import { ToastList } from '../../../../shared/util/toast-list.ts';
import { Words } from '../../../../shared/util/words.ts';
import { AliasInHand } from '../../data/alias-in-hand.ts';

/** The domains of senders that an alias knows: learned from mail, or named by the owner. */
@Component({
  selector: 'app-known-senders',
  imports: [Field, FieldControl, FormField, FormFailure, FormRoot, Icon],
  host: { class: 'grid gap-3' },
  template: `<h3 class="m-0">{{ t('aliases.known.title') }}</h3>
    @if (pins.value(); as page) {
      <ul class="m-0 flex list-none flex-wrap gap-2 p-0">
        @for (pin of page.items; track pin.domain) {
          <li class="tag !text-text mono gap-1 bg-sunken" [class.!pr-0.5]="hand.canWrite()">
            {{ pin.domain }}
            <span class="font-sans text-muted">{{ t('aliases.known.' + pin.source) }}</span>
            @if (hand.canWrite()) {
              <button
                type="button"
                class="grid h-6 w-6 place-content-center rounded text-muted hover:text-text"
                [attr.aria-label]="t('aliases.known.remove', { domain: pin.domain })"
                (click)="remove(pin.domain)"
              >
                <app-icon [of]="cross" [size]="13" />
              </button>
            }
          </li>
        } @empty {
          <li class="text-[13px] text-muted">{{ t('aliases.known.none') }}</li>
        }
      </ul>
    } @else if (pins.failure() !== undefined) {
      <p class="m-0 text-red" role="alert">
        {{ t('aliases.known.failed') }}
        <button type="button" class="link" (click)="pins.reload()">{{ t('action.retry') }}</button>
      </p>
    } @else {
      <span class="skeleton h-6 w-40"></span>
    }
    @if (hand.canWrite()) {
      <form class="flex flex-wrap items-start gap-2" [formRoot]="form" (submit)="add()">
        <app-field
          class="flex-1 basis-[200px] sm:max-w-[300px]"
          [label]="t('aliases.known.domain')"
          [hidesLabel]="true"
          [of]="form.domain()"
        >
          <input
            class="input mono"
            autocapitalize="off"
            autocomplete="off"
            spellcheck="false"
            placeholder="shop.example"
            appFieldControl
            [formField]="form.domain"
          />
        </app-field>
        <button type="submit" class="btn" [disabled]="submission.isSending()">
          {{ t('aliases.known.add') }}
        </button>
      </form>
      <app-form-failure [of]="submission.failure()" />
    }`,
})
export class KnownSenders {
  readonly aliasId = input.required<string>();
  readonly #api = inject(Api);
  readonly #toasts = inject(ToastList);
  protected readonly hand = inject(AliasInHand);
  protected readonly t = inject(Words).t;
  protected readonly cross = X;
  protected readonly submission = createSubmission();
  readonly #model = signal({ domain: '' });
  protected readonly form = form(this.#model, (path) => {
    required(path.domain);
  });
  protected readonly pins = loading('listAliasPins', () => ({ params: { alias_id: this.aliasId() } }));

  protected async add(): Promise<void> {
    const isTaken = await this.submission.send(this.form, () => this.#put(this.#model().domain.trim()));
    if (isTaken) this.form().reset({ domain: '' });
  }

  protected async remove(domain: string): Promise<void> {
    const before = this.pins.value();
    if (before === undefined) return;
    this.pins.put({ ...before, items: before.items.filter((pin) => pin.domain !== domain) });
    try {
      await this.#api.call('removeAliasPin', { params: { alias_id: this.aliasId(), pin: domain } });
      this.#toasts.done(this.t('aliases.known.removed', { domain }), {
        label: this.t('action.undo'),
        run: () => void this.#put(domain).catch((error: unknown) => this.#toasts.failed(error)),
      });
      this.hand.reload();
    } catch (error) {
      // Expected: a Failure; the list shows again what holds.
      this.pins.put(before);
      this.#toasts.failed(error);
    }
  }

  async #put(domain: string): Promise<void> {
    await this.#api.call('addAliasPin', { params: { alias_id: this.aliasId() }, body: { domain } });
    this.pins.reload();
    this.hand.reload();
  }
}
