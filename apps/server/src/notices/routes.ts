import { noticeOperations, type NoticeBody } from '@smtpy/contract';
import { ApiError, pageAfter, parseIdCursor, route, type Route } from '../api/index.ts';
import type { ReadableNotice } from './notice.ts';
import type { Notices } from './notices.ts';
import { describeNotice, formatFacts } from './words.ts';

/** What the routes of notices need. */
export interface NoticeRoutesDependencies {
  readonly notices: Pick<Notices, 'listReadable' | 'findReadable' | 'mark' | 'markUpTo'>;
}

/** The routes of notices. What is read is read by the person of the request, also where a key asks. */
export function noticeRoutes({ notices }: NoticeRoutesDependencies): readonly Route[] {
  return [
    route(noticeOperations.listNotices, async ({ caller, query: { cursor, limit, kind, unread } }) => {
      const { organizationId, principal } = caller;
      const found = await notices.listReadable({
        organizationId,
        userId: principal.userId,
        kind,
        isRead: unread === undefined ? undefined : !unread,
        afterId: parseIdCursor(cursor),
        limit: limit + 1,
      });
      const { rows, nextCursor } = pageAfter(found, { limit, keysOf: ({ id }) => [id] });
      return { items: rows.map(formatNotice), next_cursor: nextCursor, total: null };
    }),
    route(noticeOperations.getNotice, async ({ caller: { organizationId, principal }, params }) => {
      const wanted = { organizationId, userId: principal.userId, noticeId: params.notice_id };
      return formatFound(await notices.findReadable(wanted));
    }),
    route(noticeOperations.changeNotice, async ({ caller: { organizationId, principal }, params, body }) => {
      const wanted = { organizationId, userId: principal.userId, noticeId: params.notice_id };
      return formatFound(await notices.mark({ ...wanted, isRead: body.is_read }));
    }),
    route(noticeOperations.readNotices, async ({ caller: { organizationId, principal }, body }) => {
      await notices.markUpTo({ organizationId, userId: principal.userId, noticeId: body.up_to });
      return undefined;
    }),
  ];
}

function formatFound(notice: ReadableNotice | undefined): NoticeBody {
  if (notice === undefined) throw new ApiError('not_found');
  return formatNotice(notice);
}

function formatNotice(notice: ReadableNotice): NoticeBody {
  const { id, kind, mailed, isRead, at } = notice;
  return {
    id,
    kind,
    ...describeNotice(notice),
    data: formatFacts(notice),
    is_mailed: mailed > 0,
    is_read: isRead,
    created_at: at.toISOString(),
  };
}
