import { parseHeldToken } from '../followups/index.ts';
import type { Clock } from '../observe/index.ts';
import type { DecideResult, Quarantine, QuarantineReference, ShownQuarantined } from './quarantine.ts';

/** What {@link createQuarantineLinks} needs. */
export interface QuarantineLinksDependencies {
  readonly quarantine: Pick<Quarantine, 'show' | 'release' | 'releaseAndAllow' | 'remove'>;
  readonly clock: Clock;
  /** The key of the purpose `quarantine`. */
  readonly key: Buffer;
}

/** What is no link, or one no longer. Nothing else is told of it. */
export type DeadLink =
  /** Its own time is over, with that of the message. */
  | { readonly kind: 'expired_link' }
  /** No link of ours: forged, altered, or of another kind. */
  | { readonly kind: 'no_link' };

/** What can be decided by a link. */
export type LinkDecision = 'release' | 'releaseAndAllow' | 'remove';

/** Deciding about mail in quarantine on the word of whoever has the link from the mailbox. */
export interface QuarantineLinks {
  /** What the link is about. Changes nothing: programs that read mail follow links. */
  show(token: string): Promise<Exclude<ShownQuarantined, { kind: 'not_found' }> | DeadLink>;
  /** Does what is decided, or tells what was decided before. */
  decide(
    token: string,
    decision: LinkDecision,
  ): Promise<Exclude<DecideResult, { kind: 'not_found' }> | DeadLink>;
}

/** Links over the quarantine. */
export function createQuarantineLinks({
  quarantine,
  clock,
  key,
}: QuarantineLinksDependencies): QuarantineLinks {
  const follow = async <Result extends { readonly kind: string }>(
    token: string,
    act: (reference: QuarantineReference) => Promise<Result>,
  ): Promise<Exclude<Result, { kind: 'not_found' }> | DeadLink> => {
    const parsed = parseHeldToken(token, key, clock.now());
    if (parsed.kind === 'forged') return { kind: 'no_link' };
    if (parsed.kind === 'expired') return { kind: 'expired_link' };
    const result = await act({ deliveryId: parsed.deliveryId });
    // Retention has taken it.
    return isFound(result) ? result : { kind: 'expired_link' };
  };
  return {
    show: (token) => follow(token, (reference) => quarantine.show(reference)),
    decide: (token, decision) =>
      follow(token, (reference) => quarantine[decision]({ ...reference, by: 'mailbox' })),
  };
}

function isFound<Result extends { readonly kind: string }>(
  result: Result,
): result is Exclude<Result, { kind: 'not_found' }> {
  return result.kind !== 'not_found';
}
