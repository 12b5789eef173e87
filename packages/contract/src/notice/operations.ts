import { z } from 'zod';
import { defineOperation } from '../api/operation.ts';
import { id, pageOf } from '../api/page.ts';
import { notice, noticeQuery, type NoticeBody } from './notice.ts';

const tag = 'Notices';
const read = { kind: 'member', permission: 'notices:read' } as const;
const write = { kind: 'member', permission: 'notices:write' } as const;
const params = z.strictObject({ notice_id: id });
const nothing = 'it concerns nobody but the reader';

const example: NoticeBody = {
  id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a021',
  kind: 'mailbox_paused',
  text: 'The mailbox jane@provider.example was paused by hand. Mail to it waits until somebody resumes it.',
  data: { address: 'jane@provider.example', cause: 'by_hand' },
  subject: { kind: 'mailbox', id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a011' },
  is_mailed: false,
  is_read: false,
  created_at: '2026-11-23T18:00:00.000Z',
};

/** Notices of the organization of the request. */
export const noticeOperations = {
  listNotices: defineOperation({
    id: 'listNotices',
    method: 'GET',
    path: '/v1/notices',
    tag,
    summary: 'List notices',
    description:
      'What the organization was told, newest first, whether by mail or only here. They are kept for 60 days at least. `total` is always null.',
    access: read,
    query: noticeQuery,
    answer: {
      status: 200,
      body: pageOf(notice),
      example: { items: [example], next_cursor: null, total: null },
    },
  }),
  getNotice: defineOperation({
    id: 'getNotice',
    method: 'GET',
    path: '/v1/notices/{notice_id}',
    tag,
    summary: 'Show a notice',
    description: 'One notice. Showing it does not mark it as read.',
    access: read,
    params,
    answer: { status: 200, body: notice, example },
    errors: ['not_found'],
  }),
  changeNotice: defineOperation({
    id: 'changeNotice',
    method: 'PATCH',
    path: '/v1/notices/{notice_id}',
    tag,
    summary: 'Mark a notice as read or unread',
    description: 'For you alone: what others have read stays as it is.',
    access: write,
    params,
    body: z.strictObject({ is_read: z.boolean() }),
    example: { is_read: true },
    answer: { status: 200, body: notice, example: { ...example, is_read: true } },
    errors: ['not_found'],
    audited: { nothing },
  }),
  readNotices: defineOperation({
    id: 'readNotices',
    method: 'POST',
    path: '/v1/notices/read',
    tag,
    summary: 'Mark notices as read',
    description:
      'Marks as read, for you alone, the notice `up_to` and all that are older. Name the newest that you were shown: what came meanwhile stays unread.',
    access: write,
    body: z.strictObject({ up_to: id.meta({ description: 'The id of the newest notice to mark' }) }),
    example: { up_to: example.id },
    answer: { status: 204 },
    audited: { nothing },
  }),
} as const;
