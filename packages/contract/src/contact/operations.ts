/** Contacts of the organization of the request. */
export const contactOperations = {} as const;
