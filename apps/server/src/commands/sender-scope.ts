import type { AddSenderResult, SenderEntry, SenderScope, SenderVerdict } from '../senders/index.ts';
import type { Option, Outcome } from './command.ts';
import type { Installation } from './open.ts';
import { findAlias, findUser } from './owner.ts';

/** Options that say whose list of senders a command is about. */
export const scopeOptions = {
  user: { kind: 'text', placeholder: 'E', text: 'in the list of this user, by email or username' },
  alias: { kind: 'text', placeholder: 'A', text: 'in the list of this alias' },
} as const satisfies Record<string, Option>;

/** For the details of each of them. */
export const scopeText =
  'Without --user and --alias it is the list of the operator, which holds for everybody.';

/** A list of senders, and how it is called in a sentence. */
export interface FoundScope extends SenderScope {
  readonly kind: 'scope';
  /** Completes "… in …": `the list of jane`. */
  readonly words: string;
}

/** Reads {@link scopeOptions}. */
export async function findScope(
  installation: Installation,
  { user, alias }: { readonly user: string | undefined; readonly alias: string | undefined },
): Promise<FoundScope | Extract<Outcome, { kind: 'refused' | 'misused' }>> {
  if (user !== undefined && alias !== undefined)
    return { kind: 'misused', reason: '--user and --alias exclude each other' };
  if (alias !== undefined) {
    const found = await findAlias(installation, alias);
    if (found.kind === 'refused') return found;
    const { organizationId, id: aliasId } = found.value;
    return { kind: 'scope', organizationId, aliasId, words: `the list of ${alias}` };
  }
  if (user === undefined) return { kind: 'scope', words: 'the list of the operator' };
  const found = await findUser(installation, user);
  if (found.kind === 'refused') return found;
  return { kind: 'scope', organizationId: found.value.organizationId, words: `the list of ${user}` };
}

/** Adds an entry to the list that the options name: what `sender block` and `sender allow` share. */
export async function addSender(
  installation: Installation,
  {
    verdict,
    subject,
    options,
  }: {
    readonly verdict: SenderVerdict;
    readonly subject: string;
    readonly options: Readonly<Record<'user' | 'alias' | 'note', string | undefined>> & {
      readonly unproven?: boolean;
    };
  },
): Promise<Outcome> {
  const scope = await findScope(installation, options);
  if (scope.kind !== 'scope') return scope;
  const { organizationId, aliasId, words } = scope;
  const result = await installation.senders.add({
    organizationId,
    aliasId,
    verdict,
    subject,
    acceptsUnproven: options.unproven,
    note: options.note,
    source: organizationId === undefined ? 'operator' : 'owner',
  });
  if (result.kind !== 'added') return { kind: 'refused', reason: result.reason };
  return { kind: 'done', text: describe(result, words), data: senderJson(result.entry) };
}

function describe(
  { entry, overruledBy }: Extract<AddSenderResult, { kind: 'added' }>,
  words: string,
): string {
  const done = `${entry.subject} is ${entry.verdict === 'block' ? 'blocked' : 'allowed'} in ${words}.`;
  if (overruledBy === undefined) return done;
  const { scope, subject, acceptsUnproven } = overruledBy;
  const extent = acceptsUnproven ? 'wins' : 'wins for mail that proves its sender';
  return `${done}\nThe ${scope} allows ${subject} (${overruledBy.id}), which ${extent}.`;
}

/** An entry as `--json` prints it. */
export function senderJson(entry: SenderEntry): object {
  return {
    id: entry.id,
    verdict: entry.verdict,
    subject: entry.subject,
    scope: entry.scope,
    organization_id: entry.organizationId ?? null,
    alias_id: entry.aliasId ?? null,
    accepts_unproven: entry.acceptsUnproven,
    note: entry.note ?? null,
    source: entry.source,
    created_at: entry.createdAt,
  };
}
