import { isUuid, newId, type Db, type Tx } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';
import type {
  ListNotices,
  ListReadable,
  NewNotice,
  Notice,
  NoticeSubject,
  ReadableNotice,
  Reading,
} from './notice.ts';
import { findReadable, listReadable, markOne, markUpTo } from './reading-store.ts';
import {
  countMailedSince,
  deleteNoticesBefore,
  insertNotice,
  listNotices,
  lockSubject,
  wasMailedSince,
} from './store.ts';

/** What {@link createNotices} needs. */
export interface NoticesDependencies {
  readonly db: Db;
  readonly clock: Clock;
}

/** What organizations were told. */
export interface Notices {
  /**
   * Whether the same news was mailed within the time before now. Others that ask for the same kind and subject wait until `tx` ends,
   * so of two that ask at once the second learns what the first did.
   */
  wasMailedWithin(tx: Tx, subject: NoticeSubject, withinMs: number): Promise<boolean>;
  /** How many mails told the organization news of this kind within the time before now, whatever they were about. */
  countMailedWithin(
    tx: Tx,
    news: Pick<NoticeSubject, 'organizationId' | 'kind'>,
    withinMs: number,
  ): Promise<number>;
  /** Keeps a notice. */
  record(tx: Tx, notice: NewNotice): Promise<void>;
  /** Newest first. */
  list(request: ListNotices): Promise<readonly Notice[]>;
  /** Newest first, with what a person has read. */
  listReadable(wanted: ListReadable): Promise<readonly ReadableNotice[]>;
  findReadable(wanted: Reading): Promise<ReadableNotice | undefined>;
  /** Marks one notice for one person; undefined when the organization has no such notice. */
  mark(reading: Reading & { readonly isRead: boolean }): Promise<ReadableNotice | undefined>;
  /** Marks a notice and all before it as read, for one person. */
  markUpTo(reading: Reading): Promise<void>;
  /** Deletes what is older than so many days; gives how many. */
  removeOlderThan(days: number): Promise<number>;
}

/** Notices on a database. */
export function createNotices({ db, clock }: NoticesDependencies): Notices {
  const before = (durationMs: number): Date => new Date(clock.now().getTime() - durationMs);
  return {
    wasMailedWithin: async (tx, subject, withinMs) => {
      await lockSubject(tx, subject);
      return wasMailedSince(tx, subject, before(withinMs));
    },
    countMailedWithin: (tx, news, withinMs) => countMailedSince(tx, news, before(withinMs)),
    record: (tx, notice) => insertNotice(tx, { ...notice, id: newId() }),
    list: (request) => listNotices(db, request),
    listReadable: (wanted) => listReadable(db, wanted),
    findReadable: async (wanted) => (isUuid(wanted.noticeId) ? findReadable(db, wanted) : undefined),
    mark: async (reading) => {
      if (!isUuid(reading.noticeId)) return undefined;
      await markOne(db, reading);
      return findReadable(db, reading);
    },
    markUpTo: (reading) => db.transaction((tx) => markUpTo(tx, reading)),
    removeOlderThan: (days) => deleteNoticesBefore(db, before(days * 86_400_000)),
  };
}
