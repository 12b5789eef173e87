import { maxHeaderFields } from '../limits.ts';
import { refuse } from '../replies.ts';
import { proceed, type Step } from './step.ts';

/** A header block that is larger than any mail needs. */
export const headerBlock: Step = (arrival) => {
  const { content, header } = arrival;
  if (content.kind === 'faulty' && content.fault === 'header_too_large') {
    return { kind: 'refuse', refusal: refuse('headerTooLarge', 'octets') };
  }
  if (header.fields.length > maxHeaderFields) {
    return { kind: 'refuse', refusal: refuse('headerTooLarge', `${header.fields.length} fields`) };
  }
  return proceed(arrival);
};
