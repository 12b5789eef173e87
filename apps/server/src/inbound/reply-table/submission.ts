import type { ReplyTable } from './reply.ts';

/** Replies that the listeners for submission alone give (RFC 4954 §6, RFC 3207 §4). */
export const submissionReplies = {
  tlsRequired: {
    code: 530,
    enhanced: '5.7.0',
    text: 'Must issue a STARTTLS command first',
    when: 'Submission before STARTTLS: every command but EHLO, STARTTLS, NOOP and QUIT.',
  },
  loginNeedsTls: {
    code: 538,
    enhanced: '5.7.11',
    text: 'Encryption is required to log in, issue a STARTTLS command first',
    when: 'AUTH before STARTTLS: a password is never taken in plain text.',
  },
  loginRequired: {
    code: 530,
    enhanced: '5.7.0',
    text: 'Authentication required',
    when: 'Submission: MAIL, RCPT or DATA before AUTH.',
  },
  loginRefused: {
    code: 535,
    enhanced: '5.7.8',
    text: 'User name or password is wrong',
    when: 'AUTH with a password that is none of this alias, or for an alias that does not exist. It comes a second after the command.',
  },
  loginSlowed: {
    code: 454,
    enhanced: '4.7.0',
    text: 'Too many failed logins, try again later',
    when: 'AUTH while the network of the client, or the alias, has to wait after failed logins. The password was not looked at.',
  },
  loginUndecided: {
    code: 454,
    enhanced: '4.7.0',
    text: 'Login cannot be checked at the moment, try again later',
    when: 'AUTH when something of ours failed: the database, or an answer that took too long.',
  },
  tooManyLogins: {
    code: 421,
    enhanced: '4.7.0',
    text: 'Too many failed logins, closing connection',
    when: 'The sixth AUTH of a session that is refused, for whatever reason.',
  },
  loginEnded: {
    code: 421,
    enhanced: '4.7.0',
    text: 'Login is no longer valid, connect again',
    when: 'MAIL after the password was revoked, or its alias deleted, since AUTH.',
  },
  domainNotActive: {
    code: 550,
    enhanced: '5.7.1',
    text: 'The domain of this address is not active, so nothing is sent for it',
    when: 'MAIL of an alias whose domain has not been verified.',
  },
  reversePathNotYours: {
    code: 553,
    enhanced: '5.7.1',
    text: 'You may send as the address you logged in with, and as no other',
    when: 'Submission: the reverse path of MAIL, the null one included, is not the alias whose password was used.',
  },
} as const satisfies ReplyTable;
