import { accountOperations } from '@smtpy/contract';
import { ApiError, route, type Route } from '../api/index.ts';
import type { Preferences } from './preferences.ts';

/** What a person prefers. */
export function preferencesRoutes({ preferences }: { readonly preferences: Preferences }): readonly Route[] {
  return [
    route(accountOperations.getPreferences, ({ caller }) => preferences.load(caller.principal.userId)),
    route(accountOperations.changePreferences, async ({ body, caller }) => {
      const result = await preferences.change(caller.principal.userId, body);
      if (result.kind === 'unknown_time_zone') throw ApiError.field('body.time_zone', `${result.reason}.`);
      return result.preferences;
    }),
  ];
}
