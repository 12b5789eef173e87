import { beginFollowing } from '../queue/index.ts';
import type { FollowupDependencies } from './dependencies.ts';
import { execute } from './execute.ts';
import type { Followup } from './followup.ts';
import { formatHeldToken } from './held-token.ts';
import { loadFacts } from './load-facts.ts';
import { plan, type PlanContext } from './plan/index.ts';
import { followupDelayMs } from './rules.ts';
import { claimDue, deleteFollowup, postpone } from './store.ts';

/**
 * Follows up what has been due longest. False: nothing is due, or others are at it. What fails is put off and reported to the events; the
 * promise rejects only when the database does not even say what is due.
 */
export async function followUpNext(dependencies: FollowupDependencies): Promise<boolean> {
  const { db, events } = dependencies;
  let claimed: Followup | undefined;
  try {
    return await db.transaction(async (tx) => {
      claimed = await claimDue(tx);
      if (claimed === undefined) return false;
      await beginFollowing(tx);
      const facts = await loadFacts(tx, claimed, dependencies);
      if (facts !== undefined) {
        for (const action of plan(facts, contextOf(dependencies)))
          await execute(action, { tx, facts, dependencies });
      }
      await deleteFollowup(tx, claimed.id);
      return true;
    });
  } catch (error) {
    // Expected: the database went away, or a defect of ours. One followup must not keep the others waiting.
    if (claimed === undefined) throw error;
    const { id, kind, attempts, deliveryId } = claimed;
    events.failed('followup', error, { kind, deliveryId, attempts });
    await postpone(db, { id, delayMs: followupDelayMs(attempts) });
    return true;
  }
}

function contextOf({ config, confirmationKey, quarantineKey }: FollowupDependencies): PlanContext {
  return {
    confirmationLink: (held) => `${config.publicUrl}/confirm/${formatHeldToken(held, confirmationKey)}`,
    quarantineLink: (held) => `${config.publicUrl}/quarantine/${formatHeldToken(held, quarantineKey)}`,
  };
}
