import type { RuleDefinition } from '@smtpy/contract';
import type { Queryable } from '../db/index.ts';
import { checkDefinition } from './check-definition.ts';
import { explainRules, type Explanation } from './explain.ts';
import { judgeRaw, judgeStored, type JudgedMessage, type JudgingDependencies } from './judge-message.ts';
import type { MessageFacts, Rule, StoredRule } from './rule.ts';
import { findNamedAlias } from './shown-store.ts';
import { listRules } from './store.ts';

/** What the tester needs. */
export interface RuleTesterDependencies extends JudgingDependencies {
  readonly db: Queryable;
}

/** A rule that is not stored: in the place of a stored one, or behind the other rules of the alias. */
export interface UnsavedRule {
  readonly definition: RuleDefinition;
  readonly replaces: string | undefined;
}

/** What to test. */
export interface TestRules {
  readonly organizationId: string;
  readonly message:
    | { readonly kind: 'stored'; readonly messageId: string; readonly aliasId: string | undefined }
    | {
        readonly kind: 'raw';
        readonly octets: Buffer;
        readonly aliasId: string;
        readonly mailFrom: string;
        readonly authentication: MessageFacts['authentication'];
        readonly receivedAt: Date;
      };
  readonly unsaved: UnsavedRule | undefined;
}

/** What the rules say of a message for one alias. */
export interface TestedMessage extends Explanation {
  readonly alias: { readonly id: string; readonly address: string };
  readonly isWhole: boolean;
}

/** What a test came to; the reasons are sentences without a full stop. */
export type TestRulesResult =
  | { readonly kind: 'tested'; readonly messages: readonly TestedMessage[] }
  | {
      readonly kind: 'unknown_message' | 'unknown_alias' | 'unknown_rule' | 'invalid_definition';
      readonly reason: string;
    };

/** The id of the rule that is not stored, in what {@link testRules} gives. */
export const unsavedRuleId = 'unsaved';

/** Says what the rules of an organization would do with a message, and why. Does nothing. */
export async function testRules(
  dependencies: RuleTesterDependencies,
  input: TestRules,
): Promise<TestRulesResult> {
  const stored = await listRules(dependencies.db, input.organizationId);
  const refusal = refuseUnsaved(stored, input.unsaved);
  if (refusal !== undefined) return refusal;
  const judged = await judge(dependencies, input);
  if ('kind' in judged) return judged;
  const messages = judged.map(({ organizationId, facts, isWhole }) => ({
    alias: { id: facts.aliasId, address: facts.alias },
    isWhole,
    ...explainRules(rulesWith(input.unsaved, { stored, organizationId, aliasId: facts.aliasId }), facts),
  }));
  return { kind: 'tested', messages };
}

function refuseUnsaved(
  stored: readonly StoredRule[],
  unsaved: UnsavedRule | undefined,
): Exclude<TestRulesResult, { readonly kind: 'tested' }> | undefined {
  if (unsaved === undefined) return undefined;
  const read = checkDefinition(unsaved.definition);
  if (read.kind === 'faults') return { kind: 'invalid_definition', reason: read.faults.join('; ') };
  const { replaces } = unsaved;
  const isKnown = replaces === undefined || stored.some(({ id }) => id === replaces.toLowerCase());
  return isKnown ? undefined : { kind: 'unknown_rule', reason: 'There is no such rule' };
}

async function judge(
  dependencies: RuleTesterDependencies,
  { organizationId, message }: TestRules,
): Promise<readonly JudgedMessage[] | Exclude<TestRulesResult, { readonly kind: 'tested' }>> {
  const { db } = dependencies;
  const { aliasId } = message;
  const alias = aliasId === undefined ? undefined : await findNamedAlias(db, { organizationId, aliasId });
  if (aliasId !== undefined && alias === undefined)
    return { kind: 'unknown_alias', reason: 'There is no such alias' };
  if (message.kind === 'raw') {
    if (alias === undefined) return { kind: 'unknown_alias', reason: 'There is no such alias' };
    return [await judgeRaw({ ...message, organizationId, alias })];
  }
  const judged = await judgeStored(dependencies, { messageId: message.messageId, organizationId });
  const wanted = (judged ?? []).filter(({ facts }) => alias === undefined || facts.aliasId === alias.id);
  if (wanted.length > 0) return wanted;
  return {
    kind: 'unknown_message',
    reason: judged === undefined ? 'There is no such message' : 'The message did not come for this alias',
  };
}

/** The rules that can be read, and the one that is not stored in its place. */
function rulesWith(
  unsaved: UnsavedRule | undefined,
  {
    stored,
    organizationId,
    aliasId,
  }: {
    readonly stored: readonly StoredRule[];
    readonly organizationId: string;
    readonly aliasId: string;
  },
): readonly Rule[] {
  const readable = stored.flatMap(({ definition, ...rule }): readonly Rule[] =>
    definition === undefined ? [] : [{ ...rule, definition }],
  );
  if (unsaved === undefined) return readable;
  const { definition } = unsaved;
  const made = { id: unsavedRuleId, isEnabled: true, definition };
  const replaced = unsaved.replaces?.toLowerCase();
  const before = stored.find(({ id }) => id === replaced);
  if (before !== undefined) return [...readable.filter(({ id }) => id !== before.id), { ...before, ...made }];
  const position = Number.MAX_SAFE_INTEGER;
  return [...readable, { ...made, number: 0, organizationId, aliasId, name: 'Not stored', position }];
}
