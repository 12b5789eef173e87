import type { ErrorCode } from '@smtpy/contract';
import { ApiError } from '../api/index.ts';
import type { AddAliasRefusal } from './alias.ts';

/** What can be refused of an alias. */
export interface AliasRefusal {
  readonly kind: AddAliasRefusal['kind'] | 'unknown_alias';
  /** A sentence without its full stop. */
  readonly reason: string;
}

/** A code, or the place in the body where the fault is. */
const answers: Readonly<
  Record<AliasRefusal['kind'], { readonly code: ErrorCode } | { readonly field: string }>
> = {
  unknown_alias: { code: 'not_found' },
  invalid_local_part: { field: 'body.local_part' },
  unknown_domain: { field: 'body.domain' },
  not_your_domain: { field: 'body.domain' },
  suspended_domain: { code: 'conflict' },
  no_mailbox: { field: 'body.mailbox_ids' },
  unknown_mailbox: { field: 'body.mailbox_ids' },
  mailbox_not_confirmed: { field: 'body.mailbox_ids' },
  taken: { code: 'already_exists' },
  deleted_before: { code: 'already_exists' },
  reserved: { field: 'body.local_part' },
};

/** The error of a refusal. */
export function refusalError({ kind, reason }: AliasRefusal): ApiError {
  const answer = answers[kind];
  if ('code' in answer)
    return new ApiError(answer.code, answer.code === 'not_found' ? {} : { detail: `${reason}.` });
  // Whether somebody else has the domain is nobody's business.
  const isOthers = kind === 'not_your_domain' || kind === 'unknown_domain';
  return ApiError.field(
    answer.field,
    isOthers ? 'There is no such domain among those that aliases can be made on.' : `${reason}.`,
  );
}
