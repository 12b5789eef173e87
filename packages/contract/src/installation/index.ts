/**
 * Purpose: what anybody may know of the installation, so that pages can greet a stranger: what mode it runs in, and whether one may register.
 *
 * Security: neither its version nor its size; both would tell a stranger what to try.
 *
 * Not here: what administrators see and change (`administration/`).
 */
export { installationFactOperations } from './operations.ts';
