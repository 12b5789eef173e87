import { encodePhrase, formatHeaderBlock, makeField } from '@smtpy/mail';
import type { FoundDelivery } from '../queue/index.ts';

/** RFC 5322 §3.6.4, loosely: one word in angle brackets. */
const messageIdForm = /^<[\x21-\x3b\x3d\x3f-\x7e]{1,900}>$/;

/**
 * What is known of the header of a message whose content is gone: enough for a mail program to find the message that a report is
 * about. Undefined when nothing is known.
 */
export function headerOfFacts({
  messageIdHeader = '',
  subject = '',
}: Pick<FoundDelivery, 'messageIdHeader' | 'subject'>): Buffer | undefined {
  const fields = [
    ...(subject.trim() === ''
      ? []
      : [makeField('Subject', encodePhrase(subject.trim().slice(0, 200).toWellFormed()))]),
    ...(messageIdForm.test(messageIdHeader) ? [makeField('Message-ID', messageIdHeader)] : []),
  ];
  return fields.length === 0 ? undefined : formatHeaderBlock(fields);
}
