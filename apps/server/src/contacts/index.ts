/**
 * Purpose: those who write to an alias, each with a reply address on the alias's domain.
 *
 * Guarantees: one contact per alias and address, whoever asks first and from however many processes; a reply address never
 * changes, is unique on its domain, and is never given again, also when the contact was deleted. The alias of a catch-all stands for many addresses: it has one contact per address that was
 * written to, so that an answer leaves under the address that the contact knows.
 *
 * Fails with: rejects when the database fails, and when the alias no longer exists.
 *
 * Security: a reply address carries 60 random bits, so it cannot be guessed from the contact's address: with 10 million
 * contacts on one domain a guess hits one in 10^11 tries, and each try is a refused RCPT.
 *
 * Not here: who may use a reply address, and what happens to mail sent to it.
 */
export { createContacts, type Contacts, type ContactsDependencies } from './contacts.ts';
export type { Contact, EnsureContact } from './contact.ts';
export { readNewContactForm, type NewContactForm } from './new-contact-form.ts';
export { listContactPage, type ListContacts, type ListedContact, type PlacedContact } from './list-store.ts';
export { readContactPlace } from './place.ts';
export { contactRoutes, type ContactRoutesDependencies } from './routes.ts';
