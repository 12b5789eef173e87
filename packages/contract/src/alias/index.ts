/**
 * Purpose: aliases, one by one and many at once, with their pins and app passwords.
 *
 * Not here: contacts (`contact/`), rules and blocked senders of an alias (`rule/`, `sender/`), catch-alls (`domain/`).
 */
export { aliasOperations } from './operations.ts';
export { appPasswordOperations } from './app-password-operations.ts';
export {
  aliasDisplayName,
  aliasModes,
  aliasNote,
  aliasOrders,
  aliasPinnings,
  aliasStyles,
  aliasTag,
  type AliasBody,
  type AliasChangeBody,
  type AliasFilterBody,
} from './alias.ts';
export { bulkActions, type BulkActionName } from './batch-operations.ts';
export {
  maxAliasMailboxes,
  maxAliasTags,
  maxBulkAliases,
  maxImportLines,
  maxNoteCharacters,
  maxTagCharacters,
  trashDays,
} from './limits.ts';
