import { readMessage, shownBytes } from '../reading/index.ts';
import type { CapturedMessage, Sandbox } from './sandbox.ts';

/** A message in the form in which a person reads it. All fields are text to be escaped. */
export interface ShownMessage {
  readonly subject: string;
  readonly headerFrom: string;
  readonly headerTo: string;
  readonly originalFrom: string;
  readonly date: string;
  /** Absent when there is an HTML part alone. */
  readonly text: string | undefined;
  readonly html: string | undefined;
  readonly attachments: readonly string[];
}

/** How much is read of each message of a list: the header block of almost any mail. */
export const listReadBytes = 16 * 1024;

/** Reads the beginning of a captured message; what lies behind it is said to be left out. */
export async function readForShow(
  sandbox: Sandbox,
  { deliveryId }: CapturedMessage,
  maxBytes: number = shownBytes,
): Promise<ShownMessage> {
  const message = await readMessage(sandbox.content(deliveryId), maxBytes);
  const { field, subject = 'No subject', html, attachments } = message;
  return {
    subject,
    headerFrom: field('from'),
    headerTo: field('to'),
    originalFrom: field('x-original-from'),
    date: field('date'),
    text: textOf(message),
    html,
    attachments: attachments.map(({ name, mimeType }) => name ?? mimeType),
  };
}

function textOf({
  text,
  html,
  isCut,
  isDamaged,
}: Awaited<ReturnType<typeof readMessage>>): string | undefined {
  if (isDamaged) return 'The parts of this message cannot be read. The source has all of it.';
  if (text === undefined && html !== undefined) return undefined;
  const cut = isCut ? '\n\n(The rest is left out here; the source has all of it.)' : '';
  return (text ?? 'This message has no text.') + cut;
}
