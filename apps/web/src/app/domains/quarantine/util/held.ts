import type { Answer } from '@smtpy/contract/web';

/** A message in quarantine. */
export type Held = Answer<'listQuarantine'>['items'][number];
/** What of it may be seen. */
export type HeldContent = Answer<'getQuarantined'>['content'];
/** Why it is held. */
export type HeldReason = Held['reason'];

/** Every reason, in the order of the filter. */
export const heldReasons = [
  'spam',
  'dmarc',
  'other_sender',
  'rule',
  'preview',
  'not_encrypted',
] as const satisfies readonly HeldReason[];
