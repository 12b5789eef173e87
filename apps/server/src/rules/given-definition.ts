import type { RuleDefinition } from '@smtpy/contract';
import { ApiError } from '../api/index.ts';
import { fromLegacy, type LegacyAction, type LegacyType } from './legacy.ts';

/** A definition in a request, or a simple rule under the old names. */
interface Given {
  readonly definition?: RuleDefinition | undefined;
  readonly simple?:
    | {
        readonly type: LegacyType;
        readonly value: string;
        readonly action: LegacyAction['action'];
        readonly mailbox_ids: readonly string[];
      }
    | undefined;
}

/** The definition that a request gives in either way; undefined where it gives none. Throws an {@link ApiError} for one that is none. */
export function readGivenDefinition({ definition, simple }: Given): RuleDefinition | undefined {
  if (simple === undefined) return definition;
  if (definition !== undefined)
    throw ApiError.field('body.simple', 'Give either `definition` or `simple`, not both.');
  const { type, value, action, mailbox_ids: mailboxIds } = simple;
  if ((action === 'REDIRECT') !== mailboxIds.length > 0)
    throw ApiError.field('body.simple.mailbox_ids', 'Mailboxes go with `REDIRECT`, and that with mailboxes.');
  const translated = fromLegacy(type, value, action === 'REDIRECT' ? { action, mailboxIds } : { action });
  if (translated.kind === 'invalid') throw ApiError.field('body.simple.value', `${translated.reason}.`);
  return translated.definition;
}
