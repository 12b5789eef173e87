/** Statistics of the organization of the request. */
export const statisticsOperations = {} as const;
