/** Messages and deliveries of the organization of the request. */
export const messageOperations = {} as const;
/** What was refused before acceptance of the organization of the request. */
export const refusalOperations = {} as const;
