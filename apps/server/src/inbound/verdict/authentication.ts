import { proceed, type Step } from './step.ts';

/** SPF, DKIM, ARC and DMARC. It finds out and does not judge. */
export const authentication: Step = async (arrival, { authenticate }) =>
  proceed({ ...arrival, authentication: await authenticate(arrival) });
