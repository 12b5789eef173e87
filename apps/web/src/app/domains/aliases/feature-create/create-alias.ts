import {
  Component,
  computed,
  effect,
  inject,
  signal,
  untracked,
  viewChild,
  type ElementRef,
} from '@angular/core';
import { form, FormField, FormRoot, maxLength, pattern, required } from '@angular/forms/signals';
import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { maxNoteCharacters } from '@smtpy/contract/web';
import { Api } from '../../../shared/data/api.ts';
import { loading } from '../../../shared/data/loading.ts';
import { createSubmission } from '../../../shared/data/submission.ts';
import { DialogActions } from '../../../shared/ui/dialog-actions.ts';
import { DialogFrame } from '../../../shared/ui/dialog-frame.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { Words } from '../../../shared/util/words.ts';
import { MailboxPicker } from '../ui/mailbox-picker.ts';
import { MadeAlias } from '../ui/made-alias.ts';
import { NoGround } from '../ui/no-ground.ts';
import { TagInput } from '../ui/tag-input.ts';
import type { Alias, AliasStyle, MailboxOfAlias } from '../util/alias.ts';

/** What the dialog begins with. */
export interface CreateAliasData {
  /** The domain that is chosen first where aliases can be made on it; empty: the default. */
  readonly domainId: string;
  /** Tags that there are, as suggestions. */
  readonly tags: readonly string[];
  readonly onMade: () => void;
}

/** Letters of any script are left to the server, which knows what a domain takes. */
const localPart = /^[\p{L}\p{N}._-]+$/u;

/** Making an alias: Enter at once makes a random one on the usual domain, forwarded to the usual mailbox. */
@Component({
  selector: 'app-create-alias',
  imports: [
    DialogActions,
    DialogFrame,
    FailurePanel,
    Field,
    FieldControl,
    FormFailure,
    FormField,
    FormRoot,
    MadeAlias,
    MailboxPicker,
    NoGround,
    Skeleton,
    TagInput,
  ],
  templateUrl: './create-alias.html',
})
export class CreateAlias {
  readonly #api = inject(Api);
  protected readonly data = inject<CreateAliasData>(DIALOG_DATA);
  protected readonly ref = inject<DialogRef>(DialogRef);
  protected readonly t = inject(Words).t;
  readonly nameField = viewChild<ElementRef<HTMLInputElement>>('nameInput');
  readonly noteField = viewChild<ElementRef<HTMLInputElement>>('noteInput');

  protected readonly options = loading('getAliasOptions', () => ({}));
  protected readonly made = signal<Alias | undefined>(undefined);
  protected readonly isCustom = signal(false);
  protected readonly style = signal<AliasStyle>('words');
  protected readonly mailboxes = signal<readonly MailboxOfAlias[]>([]);
  protected readonly tags = signal<readonly string[]>([]);
  readonly #model = signal({ local_part: '', domain_id: '', note: '' });
  protected readonly submission = createSubmission();
  protected readonly form = form(this.#model, (path) => {
    required(path.local_part, { when: () => this.isCustom() });
    maxLength(path.local_part, 64);
    pattern(path.local_part, localPart, { message: this.t('aliases.create.local_part_fault') });
    maxLength(path.note, maxNoteCharacters);
  });
  protected readonly domain = computed(() => {
    const { domain_id: id } = this.#model();
    return this.options.value()?.domains.find((domain) => domain.id === id);
  });
  /** An address that is given cannot be had twice: that is a fault of the name. */
  protected readonly taken = computed(() =>
    this.isCustom() && this.submission.failure()?.code === 'already_exists'
      ? this.t('aliases.create.taken')
      : undefined,
  );
  protected readonly otherFailure = computed(() =>
    this.taken() === undefined ? this.submission.failure() : undefined,
  );
  /** Aliases need a domain and a mailbox; without them there is nothing to fill in. */
  protected readonly lack = computed(() => {
    const options = this.options.value();
    if (options?.domains.length === 0) return 'domain' as const;
    return options?.default_mailbox === null ? ('mailbox' as const) : undefined;
  });

  constructor() {
    effect(() => {
      const options = this.options.value();
      if (options !== undefined) untracked(() => this.#begin());
    });
    // The first field takes the focus as soon as it is there: typing or Enter does at once what was wanted.
    effect(() => {
      (this.nameField() ?? this.noteField())?.nativeElement.focus();
    });
  }

  protected choose(isCustom: boolean): void {
    this.isCustom.set(isCustom);
    this.form().reset(this.#model());
  }

  protected async create(): Promise<void> {
    await this.submission.send(this.form, async () => {
      const { local_part: name, domain_id: domainId, note } = this.#model();
      const ids = this.mailboxes().map(({ id }) => id);
      const made = await this.#api.call('createAlias', {
        body: {
          ...(this.isCustom() ? { local_part: name.trim() } : { style: this.style() }),
          ...(domainId !== '' && { domain_id: domainId }),
          ...(note.trim() !== '' && { note: note.trim() }),
          ...(ids.length > 0 && { mailbox_ids: ids }),
          ...(this.tags().length > 0 && { tags: [...this.tags()] }),
        },
      });
      this.made.set(made);
      this.data.onMade();
    });
  }

  /** Once more, with the same domain, mailboxes and kind. */
  protected again(): void {
    this.made.set(undefined);
    this.tags.set([]);
    this.form().reset({ ...this.#model(), local_part: '', note: '' });
  }

  #begin(): void {
    const options = this.options.value();
    if (options === undefined) return;
    const wished = options.domains.find(({ id }) => id === this.data.domainId);
    const domainId = wished?.id ?? options.default_domain_id ?? '';
    this.#model.update((model) => ({ ...model, domain_id: domainId }));
    this.style.set(options.default_style);
    if (options.default_mailbox !== null) this.mailboxes.set([options.default_mailbox]);
  }
}
