import { parseAddress } from '@smtpy/mail';
import type { Action } from '../action.ts';
import type { Failure } from '../failure.ts';
import type { FollowupFacts } from '../facts.ts';
import type { Letter } from '../letters/index.ts';

/**
 * A report to the mailbox that wrote a reply; nothing where there is no such mailbox any more, and nothing of an automatic answer,
 * whose null sender asks for no report (RFC 5321 §4.5.5).
 */
export function tellWriter(
  { delivery, mailbox }: FollowupFacts,
  report: {
    readonly action: 'failed' | 'delayed';
    readonly failure: Failure;
    readonly letter: Letter;
    readonly header: Buffer | undefined;
  },
): readonly Action[] {
  const contact = parseAddress(delivery.destination ?? '');
  if (mailbox === undefined || delivery.mailFrom === '' || !contact.ok) return [];
  const { action, failure, letter, header } = report;
  return [
    {
      kind: 'tell_writer',
      mailbox,
      notice: {
        organizationId: delivery.organizationId,
        kind: action === 'failed' ? 'reply_failed' : 'reply_delayed',
        subjectId: delivery.id,
      },
      action,
      contact: contact.value,
      failure,
      ...(action === 'delayed' && { willRetryUntil: delivery.expiresAt }),
      letter,
      returnedHeader: header,
    },
  ];
}
