import type { InboundDependencies } from '../dependencies.ts';
import type { RefusedFor, Route } from '../recipients/route.ts';
import type { Refusal } from '../replies.ts';
import type { Transaction } from '../session/transaction.ts';

/** A refusal that an owner may want to find. */
export interface OwnedRefusal {
  readonly owner: RefusedFor;
  readonly recipient: string;
  readonly mailFrom: string;
  readonly ip: string;
  readonly stage: 'rcpt' | 'data';
  readonly refusal: Refusal;
}

/** Leaves a note of a refusal for the owner of the address, in the background. */
export function noteRefusal(
  { owner, refusal, ...facts }: OwnedRefusal,
  { policy, events }: Pick<InboundDependencies, 'policy' | 'events'>,
): void {
  const { code } = refusal.reply;
  policy.settings
    .load(owner.organizationId)
    .then(({ privacyLevel }) => {
      policy.refusals.note({ ...owner, ...facts, code, reason: refusal.reason, privacyLevel });
    })
    .catch((error: unknown) => {
      // Expected: the database is away. The log has the refusal.
      events.failed('note a refusal', error);
    });
}

/** The same for all recipients of a message whose content was refused. */
export function noteContentRefusal(
  message: { readonly transaction: Transaction; readonly ip: string; readonly refusal: Refusal },
  dependencies: Pick<InboundDependencies, 'policy' | 'events'>,
): void {
  const { transaction, ip, refusal } = message;
  const { mailFrom } = transaction;
  for (const route of transaction.routes) {
    noteRefusal(
      { owner: ownerOf(route), recipient: route.recipient, mailFrom, ip, stage: 'data', refusal },
      dependencies,
    );
  }
}

/** Whose the recipient of a route is. */
export function ownerOf(route: Route): RefusedFor {
  if (route.kind === 'bounce') {
    const { organizationId, aliasId } = route.delivery;
    return { organizationId, aliasId };
  }
  return { organizationId: route.alias.organizationId, aliasId: route.alias.id };
}
