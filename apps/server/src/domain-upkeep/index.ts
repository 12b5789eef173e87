/**
 * Purpose: the upkeep of domains without anybody asking: their records are compared with DNS when their time has come, and organizations are
 * told what became of their domains.
 *
 * Guarantees: of several nodes one checks a domain at a time, and one tells the news of it. A check that dies with its process is done again within
 * minutes. News are told once; of a domain there is at most one mail a day, except that its name was lost.
 *
 * Fails with: rejects when the database fails; a check that fails is reported and leaves the others alone.
 *
 * Not here: what the records are and what follows from them (`domains/`); the timetable (`jobs/`).
 */
export { checkDueDomains, type CheckDueDependencies } from './check-due.ts';
export { tellDomainNews, type TellNewsDependencies } from './tell-news.ts';
