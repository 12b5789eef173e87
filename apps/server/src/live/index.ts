/**
 * Purpose: tells pages and programs that are connected to this process of the events of their organizations, whichever node made them.
 *
 * Guarantees: every event that commits while a connection is open is sent on it once, in the public form; of one that comes back within a
 * day, what it missed is sent first, or it is told that it must load anew. What waits for a reader is bounded; a reader that is too slow is
 * sent away and resumes. Nobody is sent anything of an organization that they may not read any more, but for a moment after the change.
 *
 * Fails with: nothing that callers see; a database that is away makes events late. A process that dies takes its connections with it.
 *
 * Security: hints hold ids alone. Who loses access loses the connection: at once by a hint, or with the next check.
 *
 * Not here: the protocol (WebSocket, who may connect), which is in `http/`; how an event is told (`facts/`).
 */
export { createLive, type Live, type LiveDependencies, type Viewer } from './live.ts';
export type { LiveSocket } from './connection.ts';
export type { Reservation, Seat } from './seats.ts';
export { usualBounds, usualTiming, type LiveBounds, type LiveTiming } from './rules.ts';
