/** Tags of one alias, and characters of each. */
export const maxAliasTags = 20;
export const maxTagCharacters = 40;
/** Mailboxes of one alias. */
export const maxAliasMailboxes = 20;
/** Characters of a note. */
export const maxNoteCharacters = 1_000;
/** Aliases that one bulk action reaches. */
export const maxBulkAliases = 500;
/** Lines that one import takes, and characters of its text: what a body holds. */
export const maxImportLines = 10_000;
export const maxImportCharacters = 1_000_000;
/** Days that a deleted alias can be restored for. */
export const trashDays = 30;
