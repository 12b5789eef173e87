/**
 * Purpose: lint rules of this repository that no package gives.
 */
import { disableNeedsReason } from './disable-needs-reason.ts';

/** The plugin `local` of `eslint.config.js`. */
export const local = { rules: { 'disable-needs-reason': disableNeedsReason } };
