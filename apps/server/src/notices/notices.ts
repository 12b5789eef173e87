import { newId, type Db, type Tx } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';
import type { ListNotices, NewNotice, Notice, NoticeSubject } from './notice.ts';
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
    removeOlderThan: (days) => deleteNoticesBefore(db, before(days * 86_400_000)),
  };
}
