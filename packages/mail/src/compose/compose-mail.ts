import { boundaryOf, formatMessage, joinParts, makeTextPart, type MessageFacts } from './message.ts';

/** A message to write. */
export interface MailInput extends MessageFacts {
  /** Line ends of any kind. */
  readonly text: string;
  /** The same as HTML; makes the message multipart/alternative. */
  readonly html?: string;
}

/**
 * A whole message: CRLF, ASCII only, lines of at most 78 octets except where a single word of the header is longer. The same input gives
 * the same bytes. Throws RangeError for values that would add a field or are not what their field holds.
 */
export function composeMail(input: MailInput): Buffer {
  const boundary = boundaryOf(input);
  const text = makeTextPart('text/plain', input.text, boundary);
  if (input.html === undefined) return formatMessage(input, text);
  const html = makeTextPart('text/html', input.html, boundary);
  return formatMessage(input, joinParts('multipart/alternative', boundary, [text, html]));
}
