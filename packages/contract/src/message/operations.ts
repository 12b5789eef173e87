/** Messages and deliveries of the organization of the request. */
export const messageOperations = {} as const;
