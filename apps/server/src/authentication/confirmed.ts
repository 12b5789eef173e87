import type { IncomingHttpHeaders } from 'node:http';
import { answerOf, refusalOf } from './bridge.ts';
import type { Actor, HeadedAnswer, Principal } from '../api/index.ts';
import type { Tx } from '../db/index.ts';
import type { AuthenticationContext } from './context.ts';
import { withFloorOnFailure } from './floor.ts';
import { countConfirmation } from './tries.ts';

/** What somebody who is signed in does, and confirms with the password. */
export interface Confirmed {
  readonly path: `/${string}`;
  readonly body: object;
  readonly headers: IncomingHttpHeaders;
  readonly ip: string;
  readonly actor: Actor;
  readonly principal: Principal;
}

/**
 * Lets Better Auth do it, and then what else belongs to it, in one transaction. Wrong passwords are counted: whoever finds a browser that is
 * signed in does not get to guess.
 */
export function doConfirmed<Body>(
  context: AuthenticationContext,
  request: Confirmed,
  after: (tx: Tx) => Promise<void>,
): Promise<HeadedAnswer<Body>> {
  return withFloorOnFailure(async () => {
    await countConfirmation(context, request.principal.userId);
    const answer = await context.db.joinedTransaction(async (tx) => {
      const given = await context.ask({ ...request, method: 'POST' });
      const refusal = refusalOf(given);
      // Nothing is left half done by what was refused.
      if (refusal !== undefined) throw refusal;
      await after(tx);
      return given;
    });
    return answerOf<Body>(answer);
  });
}
