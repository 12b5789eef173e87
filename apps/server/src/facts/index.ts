/**
 * Purpose: facts of an organization that are no mail, as events beside those of mail: a domain became active, a mailbox was paused, a
 * limit is near. And every event in the form in which webhooks, live pages and programs are told of it.
 *
 * Guarantees: a fact is recorded in the transaction of what it tells of, or not at all.
 *
 * Not here: events of messages and deliveries (`queue/`, `refusals/` write them); who is told (`webhooks/`, `live/`, `notices/`).
 */
export { recordFact, type Fact, type FactType } from './record-fact.ts';
