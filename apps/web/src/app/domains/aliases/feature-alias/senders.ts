import { Component, computed, inject, signal } from '@angular/core';
import { AtSign, Globe, PencilLine, ShieldCheck } from 'lucide';
import { Api } from '../../../shared/data/api.ts';
import { paged } from '../../../shared/data/paged.ts';
import { Session } from '../../../shared/data/session.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { ListFrame } from '../../../shared/ui/list-frame.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import {
  ContactActions,
  ContactDialogs,
  ContactTable,
  type Contact,
  type ContactExtra,
} from '../../contacts/api/index.ts';
import { AliasInHand } from '../data/alias-in-hand.ts';
import { domainOf, isKnown } from '../util/known-domain.ts';
import { SenderEntries } from './sender-entries.ts';

type Order = 'created_at' | '-created_at' | 'address' | '-address';

/** Who wrote to an alias and whom its owner wrote to, and who is blocked or allowed on it. */
@Component({
  selector: 'app-alias-senders',
  imports: [ContactTable, EmptyState, Icon, ListFrame, SenderEntries],
  host: { class: 'grid gap-10' },
  templateUrl: './senders.html',
})
export class AliasSenders {
  readonly #api = inject(Api);
  readonly #dialogs = inject(ContactDialogs);
  readonly #session = inject(Session);
  readonly #toasts = inject(ToastList);
  protected readonly actions = inject(ContactActions);
  protected readonly hand = inject(AliasInHand);
  protected readonly t = inject(Words).t;
  protected readonly sort = signal<Order>('-created_at');
  protected readonly entriesVersion = signal(0);
  protected readonly at = AtSign;
  protected readonly pencil = PencilLine;
  readonly #id = computed(() => this.hand.alias()?.id);
  protected readonly canWriteContacts = computed(
    () => this.#session.can('contacts:write') && this.hand.alias()?.deleted_at === null,
  );
  protected readonly canWriteRules = computed(() => this.#session.can('rules:write'));
  protected readonly list = paged('listContacts', () => {
    const id = this.#id();
    return id === undefined ? undefined : { query: { alias_id: id, sort: this.sort() } };
  });
  /** Whether the alias knows the sender is worth saying where it makes a difference. */
  protected readonly mark = computed(() => {
    const { pins = [], pinning = 'off' } = this.hand.alias() ?? {};
    return ({ address }: Contact): string =>
      pinning !== 'off' && isKnown(address, pins) ? this.t('aliases.senders.known') : '';
  });
  protected readonly extras = computed(() => {
    const canWrite = this.canWriteRules();
    return ({ address }: Contact): readonly ContactExtra[] => {
      const domain = domainOf(address);
      if (!canWrite) return [];
      return [
        {
          label: this.t('aliases.senders.block_domain', { domain }),
          icon: Globe,
          run: () => void this.enter('block', domain),
        },
        {
          label: this.t('aliases.senders.allow'),
          icon: ShieldCheck,
          run: () => void this.enter('allow', address),
        },
      ];
    };
  });

  protected turn(order: string): void {
    this.sort.set(order as Order);
  }

  protected async write(): Promise<void> {
    await this.#dialogs.create(this.hand.alias());
    this.list.reload();
  }

  protected async rename(contact: Contact): Promise<void> {
    if ((await this.#dialogs.rename(contact)) !== undefined) this.list.reload();
  }

  protected async setBlocked(contact: Contact, isBlocked: boolean): Promise<void> {
    await this.actions.setBlocked(this.list, contact, isBlocked);
    this.entriesVersion.update((version) => version + 1);
  }

  /** An entry of this alias for an address, or for its whole domain. */
  protected async enter(verdict: 'block' | 'allow', subject: string): Promise<void> {
    const id = this.#id();
    if (id === undefined) return;
    try {
      const made = await this.#api.call('createSender', { body: { verdict, subject, alias_id: id } });
      this.entriesVersion.update((version) => version + 1);
      this.#toasts.done(
        this.t(verdict === 'block' ? 'aliases.senders.blocked' : 'aliases.senders.allowed', { subject }),
        { label: this.t('action.undo'), run: () => void this.#takeBack(made.id) },
      );
    } catch (error) {
      // Expected: a Failure, such as an entry that is there already.
      this.#toasts.failed(error);
    }
  }

  async #takeBack(senderId: string): Promise<void> {
    try {
      await this.#api.call('deleteSender', { params: { sender_id: senderId } });
      this.entriesVersion.update((version) => version + 1);
    } catch (error) {
      // Expected: a Failure.
      this.#toasts.failed(error);
    }
  }
}
