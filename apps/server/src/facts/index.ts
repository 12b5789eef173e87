/**
 * Purpose: facts of an organization that are no mail, as events beside those of mail: a domain became active, a mailbox was paused, a
 * limit is near. And every event in the form in which webhooks and live pages are told of it.
 *
 * Guarantees: a fact is recorded in the transaction of what it tells of, or not at all. An event has one id wherever it is told.
 *
 * Security: the words of next hops are told with the mailbox masked; of senders and subjects, what the privacy level keeps.
 *
 * What webhooks are told of is queued by a trigger of the table `events` (migrations 0009 and 0011): whoever inserts a row there tells them.
 *
 * Not here: events of messages and deliveries (`queue/`, `refusals/` write them); who is told (`webhooks/`, `live/`, `notices/`).
 */
export { listEventIds, type EventId } from './event-ids.ts';
export { formatEvent, publicTypes } from './public-event.ts';
export { recordFact, type Fact, type FactType } from './record-fact.ts';
export { findEvents, listEventsAfter, type EventKey, type EventRow } from './store.ts';
