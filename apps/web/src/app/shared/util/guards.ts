import { inject } from '@angular/core';
import { Router, type CanActivateFn } from '@angular/router';
import { Session } from '../data/session.ts';

/** Pages for who is signed in: others sign in first, and come back to where they wanted to go. A server that is away signs nobody out. */
export const signedInOnly: CanActivateFn = async (_route, { url }) => {
  const router = inject(Router);
  const state = await inject(Session).ensure();
  if (state.kind === 'signed_in') return true;
  // The frame tells that the server is away, and goes on by itself when it is back.
  if (state.kind === 'unreachable') return true;
  return router.createUrlTree(['/sign-in'], { queryParams: url === '/' ? {} : { next: url } });
};

/** Pages that are of no use to who is signed in, such as the sign-in. */
export const signedOutOnly: CanActivateFn = async () => {
  const router = inject(Router);
  const state = await inject(Session).ensure();
  return state.kind === 'signed_in' ? router.createUrlTree(['/dashboard']) : true;
};

/** Where to go after the sign-in: a page of this application alone, whatever the address says. */
export function safeNext(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/u.test(next) ? next : '/dashboard';
}
