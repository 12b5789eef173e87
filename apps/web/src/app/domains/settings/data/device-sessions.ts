import { inject } from '@angular/core';
import type { Answer } from '@smtpy/contract/web';
import { Api } from '../../../shared/data/api.ts';
import { loadingOf, type Loading } from '../../../shared/data/loading.ts';

/** A sign-in that lasts. */
export type DeviceSession = Answer<'listSessions'>[number] & {
  /** Whether it is the one of this browser. */
  readonly isHere: boolean;
};

const personal = { isPersonal: true } as const;

/** The sessions of the person, that of this browser first, and how to end them. To be called where `inject` works. */
export function deviceSessions(): {
  readonly list: Loading<readonly DeviceSession[]>;
  end(token: string): Promise<void>;
  endOthers(): Promise<void>;
} {
  const api = inject(Api);
  const list = loadingOf(
    () => ({}),
    async (_given, signal) => {
      const [all, own] = await Promise.all([
        api.call('listSessions', {}, { ...personal, signal }),
        api.call('getSession', {}, { ...personal, signal }),
      ]);
      const sessions = all.map((session) => ({ ...session, isHere: session.id === own?.session.id }));
      return sessions.sort((a, b) => Number(b.isHere) - Number(a.isHere));
    },
  );
  return {
    list,
    end: async (token) => {
      await api.call('revokeSession', { body: { token } }, personal);
    },
    endOthers: async () => {
      await api.call('revokeOtherSessions', { body: {} }, personal);
    },
  };
}
