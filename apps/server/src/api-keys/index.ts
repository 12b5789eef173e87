/**
 * Purpose: keys of the HTTP API: made, listed, changed and revoked by the members whom they belong to, and verified with every request.
 *
 * Guarantees: a key is 52 ASCII letters and digits that begin with `smtpy`, with 256 random bits; a key may no more than its member, and one
 *   that a key made no more and for no longer than that key; limits hold whatever happens at once; the end of a key, and whatever changes
 *   the person behind it, holds on all nodes with the next request.
 *
 * Fails with: values for what a person can cause; rejects when the database fails.
 *
 * Security: the text of a key is given out once and kept as a SHA-256; it is found by its hash, so that time tells nothing; what has not the
 *   form of a key never reaches the database. Its owner is told by mail of each new one.
 *
 * Not here: what a key may do with a request, which is decided for sessions and keys in one place (`http/`).
 */
export type {
  ActingKey,
  ApiKey,
  ChangeKey,
  ChangeKeyResult,
  CreateKey,
  CreateKeyRefusal,
  CreateKeyResult,
  KeyPage,
  KeyReach,
  RevokeKey,
  RevokeKeyResult,
} from './api-key.ts';
export { createApiKeys, type ApiKeys } from './api-keys.ts';
export type { ApiKeysDependencies } from './dependencies.ts';
export { formatKey } from './form.ts';
export { isKeyText } from './key-text.ts';
export { keyRoutes, type KeyRoutesDependencies } from './routes.ts';
export { countKeysOfPerson } from './store.ts';
