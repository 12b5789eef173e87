/** Notices of the organization of the request. */
export const noticeOperations = {} as const;
