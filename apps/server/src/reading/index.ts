/**
 * Purpose: messages in the form in which a person reads them: decoded fields, text, HTML and attachments, for pages and the command line.
 *
 * Standards: RFC 2045, RFC 2046, RFC 2047, RFC 2231.
 *
 * Guarantees: reads a bounded beginning; damaged messages are read as far as they go, and nothing that a peer wrote makes it throw.
 *
 * Security: what it gives is as the sender wrote it: all of it is to be escaped, and HTML to be sanitised, by whoever shows it.
 *
 * Not here: the mail path, which never parses and writes anew; what may be shown of HTML (`quarantine/`, `sandbox/`).
 */
export { readMessage, shownBytes, type ReadAttachment, type ReadMessage } from './read-message.ts';
