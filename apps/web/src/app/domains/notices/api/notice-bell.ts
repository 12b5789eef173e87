/** The bell, for the frame. */
export { NoticeBell } from '../feature-bell/notice-bell.ts';
