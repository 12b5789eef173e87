/** Blocked and allowed senders of the organization of the request. */
export const senderOperations = {} as const;
