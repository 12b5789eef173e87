import { createOrganizationCache, operatorName } from '../organizations/index.ts';
import { createSenderEntries, type SenderEntries, type SendersDependencies } from './entries.ts';
import { indexEntries, judgeSender, type SenderJudgement, type SenderToJudge } from './rules.ts';
import { findEntries } from './store.ts';

/** A sender and to whom he writes. */
export interface JudgeSender extends SenderToJudge {
  readonly organizationId: string;
  readonly aliasId: string;
}

/** Blocked and allowed senders. Disposing it stops listening for changes. */
export interface Senders extends SenderEntries, AsyncDisposable {
  /** What the operator, the organization and the alias say of a sender; from memory as a rule. Rejects when the database fails. */
  judge(input: JudgeSender): Promise<SenderJudgement>;
}

/** The lists with a cache; resolves once it hears of changes. */
export async function createSenders({ db, clock }: SendersDependencies): Promise<Senders> {
  const cache = await createOrganizationCache({
    db,
    clock,
    load: async (name) => indexEntries(await findEntries(db, name === operatorName ? undefined : name)),
  });
  return {
    ...createSenderEntries({ db, clock }),
    judge: async ({ organizationId, ...sender }) => {
      const indexes = await Promise.all([cache.get(organizationId), cache.get(operatorName)]);
      return judgeSender(indexes, sender);
    },
    [Symbol.asyncDispose]: () => cache[Symbol.asyncDispose](),
  };
}
