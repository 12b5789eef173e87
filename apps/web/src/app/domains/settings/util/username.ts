/** What a username may be, as the server has it: 3 to 32 letters, digits, dots, dashes, underscores; letters or digits at both ends. */
export const usernameForm = /^[A-Za-z0-9][A-Za-z0-9._-]{1,30}[A-Za-z0-9]$/u;
