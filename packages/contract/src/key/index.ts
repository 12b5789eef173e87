/**
 * Purpose: API keys: made, listed, changed and revoked by their members, and by admins those of others.
 *
 * Security: the key itself is in the answer that makes it, and in no other.
 *
 * Not here: what scopes there are and which role each needs (`api/`).
 */
export {
  changeKeyBody,
  createdKey,
  createKeyBody,
  apiKey,
  keyForm,
  maxKeyNameCharacters,
  type KeyBody,
} from './key.ts';
export { keyOperations } from './operations.ts';
