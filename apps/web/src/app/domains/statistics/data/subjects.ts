import { inject, Injectable } from '@angular/core';
import { AtSign, Globe, Inbox } from 'lucide';
import { Api } from '../../../shared/data/api.ts';
import type { FinderGroup, FinderOption } from '../../../shared/ui/finder.ts';
import type { Subject } from '../util/subject.ts';

/** A subject that can be chosen. */
export interface SubjectOption extends FinderOption {
  readonly subject: Subject;
}

const perGroup = 8;

/** What statistics can be limited to, as the server has it. */
@Injectable({ providedIn: 'root' })
export class Subjects {
  readonly #api = inject(Api);

  /** The name of a subject. */
  async nameOf({ kind, id }: Subject, signal: AbortSignal): Promise<string> {
    switch (kind) {
      case 'alias':
        return (await this.#api.call('getAlias', { params: { alias_id: id } }, { signal })).address;
      case 'domain':
        return (await this.#api.call('getDomain', { params: { domain_id: id } }, { signal })).unicode_name;
      case 'mailbox':
        return (await this.#api.call('getMailbox', { params: { mailbox_id: id } }, { signal })).address;
    }
  }

  /** Those with a text in their name, by kind; empty text: the first ones. */
  async find(
    text: string,
    signal: AbortSignal,
  ): Promise<readonly Omit<FinderGroup<SubjectOption>, 'title'>[]> {
    const query = { search: text, limit: perGroup };
    const [domains, aliases, mailboxes] = await Promise.all([
      this.#api.call('listDomains', { query }, { signal }),
      this.#api.call('listAliases', { query: { ...query, sort: 'address' } }, { signal }),
      this.#api.call('listMailboxes', { query }, { signal }),
    ]);
    const groups = [
      {
        id: 'domain',
        options: domains.items.map(({ id, unicode_name }) => toOption('domain', id, unicode_name)),
      },
      { id: 'alias', options: aliases.items.map(({ id, address }) => toOption('alias', id, address)) },
      { id: 'mailbox', options: mailboxes.items.map(({ id, address }) => toOption('mailbox', id, address)) },
    ];
    return groups.filter(({ options }) => options.length > 0);
  }
}

const icons = { domain: Globe, alias: AtSign, mailbox: Inbox } as const;

function toOption(kind: Subject['kind'], id: string, title: string): SubjectOption {
  return { id, title, icon: icons[kind], isAddress: true, subject: { kind, id } };
}
