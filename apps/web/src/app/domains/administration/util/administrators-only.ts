import { inject } from '@angular/core';
import type { CanMatchFn } from '@angular/router';
import { Session } from '../../../shared/data/session.ts';

/** For others the address leads nowhere, as any that does not exist. The server decides anew with each request. */
export const administratorsOnly: CanMatchFn = async () => {
  const state = await inject(Session).ensure();
  return state.kind === 'signed_in' && state.account.is_administrator;
};
