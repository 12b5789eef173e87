import type { Answer } from '@smtpy/contract/web';

/** A contact as the server gives it. */
export type Contact = Answer<'getContact'>;

/** What the dialog that makes a contact begins with. */
export interface CreateContactData {
  /** Whom the contact is for; undefined: it is asked for. */
  readonly alias: { readonly id: string; readonly address: string } | undefined;
}
