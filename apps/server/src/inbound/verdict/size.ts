import { refuse } from '../replies.ts';
import { proceed, type Step } from './step.ts';

/** Content over the limit that EHLO announced (RFC 1870 §6.3). */
export const size: Step = (arrival) => {
  const { content } = arrival;
  const isTooLarge = content.kind === 'faulty' && content.fault === 'message_too_large';
  return isTooLarge
    ? { kind: 'refuse', refusal: refuse('messageTooLarge', `${content.sizeBytes} octets`) }
    : proceed(arrival);
};
