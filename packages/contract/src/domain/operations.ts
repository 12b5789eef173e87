/** Domains of the organization of the request. */
export const domainOperations = {} as const;
