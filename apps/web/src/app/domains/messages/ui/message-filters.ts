import { Component, inject, input, output } from '@angular/core';
import { loading } from '../../../shared/data/loading.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { Words } from '../../../shared/util/words.ts';
import { singleStates, type MessageFilter } from '../util/message-filter.ts';
import { AliasFilter } from './alias-filter.ts';

/** The filters of the list beside the search, each a field. */
@Component({
  selector: 'app-message-filters',
  imports: [AliasFilter, Field, FieldControl],
  host: { class: 'card padded grid gap-4 sm:grid-cols-2 lg:grid-cols-4' },
  template: `<app-field [label]="t('messages.filter.state')">
      <select class="input" appFieldControl [value]="values().state" (change)="tell('state', $event)">
        <option value="" [selected]="values().state === ''">{{ t('messages.filter.any_state') }}</option>
        <option value="problem" [selected]="values().state === 'problem'">
          {{ t('messages.filter.problem') }}
        </option>
        <option value="unfinished" [selected]="values().state === 'unfinished'">
          {{ t('messages.filter.unfinished') }}
        </option>
        @for (name of states; track name) {
          <option [value]="name" [selected]="values().state === name">{{ t('state.' + name) }}</option>
        }
      </select>
    </app-field>
    <app-field [label]="t('messages.filter.kind')">
      <select class="input" appFieldControl (change)="tell('kind', $event)">
        <option value="" [selected]="values().kind === ''">{{ t('messages.filter.any_kind') }}</option>
        @for (name of kinds; track name) {
          <option [value]="name" [selected]="values().kind === name">
            {{ t('messages.filter.kind_' + name) }}
          </option>
        }
      </select>
    </app-field>
    <app-alias-filter [value]="values().alias_id" (chosen)="changed.emit({ alias_id: $event })" />
    <app-field [label]="t('messages.filter.sender')">
      <input
        class="input"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        maxlength="320"
        appFieldControl
        [placeholder]="t('messages.filter.sender_hint')"
        [value]="values().sender"
        (change)="tell('sender', $event)"
      />
    </app-field>
    <app-field [label]="t('messages.filter.domain')">
      <select class="input" appFieldControl (change)="tell('domain_id', $event)">
        <option value="" [selected]="values().domain_id === ''">{{ t('messages.filter.any_domain') }}</option>
        @for (each of domains.value()?.items ?? []; track each.id) {
          <option [value]="each.id" [selected]="values().domain_id === each.id">{{ each.name }}</option>
        }
      </select>
    </app-field>
    <app-field [label]="t('messages.filter.mailbox')">
      <select class="input" appFieldControl (change)="tell('mailbox_id', $event)">
        <option value="" [selected]="values().mailbox_id === ''">
          {{ t('messages.filter.any_mailbox') }}
        </option>
        @for (each of mailboxes.value()?.items ?? []; track each.id) {
          <option [value]="each.id" [selected]="values().mailbox_id === each.id">{{ each.address }}</option>
        }
      </select>
    </app-field>
    <app-field [label]="t('messages.filter.from')">
      <input
        class="input"
        type="date"
        appFieldControl
        [max]="values().to"
        [value]="values().from"
        (change)="tell('from', $event)"
      />
    </app-field>
    <app-field [label]="t('messages.filter.to')">
      <input
        class="input"
        type="date"
        appFieldControl
        [min]="values().from"
        [value]="values().to"
        (change)="tell('to', $event)"
      />
    </app-field>`,
})
export class MessageFilters {
  readonly values = input.required<MessageFilter>();
  readonly changed = output<Partial<MessageFilter>>();
  protected readonly t = inject(Words).t;
  protected readonly states = singleStates;
  protected readonly kinds = ['forward', 'reply', 'notice'] as const;
  protected readonly domains = loading('listDomains', () => ({ query: { limit: 100 } }));
  protected readonly mailboxes = loading('listMailboxes', () => ({ query: { limit: 100 } }));

  protected tell(name: keyof MessageFilter, event: Event): void {
    const { value } = event.target as HTMLInputElement | HTMLSelectElement;
    this.changed.emit({ [name]: value.trim() });
  }
}
