import { inject, Injectable } from '@angular/core';
import { Api } from '../../../shared/data/api.ts';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Contact, CreateContactData } from '../data/contact.ts';

/** The dialogs of contacts. Their words are those of the route: `contactWords`. */
@Injectable({ providedIn: 'root' })
export class ContactDialogs {
  readonly #api = inject(Api);
  readonly #dialogs = inject(Dialogs);
  readonly #t = inject(Words).t;

  /** Makes a contact, so that its owner can write to somebody first. Undefined: it was left. */
  create(alias?: CreateContactData['alias']): Promise<Contact | undefined> {
    return this.#dialogs.open<Contact>(() => import('./create-contact.ts').then((m) => m.CreateContact), {
      alias,
    } satisfies CreateContactData);
  }

  /** Gives a contact another name. Undefined: it was left. */
  async rename(contact: Contact): Promise<Contact | undefined> {
    const renamed = await this.#dialogs.askFor({
      title: this.#t('contacts.rename.title'),
      label: this.#t('contacts.create.name'),
      help: this.#t('contacts.rename.help', { address: contact.address }),
      value: contact.display_name ?? '',
      isOptional: true,
      maxCharacters: 200,
      action: this.#t('action.save'),
      run: (name) =>
        this.#api.call('changeContact', {
          params: { contact_id: contact.id },
          body: { display_name: name === '' ? null : name },
        }),
    });
    return renamed?.given;
  }
}
