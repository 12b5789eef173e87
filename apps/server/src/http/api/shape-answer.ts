import type { Operation } from '@smtpy/contract';
import type { HeadedAnswer, StreamedAnswer } from '../../api/index.ts';
import type { HeaderField } from './limit-fields.ts';

/** What is sent: exactly what the contract says. */
export type ShapedAnswer =
  | { readonly kind: 'empty'; readonly headers: readonly HeaderField[] }
  | { readonly kind: 'json'; readonly headers: readonly HeaderField[]; readonly json: string }
  | StreamedAnswer;

/**
 * Brings what a handler gave into the form of the operation: fields that the schema does not know are left out. Throws where the answer is
 * not what the schema says; the work is undone then, for what it did cannot be told.
 */
export async function shapeAnswer(operation: Operation, given: unknown): Promise<ShapedAnswer> {
  const { answer } = operation;
  if (isKind<StreamedAnswer>(given, 'stream')) return given;
  const { headers, body } = isKind<HeadedAnswer<unknown>>(given, 'headed')
    ? given
    : { headers: [], body: given };
  if (answer.status === 204 || answer.body === undefined) return { kind: 'empty', headers };
  const parsed = await answer.body.safeParseAsync(body);
  if (parsed.success) return { kind: 'json', headers, json: JSON.stringify(parsed.data) };
  throw new Error(`the answer of ${operation.id} is not as its schema says`, { cause: parsed.error });
}

function isKind<T extends { readonly kind: string }>(given: unknown, kind: T['kind']): given is T {
  return (
    typeof given === 'object' &&
    given !== null &&
    'kind' in given &&
    given.kind === kind &&
    (kind === 'stream' ? 'stream' in given : 'headers' in given && 'body' in given)
  );
}
