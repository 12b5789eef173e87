/** Webhooks of the organization of the request. */
export const webhookOperations = {} as const;
