import type { Mailbox } from '../mailboxes/index.ts';
import type { Installation } from './open.ts';
import type { Found } from './owner.ts';

/** The mailboxes of an address as typed; more than one where several organizations have it. Never empty. */
export async function findMailboxes(
  { mailboxes }: Installation,
  address: string,
): Promise<Found<readonly Mailbox[]>> {
  const found = await mailboxes.findEverywhere(address);
  if (found.length > 0) return { kind: 'found', value: found };
  return {
    kind: 'refused',
    reason: `There is no mailbox ${address}`,
    hint: `Add it with: smtpy mailbox add ${address} --user EMAIL`,
  };
}
