/**
 * Purpose: what an organization was told, and which of it a person has read.
 *
 * Not here: which mails a person wants (`account/`).
 */
export { notice, noticeKinds, noticeQuery, type NoticeBody } from './notice.ts';
export { noticeOperations } from './operations.ts';
