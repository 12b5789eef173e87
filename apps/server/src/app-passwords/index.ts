/**
 * Purpose: passwords with which mail programs send as one alias, and the judgement of logins.
 *
 * Standards: RFC 4648 §6 (base32).
 *
 * Guarantees: a password is shown once and kept as a hash; it is for one alias alone. Failed logins are counted over all processes and
 * machines on one database, and tries that come at once are judged one after the other: from one network (a /24 of IPv4, a /64 of
 * IPv6) there are 11 failed logins in the first hour and 4 in each further one, however many connections are used. Strangers can
 * slow an alias by a minute at most, and not at all in networks where its owner logged in within 30 days. Failures
 * are forgotten an hour after the last one. A revoked password ends at once.
 *
 * Fails with: values for what a person can cause; rejects when the database fails, and then nothing was counted.
 *
 * Security: passwords have 140 random bits, so a plain SHA-256 keeps them secret. Unknown, deleted and existing aliases cause the same
 * work and the same answer. A login never makes failures undone. During a pause the password is not looked at, so that nothing is
 * learned from the answer.
 *
 * Not here: who may log in where, and the delay of answers (`inbound/submission/`); passwords of people (`accounts/`).
 */
export { createAppPasswords, type AppPasswords, type AppPasswordsDependencies } from './app-passwords.ts';
export type {
  AddAppPassword,
  AddAppPasswordResult,
  AppPassword,
  Login,
  RevokeAppPassword,
  RevokeAppPasswordResult,
  VerifiedAlias,
  VerifyResult,
} from './app-password.ts';
export { appPasswordRoutes } from './routes.ts';
