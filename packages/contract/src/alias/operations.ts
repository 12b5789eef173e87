/** Aliases of the organization of the request. */
export const aliasOperations = {} as const;
/** App passwords of the organization of the request. */
export const appPasswordOperations = {} as const;
