import { refuse } from '../replies.ts';
import { proceed, type Step } from './step.ts';

/**
 * CR and LF outside CRLF (RFC 5321 §2.3.8), the raw material of SMTP smuggling: another server may end the message where we do not.
 * And lines without end.
 */
export const lineEndings: Step = (arrival) => {
  const { content } = arrival;
  if (content.kind !== 'faulty') return proceed(arrival);
  switch (content.fault) {
    case 'bare_line_ending':
      return { kind: 'refuse', refusal: refuse('bareLineEnding') };
    case 'line_too_long':
      return { kind: 'refuse', refusal: refuse('lineTooLong') };
    default:
      return proceed(arrival);
  }
};
