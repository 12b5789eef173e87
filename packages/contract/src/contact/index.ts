/**
 * Purpose: contacts: who writes to aliases and whom their owners write to, each with a reply address.
 *
 * Not here: blocked senders beyond one contact (`sender/`).
 */
export { contactOperations } from './operations.ts';
export type { ContactBody } from './contact.ts';
