import { inject, Injectable } from '@angular/core';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import type { Contact, CreateContactData } from '../data/contact.ts';

/** The dialogs of contacts. Their words are those of the route: `contactWords`. */
@Injectable({ providedIn: 'root' })
export class ContactDialogs {
  readonly #dialogs = inject(Dialogs);

  /** Makes a contact, so that its owner can write to somebody first. Undefined: it was left. */
  create(alias?: CreateContactData['alias']): Promise<Contact | undefined> {
    return this.#dialogs.open<Contact>(() => import('./create-contact.ts').then((m) => m.CreateContact), {
      alias,
    } satisfies CreateContactData);
  }

  /** Gives a contact another name. Undefined: it was left. */
  rename(contact: Contact): Promise<Contact | undefined> {
    return this.#dialogs.open<Contact>(
      () => import('./rename-contact.ts').then((m) => m.RenameContact),
      contact,
    );
  }
}
