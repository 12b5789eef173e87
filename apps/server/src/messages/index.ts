/**
 * Purpose: looking messages up, and telling what happened to each as a timeline of sentences.
 *
 * Guarantees: reads only; a page costs the same however many messages there are, since it continues after an id.
 *
 * Fails with: undefined for a message that does not exist or is another organization's; rejects when the database fails.
 *
 * Security: sentences show real mailboxes masked, also inside the remote server's words, because sentences are what people
 * paste into mails and tickets. The full values are in the deliveries and in the details of entries, which only the owner
 * and the operator get.
 *
 * Not here: writing the rows (`queue/`), and acting on a delivery (`queue/`).
 */
export { createMessages, type Messages, type MessagesDependencies } from './messages.ts';
export { formatSubject, formatTimeline } from './format.ts';
export { describeRefusal } from './refusal-words.ts';
export { shownSender } from './shown-sender.ts';
export type {
  ListMessages,
  MessageDelivery,
  MessageDetails,
  MessageSummary,
  TimelineEntry,
  TimelineKind,
} from './message.ts';
export { messageRoutes } from './routes.ts';
export { maskIn } from './sentences.ts';
