import { defineDatabaseCommand } from './on-database.ts';
import { quarantineRefusal } from './quarantine-refusal.ts';

/** Delivers a message in quarantine. */
export const quarantineRelease = defineDatabaseCommand({
  name: 'quarantine release',
  summary: 'Deliver a message in quarantine now',
  details:
    'With --allow-sender mail of the same author to the same alias is not held again. Where this message does not prove its author, the entry counts for mail that proves nothing as well: anybody who forges the author then gets through to the alias.',
  operands: [{ name: 'ID', text: 'the id of the delivery' }],
  options: { 'allow-sender': { kind: 'flag', text: 'allow the author for this alias from now on' } },
  examples: [
    'smtpy quarantine release 01890a5d-ac96-774b-bcce-b302099a8057',
    'smtpy quarantine release 01890a5d-ac96-774b-bcce-b302099a8057 --allow-sender',
  ],
  run: async ({ quarantine }, { operands: [id = ''], options }) => {
    const request = { deliveryId: id, by: 'operator' };
    const result = await (options['allow-sender']
      ? quarantine.releaseAndAllow(request)
      : quarantine.release(request));
    if (result.kind !== 'done') return quarantineRefusal(id, result);
    const { allowed } = result;
    const more =
      allowed === undefined
        ? ''
        : allowed.kind === 'not_allowed'
          ? ` The sender was not allowed: ${allowed.reason}.`
          : ` The sender is allowed for the alias${allowed.acceptsUnproven ? ', also unproven' : ''}.`;
    return {
      kind: 'done',
      text: `Delivery ${id} is due now.${more}`,
      data: {
        id,
        result: 'released',
        sender_allowed: allowed?.kind === 'allowed' ? { accepts_unproven: allowed.acceptsUnproven } : null,
      },
    };
  },
});
