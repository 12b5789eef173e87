/** Mail that waits for a person of the organization of the request. */
export const quarantineOperations = {} as const;
