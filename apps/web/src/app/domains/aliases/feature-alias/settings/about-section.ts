import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { form, FormField, FormRoot, disabled, maxLength } from '@angular/forms/signals';
import { maxNoteCharacters } from '@smtpy/contract/web';
import { loading } from '../../../../shared/data/loading.ts';
import { createSubmission } from '../../../../shared/data/submission.ts';
import { Field } from '../../../../shared/ui/field.ts';
import { FieldControl } from '../../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../../shared/ui/form-failure.ts';
import { ToastList } from '../../../../shared/util/toast-list.ts';
import { Words } from '../../../../shared/util/words.ts';
import { AliasInHand } from '../../data/alias-in-hand.ts';
import { SettingsButtons } from '../../ui/settings-buttons.ts';
import { SettingsSection } from '../../ui/settings-section.ts';
import { TagInput } from '../../ui/tag-input.ts';
import type { Alias } from '../../util/alias.ts';
import { isSame } from '../../util/is-same.ts';

/** What the owner wants to know of an alias, and the name that answers carry. */
@Component({
  selector: 'app-about-section',
  imports: [
    Field,
    FieldControl,
    FormField,
    FormFailure,
    FormRoot,
    SettingsButtons,
    SettingsSection,
    TagInput,
  ],
  template: `<form [formRoot]="form" (submit)="save()">
    <app-settings-section [title]="t('aliases.settings.about')" [text]="t('aliases.settings.about_text')">
      <app-field [label]="t('aliases.settings.note')" [of]="form.note()">
        <textarea class="input" rows="3" appFieldControl [formField]="form.note"></textarea>
      </app-field>
      <app-field #tag [label]="t('aliases.tags.label')" [help]="t('aliases.tags.help')">
        @if (hand.canWrite()) {
          <app-tag-input [inputId]="tag.id" [suggestions]="suggestions()" [(value)]="tags" />
        } @else {
          <span class="flex flex-wrap gap-1">
            @for (each of tags(); track each) {
              <span class="tag">{{ each }}</span>
            } @empty {
              —
            }
          </span>
        }
      </app-field>
      <app-field
        [label]="t('aliases.settings.display_name')"
        [help]="t('aliases.settings.display_name_text')"
        [of]="form.display_name()"
      >
        <input class="input" autocomplete="off" appFieldControl [formField]="form.display_name" />
      </app-field>
      <app-form-failure [of]="submission.failure()" />
      @if (isChanged()) {
        <app-settings-buttons foot [isDisabled]="submission.isSending()" (discarded)="reset()" />
      }
    </app-settings-section>
  </form>`,
})
export class AboutSection {
  readonly alias = input.required<Alias>();
  protected readonly hand = inject(AliasInHand);
  readonly #toasts = inject(ToastList);
  protected readonly t = inject(Words).t;
  protected readonly submission = createSubmission();
  readonly #stored = computed(
    () => ({
      text: { note: this.alias().note ?? '', display_name: this.alias().display_name ?? '' },
      tags: this.alias().tags,
    }),
    { equal: isSame },
  );
  readonly #model = linkedSignal(() => this.#stored().text);
  protected readonly tags = linkedSignal<readonly string[]>(() => this.#stored().tags);
  protected readonly form = form(this.#model, (path) => {
    maxLength(path.note, maxNoteCharacters);
    maxLength(path.display_name, 200);
    disabled(path, { when: () => !this.hand.canWrite() });
  });
  readonly #known = loading('listAliasTags', () => ({ query: { limit: 100 } }));
  protected readonly suggestions = computed(() => (this.#known.value()?.items ?? []).map(({ tag }) => tag));
  protected readonly isChanged = computed(
    () => !isSame({ text: this.#model(), tags: this.tags() }, this.#stored()),
  );

  protected reset(): void {
    this.tags.set(this.#stored().tags);
    this.form().reset(this.#stored().text);
  }

  protected async save(): Promise<void> {
    const { note, display_name: name } = this.#model();
    const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
    const isTaken = await this.submission.send(this.form, () =>
      this.hand.save({ note: orNull(note), display_name: orNull(name), tags: [...this.tags()] }),
    );
    if (!isTaken) return;
    this.reset();
    this.#toasts.done(this.t('aliases.settings.saved'));
  }
}
