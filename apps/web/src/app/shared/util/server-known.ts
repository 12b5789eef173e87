import { inject } from '@angular/core';
import type { ResolveFn } from '@angular/router';
import { Installation } from '../data/installation.ts';
import { Session } from '../data/session.ts';

/** A page that knows nothing by then is drawn without. */
const patienceMs = 1_000;

/**
 * Waits until it is known what the server is and who is signed in, since pages for visitors look otherwise by it, and what comes later would push what
 * stands. Until then the first screen stands. A server that does not answer is not waited for any longer here.
 */
export const serverKnown: ResolveFn<boolean> = async () => {
  const known = Promise.all([inject(Installation).ensure(), inject(Session).ensure()]);
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, patienceMs);
  await Promise.race([known, late]);
  clearTimeout(timer);
  return true;
};
