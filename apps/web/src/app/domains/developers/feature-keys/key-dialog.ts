import { Component, computed, inject, signal } from '@angular/core';
import { DialogRef } from '@angular/cdk/dialog';
import { form, FormField, FormRoot, maxLength, required } from '@angular/forms/signals';
import { Session } from '../../../shared/data/session.ts';
import { createSubmission } from '../../../shared/data/submission.ts';
import { Choice } from '../../../shared/ui/choice.ts';
import { DialogActions } from '../../../shared/ui/dialog-actions.ts';
import { DialogFrame } from '../../../shared/ui/dialog-frame.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { Words } from '../../../shared/util/words.ts';
import { ApiKeys } from '../data/api-keys.ts';
import { ScopeTable } from '../ui/scope-table.ts';
import { ShownKey } from '../ui/shown-key.ts';
import { expiryOf, keyLifetimes, type KeyLifetime } from '../util/key-expiry.ts';
import { scopeRows, toScopes, type ScopeLevel } from '../util/scope-choice.ts';

/** Makes an API key, and shows it this once. Left by the button or the cross, one may have been made. */
@Component({
  selector: 'app-key-dialog',
  imports: [
    Choice,
    DialogActions,
    DialogFrame,
    Field,
    FieldControl,
    FormField,
    FormFailure,
    FormRoot,
    ScopeTable,
    ShownKey,
  ],
  template: `<form class="contents" [formRoot]="form" (submit)="create()">
    <app-dialog-frame [title]="t(made() ? 'developers.keys.made' : 'developers.keys.create')" [isWide]="true">
      @if (made(); as key) {
        <app-shown-key [key]="key" />
      } @else {
        <div class="grid gap-5">
          <app-field
            [label]="t('developers.keys.name')"
            [help]="t('developers.keys.name_help')"
            [of]="form.name()"
          >
            <input class="input" autocomplete="off" cdkFocusInitial appFieldControl [formField]="form.name" />
          </app-field>
          <app-choice
            [label]="t('developers.keys.lifetime')"
            [choices]="lifetimes()"
            [value]="lifetime()"
            (chosen)="lifetime.set($event)"
          />
          <app-choice
            [label]="t('developers.keys.may')"
            [choices]="extents()"
            [value]="extent()"
            (chosen)="extent.set($event)"
          />
          @if (extent() === 'all') {
            <p class="m-0 text-muted">{{ t('developers.keys.everything_text') }}</p>
          } @else {
            <app-scope-table [rows]="rows()" [levels]="levels()" (chosen)="setLevel($event)" />
            @if (lacksScopes()) {
              <p class="m-0 text-red" role="alert">{{ t('developers.keys.no_scope') }}</p>
            }
          }
          <app-form-failure [of]="submission.failure()" />
        </div>
      }
      <ng-container ngProjectAs="[foot]">
        @if (made()) {
          <button type="button" class="btn primary" (click)="ref.close()">
            {{ t('developers.keys.kept') }}
          </button>
        } @else {
          <app-dialog-actions [action]="t('developers.keys.create')" [isDisabled]="submission.isSending()" />
        }
      </ng-container>
    </app-dialog-frame>
  </form>`,
})
export class KeyDialog {
  readonly #keys = inject(ApiKeys);
  readonly #session = inject(Session);
  readonly #words = inject(Words);
  protected readonly ref = inject<DialogRef<undefined>>(DialogRef);
  protected readonly t = this.#words.t;
  protected readonly submission = createSubmission();
  protected readonly made = signal<string | undefined>(undefined);
  protected readonly lifetime = signal<KeyLifetime>('90');
  protected readonly extent = signal<'all' | 'some'>('some');
  protected readonly levels = signal<Readonly<Record<string, ScopeLevel>>>({});
  protected readonly lacksScopes = signal(false);
  protected readonly form = form(signal({ name: '' }), (path) => {
    required(path.name);
    maxLength(path.name, 100);
  });
  protected readonly lifetimes = computed(() =>
    keyLifetimes.map((value) => ({
      value,
      label:
        value === 'never'
          ? this.t('developers.keys.never')
          : this.#words.tn('developers.keys.days', Number(value)),
    })),
  );
  protected readonly extents = computed(() => [
    { value: 'some' as const, label: this.t('developers.keys.some') },
    { value: 'all' as const, label: this.t('developers.keys.everything') },
  ]);
  protected readonly rows = computed(() =>
    scopeRows(
      this.#session.organization()?.role ?? 'viewer',
      this.#session.account()?.is_administrator === true,
    ),
  );

  protected setLevel({ resource, level }: { readonly resource: string; readonly level: ScopeLevel }): void {
    this.levels.update((levels) => ({ ...levels, [resource]: level }));
    this.lacksScopes.set(false);
  }

  protected async create(): Promise<void> {
    if (this.made() !== undefined) return;
    const scopes = this.extent() === 'all' ? null : toScopes(this.levels());
    this.lacksScopes.set(scopes?.length === 0);
    if (this.lacksScopes()) return;
    const { name } = this.form().value();
    await this.submission.send(this.form, async () => {
      const expiresAt = expiryOf(this.lifetime(), Date.now());
      const { key } = await this.#keys.create({ name, scopes, expires_at: expiresAt });
      this.made.set(key);
    });
  }
}
