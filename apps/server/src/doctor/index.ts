/**
 * Purpose: examines an installation and says in words what keeps mail from coming in or going out, and what to do.
 *
 * Guarantees: every look has a deadline; nothing is changed and no mail is sent.
 *
 * Not here: the DNS records of users' domains (`smtpy domain check`), the invariants of the data (`smtpy check-invariants`).
 */
export { examine } from './doctor.ts';
export type { Examination, Finding } from './examination.ts';
