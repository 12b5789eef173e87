import type { SmtpReply } from '@smtpy/mail';
import { hideAddresses, type HidingLevel } from './privacy.ts';
import type { AttemptEvidence, ClaimedDelivery } from './types.ts';

/**
 * The evidence of an attempt without what others said of the sender. At `domain` addresses in their words lose their local part; at `none`
 * nothing is left of their words but codes, since nobody knows what they quote, and of a report to the sender not even where it went.
 */
export function withoutRemoteWords(
  evidence: AttemptEvidence,
  delivery: Pick<ClaimedDelivery, 'kind' | 'privacyLevel'>,
): AttemptEvidence {
  return delivery.privacyLevel === undefined ? evidence : redact(evidence, delivery, delivery.privacyLevel);
}

function redact(
  evidence: AttemptEvidence,
  { kind }: Pick<ClaimedDelivery, 'kind'>,
  level: HidingLevel,
): AttemptEvidence {
  const { host, explanation, reply, refusedAsPreserve, ...rest } = evidence;
  const isPlaceKept = level === 'domain' || kind !== 'notice';
  return {
    ...rest,
    ...(isPlaceKept && host !== undefined && { host }),
    ...(isPlaceKept && explanation !== undefined && { explanation: hideAddresses(explanation) }),
    ...(reply && { reply: redactReply(reply, level) }),
    ...(refusedAsPreserve && {
      refusedAsPreserve: { ...refusedAsPreserve, reply: redactReply(refusedAsPreserve.reply, level) },
    }),
  };
}

function redactReply({ text, ...reply }: SmtpReply, level: HidingLevel): SmtpReply {
  return { ...reply, text: level === 'none' ? '' : hideAddresses(text) };
}
