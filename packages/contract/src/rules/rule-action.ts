import { z } from 'zod';
import { ruleErrors } from './rule-errors.ts';

/** Longest prefix of a subject, in characters. */
export const maxSubjectPrefixCharacters = 100;
// Neither control characters nor line and paragraph separators, nor halves of surrogate pairs.
const oneLine = /^[^\p{Cc}\p{Cs}\u2028\u2029]+$/u;
const maxMailboxes = 20;

const subjectPrefix = z
  .string()
  .trim()
  .min(1, ruleErrors.prefix)
  .max(maxSubjectPrefixCharacters, ruleErrors.prefix)
  // As a pattern it would stand in the document of the API, whose readers do not all know every property of Unicode.
  .refine((value) => oneLine.test(value), ruleErrors.prefix);

/** What is done with a message that a rule matches. */
export const ruleAction = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('forward') }),
    z.strictObject({
      kind: z.literal('forward_to'),
      mailbox_ids: z.array(z.guid()).min(1).max(maxMailboxes),
    }),
    z.strictObject({ kind: z.literal('block') }),
    z.strictObject({ kind: z.literal('discard') }),
    z.strictObject({ kind: z.literal('quarantine') }),
    z.strictObject({ kind: z.literal('subject_prefix'), text: subjectPrefix }),
    z.strictObject({ kind: z.literal('strip_attachments') }),
  ])
  .meta({ id: 'RuleAction', description: 'What is done with a message' });
/** As {@link ruleAction} gives it. */
export type RuleAction = z.infer<typeof ruleAction>;

const changes: ReadonlySet<RuleAction['kind']> = new Set(['subject_prefix', 'strip_attachments']);

/** Whether the action changes the message; all others decide where it goes. */
export function isChange({ kind }: Pick<RuleAction, 'kind'>): boolean {
  return changes.has(kind);
}

/** One to three actions that go together. */
export const ruleActions = z
  .array(ruleAction)
  .min(1, ruleErrors.actionCount)
  .max(3, ruleErrors.actionCount)
  .superRefine((actions, context) => {
    const fault = faultOf(actions);
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
  });

function faultOf(actions: readonly RuleAction[]): string | undefined {
  const decisions = actions.filter((action) => !isChange(action));
  if (decisions.length > 1) return ruleErrors.severalDecisions;
  const kinds = new Set(actions.map(({ kind }) => kind));
  if (kinds.size < actions.length) return ruleErrors.repeatedAction;
  const leavesNothing = kinds.has('block') || kinds.has('discard');
  return leavesNothing && actions.length > 1 ? ruleErrors.changeOfNothing : undefined;
}
