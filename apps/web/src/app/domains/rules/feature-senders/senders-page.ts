import { Component, computed, inject } from '@angular/core';
import { Ban, Plus, ShieldCheck } from 'lucide';
import { paged } from '../../../shared/data/paged.ts';
import { Session } from '../../../shared/data/session.ts';
import { Choice } from '../../../shared/ui/choice.ts';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { ListFrame } from '../../../shared/ui/list-frame.ts';
import { PageHeader } from '../../../shared/ui/page-header.ts';
import { SearchField } from '../../../shared/ui/search-field.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { urlQuery } from '../../../shared/util/url-query.ts';
import { wordedChoices } from '../../../shared/util/worded-choices.ts';
import { Words } from '../../../shared/util/words.ts';
import { SenderChanges, type AddedSender, type Sender } from '../data/sender-changes.ts';
import { RulesTabs } from '../ui/rules-tabs.ts';
import { SenderTable } from '../ui/sender-table.ts';
import type { SenderDialogData } from './sender-dialog.ts';

const verdicts = ['', 'block', 'allow'] as const;
const scopes = ['', 'organization', 'alias'] as const;

/** Blocked and allowed senders, for all aliases or one. */
@Component({
  selector: 'app-senders-page',
  imports: [Choice, EmptyState, Icon, ListFrame, PageHeader, RulesTabs, SearchField, SenderTable],
  template: `<div class="page">
    <app-page-header [title]="t('rules.senders.title')" [text]="t('rules.senders.text')">
      @if (canWrite()) {
        <button type="button" class="btn" (click)="add('allow')">
          <app-icon [of]="shield" />{{ t('rules.senders.action.allow') }}
        </button>
        <button type="button" class="btn primary" (click)="add('block')">
          <app-icon [of]="plus" />{{ t('rules.senders.action.block') }}
        </button>
      }
    </app-page-header>
    <app-rules-tabs />
    <div class="flex flex-wrap items-center gap-3">
      <app-search-field
        class="flex-[1_1_240px] sm:max-w-[340px]"
        [label]="t('rules.senders.search')"
        [value]="query.values().search"
        (searched)="query.set({ search: $event }, 'replace')"
      />
      <app-choice
        [label]="t('rules.senders.verdict')"
        [hidesLabel]="true"
        [choices]="verdicts()"
        [value]="verdict()"
        (chosen)="query.set({ verdict: $event })"
      />
      <select
        class="input !w-auto"
        [attr.aria-label]="t('rules.senders.scope')"
        (change)="query.set({ scope: $any($event.target).value, alias: '' })"
      >
        @for (scope of scopes; track scope) {
          <option [value]="scope" [selected]="query.values().scope === scope">
            {{ t('rules.senders.filter_scope.' + (scope || 'all')) }}
          </option>
        }
      </select>
    </div>
    <app-list-frame
      [list]="senders"
      [isFiltered]="isFiltered()"
      (cleared)="query.set({ search: '', verdict: '', scope: '', alias: '' })"
    >
      <app-sender-table
        [senders]="senders.items() ?? []"
        [canWrite]="canWrite()"
        (edited)="edit($event)"
        (removed)="changes.remove(senders, $event)"
      />
      <app-empty-state
        empty
        [icon]="ban"
        [title]="t('rules.senders.empty')"
        [text]="t('rules.senders.empty_text')"
      >
        @if (canWrite()) {
          <button type="button" class="btn primary" (click)="add('block')">
            {{ t('rules.senders.action.block') }}
          </button>
          <button type="button" class="btn" (click)="add('allow')">
            {{ t('rules.senders.action.allow') }}
          </button>
        }
      </app-empty-state>
    </app-list-frame>
  </div>`,
})
export class SendersPage {
  protected readonly t = inject(Words).t;
  protected readonly changes = inject(SenderChanges);
  readonly #dialogs = inject(Dialogs);
  readonly #toasts = inject(ToastList);
  readonly #session = inject(Session);
  protected readonly query = urlQuery('search', 'verdict', 'scope', 'alias');
  protected readonly senders = paged('listSenders', () => {
    const { search, verdict, scope, alias } = this.query.values();
    const query = { search, verdict, scope, alias_id: alias } as Readonly<Record<string, string>>;
    return { query };
  });
  protected readonly isFiltered = computed(() =>
    Object.values(this.query.values()).some((value) => value !== ''),
  );
  protected readonly canWrite = computed(() => this.#session.can('rules:write'));
  protected readonly verdicts = wordedChoices(verdicts, 'rules.senders.filter.');
  protected readonly verdict = this.query.oneOf('verdict', verdicts, '');
  protected readonly scopes = scopes;
  protected readonly plus = Plus;
  protected readonly ban = Ban;
  protected readonly shield = ShieldCheck;

  protected async add(verdict: Sender['verdict']): Promise<void> {
    const added = await this.#open<AddedSender>({ verdict });
    if (added === undefined) return;
    this.senders.first();
    this.senders.reload();
    const text = this.t(`rules.senders.added_${added.verdict}`, { subject: added.subject });
    const overruled =
      added.overruled_by === null
        ? ''
        : ` ${this.t('rules.senders.overruled', { subject: added.overruled_by.subject })}`;
    this.#toasts.done(text + overruled);
  }

  protected async edit(sender: Sender): Promise<void> {
    if ((await this.#open<boolean>({ verdict: sender.verdict, sender })) !== true) return;
    this.senders.reload();
    this.#toasts.done(this.t('rules.senders.saved'));
  }

  #open<Result>(data: SenderDialogData): Promise<Result | undefined> {
    return this.#dialogs.open<Result>(() => import('./sender-dialog.ts').then((m) => m.SenderDialog), data);
  }
}
