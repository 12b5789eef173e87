/** What is unread, for pages that tell of it. */
export { NoticeList } from '../data/notice-list.ts';
export { pathOf, type Notice } from '../util/notice.ts';
