import { apiErrors, roleFor, type Access, type ErrorCode, type Operation } from '../api/index.ts';

/** What can happen to any request; a key that is none is refused even where none is needed, and so is a query that nobody asked for. */
const always: readonly ErrorCode[] = [
  'invalid_request',
  'malformed_body',
  'unauthenticated',
  'rate_limited',
  'internal_error',
  'unavailable',
];

/** What whatever has a body or could have one can be refused for. */
const ofChanges: readonly ErrorCode[] = ['foreign_origin', 'body_too_large', 'unsupported_media_type'];

/** What an access rule can answer. */
function errorsOfAccess(access: Access): readonly ErrorCode[] {
  switch (access.kind) {
    case 'public':
      return [];
    case 'session':
      return ['account_suspended', 'session_required'];
    case 'user':
      return ['account_suspended', 'scope_insufficient'];
    case 'member': {
      const ofMember: readonly ErrorCode[] = ['account_suspended', 'scope_insufficient', 'not_found'];
      return roleFor(access.permission) === 'viewer' ? ofMember : [...ofMember, 'role_insufficient'];
    }
    case 'administrator':
      return ['account_suspended', 'scope_insufficient', 'role_insufficient'];
  }
}

/** Every error that an operation can answer with, in the order of the table of errors: those it names and those that its access, input and limits imply. */
export function errorsOf(operation: Operation): readonly ErrorCode[] {
  const codes = new Set<ErrorCode>([
    ...always,
    ...errorsOfAccess(operation.access),
    ...(operation.method === 'GET' ? [] : ofChanges),
    ...(operation.params === undefined ? [] : ['not_found' as const]),
    ...(operation.takesIdempotencyKey === true ? ['idempotency_key_reused' as const] : []),
    ...(operation.errors ?? []),
  ]);
  return (Object.keys(apiErrors) as ErrorCode[]).filter((code) => codes.has(code));
}
