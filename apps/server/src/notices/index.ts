/**
 * Purpose: what each organization was told, or would have been if it could be reached by mail: kept for the pages and the command
 * line, and the memory by which nobody gets the same news twice a day.
 *
 * Guarantees: of two transactions that ask at once whether the same news was mailed, the second waits for the first.
 *
 * Fails with: rejects when the database fails.
 *
 * Security: notices hold real addresses of the organization's own mailboxes, so they are for its members alone. What somebody has read is that person's own.
 *
 * Not here: what is told when, and the mails (`followups/`).
 */
export { createNotices, type Notices, type NoticesDependencies } from './notices.ts';
export {
  type ListNotices,
  type ListReadable,
  type NewNotice,
  type Notice,
  type NoticeKind,
  type NoticeSubject,
  type ReadableNotice,
  type Reading,
} from './notice.ts';
export { describeNotice } from './words.ts';
export { noticeRoutes, type NoticeRoutesDependencies } from './routes.ts';
