/** Mailboxes of the organization of the request. */
export const mailboxOperations = {} as const;
