import { mailboxKeyOperations } from './key-operations.ts';
import { mailboxLifeOperations } from './mailbox-operations.ts';

/** Mailboxes of the organization of the request, with their keys. */
export const mailboxOperations = { ...mailboxLifeOperations, ...mailboxKeyOperations } as const;
