/** Rules of the organization of the request. */
export const ruleOperations = {} as const;
