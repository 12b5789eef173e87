import { hashToken } from '../members/index.ts';
import { confirm, refuse } from './answer.ts';
import { add, resend } from './ask.ts';
import type { MailboxConfirmations, MailboxConfirmationsDependencies } from './confirmation.ts';
import { findAsked } from './store.ts';

/** Confirmations on a database. */
export function createMailboxConfirmations(
  dependencies: MailboxConfirmationsDependencies,
): MailboxConfirmations {
  const { db, clock } = dependencies;
  return {
    add: (wish) => add(dependencies, wish),
    resend: (wish) => resend(dependencies, wish),
    look: (token) => findAsked(db, { tokenHash: hashToken(token), now: clock.now() }),
    confirm: (answer) => confirm(dependencies, answer),
    refuse: (answer) => refuse(dependencies, answer),
  };
}
