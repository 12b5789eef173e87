/**
 * Purpose: what a person sees and chooses of the own account: overview, preferences, what happened, export, erasure.
 *
 * Security: of what others did the person is told the deed, not the place.
 *
 * Not here: signing in and all that changes how one signs in (`authentication/`).
 */
export { account, accountErasure, type Account } from './account.ts';
export { accountOperations } from './operations.ts';
export {
  accountNotices,
  accountPreferences,
  defaultPreferences,
  preferencesChange,
  type AccountNotice,
  type AccountPreferences,
  type PreferencesChange,
} from './preferences.ts';
