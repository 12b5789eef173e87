import type { Db, Tx } from '../db/index.ts';
import { announceOrganizationChange } from '../organizations/index.ts';
import type { RuleRefusal } from './rule.ts';
import { lockRules } from './store.ts';

/** What belongs to another organization is answered with it as well. */
export const unknownRule: RuleRefusal = { kind: 'unknown_rule', reason: 'There is no such rule' };

/** One change at a time, which all processes hear of. */
export function inTurn<T>(db: Db, organizationId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await lockRules(tx, organizationId);
    const result = await work(tx);
    await announceOrganizationChange(tx, organizationId);
    return result;
  });
}
