/**
 * Purpose: contacts for the pages of others: the table, what is done with a contact, and making one.
 *
 * Not here: the page of all contacts.
 */
export { ContactActions } from '../data/contact-actions.ts';
export type { Contact } from '../data/contact.ts';
export { ContactTable, type ContactExtra } from '../ui/contact-table.ts';
export { ContactDialogs } from '../feature-contacts/contact-dialogs.ts';
