import { setTimeout as delay } from 'node:timers/promises';
import { formatAddress } from '@smtpy/mail';
import type { SMTPServerAuthentication, SMTPServerOptions, SMTPServerSession } from 'smtp-server';
import type { VerifiedAlias } from '../../app-passwords/index.ts';
import { withinDeadline } from '../deadline.ts';
import type { InboundDependencies, InboundEntry } from '../dependencies.ts';
import { failedLoginDelayMs, lookUpTimeoutMs } from '../limits.ts';
import { type Refusal, refuse, toSmtpError } from '../replies.ts';
import type { Submitter } from '../session/transaction.ts';

/** Who is logged in where, in this process. */
export interface Logins {
  /** AUTH, as the library calls it. */
  readonly onAuth: NonNullable<SMTPServerOptions['onAuth']>;
  /** Looks the alias up anew before a message begins; says why there can be none. Rejects when the database fails. */
  renew(session: SMTPServerSession): Promise<Refusal | undefined>;
  /** Who submits, as {@link renew} last found it; undefined on sessions without a login. */
  submitterOf(session: SMTPServerSession): Submitter | undefined;
}

type LoginDependencies = Pick<InboundDependencies, 'appPasswords' | 'directory' | 'events'>;

/** What a password has proven. */
interface Login {
  readonly passwordId: string;
  readonly alias: VerifiedAlias;
}

type Judgement =
  | { readonly kind: 'verified'; readonly login: Login }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Makes the memory of logins; sessions that have ended are forgotten. */
export function createLogins(dependencies: LoginDependencies): Logins {
  const logins = new WeakMap<SMTPServerSession, Login>();
  const submitters = new WeakMap<SMTPServerSession, Submitter>();
  return {
    onAuth: (auth, session, callback) => {
      void judgeSlowly(auth, session, dependencies).then((judgement) => {
        if (judgement.kind === 'refused') {
          callback(toSmtpError(judgement.refusal));
          return;
        }
        logins.set(session, judgement.login);
        callback(null, { user: judgement.login.alias.id });
      });
    },
    renew: async (session) => {
      const login = logins.get(session);
      if (login === undefined) return refuse('loginRequired');
      const renewed = await renew(login, dependencies);
      if (renewed.kind === 'refused') return renewed.refusal;
      submitters.set(session, renewed.submitter);
      return undefined;
    },
    submitterOf: (session) => submitters.get(session),
  };
}

/** Judges, and makes every answer but the good one late. Never rejects: unknown failure is a temporary one (RFC 4954 §6). */
async function judgeSlowly(
  auth: SMTPServerAuthentication,
  session: SMTPServerSession,
  dependencies: LoginDependencies,
): Promise<Judgement> {
  const beganMs = performance.now();
  const judgement = await judge(auth, session, dependencies).catch((error: unknown): Judgement => {
    dependencies.events.failed('login', error, { ip: session.remoteAddress });
    return refused(refuse('loginUndecided'));
  });
  if (judgement.kind === 'refused') await delay(failedLoginDelayMs - (performance.now() - beganMs));
  return judgement;
}

async function judge(
  { username = '', password, authcid = '', authzid = '' }: SMTPServerAuthentication,
  session: SMTPServerSession,
  { appPasswords }: LoginDependencies,
): Promise<Judgement> {
  // RFC 4616 §2: to act for another identity than the one that logs in is something nobody may do here.
  const isForAnother = authcid !== '' && authzid !== '' && authcid.toLowerCase() !== authzid.toLowerCase();
  if (isForAnother) return refused(refuse('loginRefused'));
  const result = await withinDeadline(
    appPasswords.verify({ aliasAddress: username, password: password ?? '', ip: session.remoteAddress }),
    { timeoutMs: lookUpTimeoutMs, what: 'checking a login' },
  );
  switch (result.kind) {
    case 'verified':
      return { kind: 'verified', login: { passwordId: result.passwordId, alias: result.alias } };
    case 'refused':
      return refused(refuse('loginRefused'));
    case 'slow_down':
      return refused(refuse('loginSlowed'));
  }
}

function refused(refusal: Refusal): Extract<Judgement, { kind: 'refused' }> {
  return { kind: 'refused', refusal };
}

type Renewed =
  | { readonly kind: 'submitter'; readonly submitter: Submitter }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

async function renew(
  { passwordId, alias }: Login,
  { appPasswords, directory }: LoginDependencies,
): Promise<Renewed> {
  const [isInForce, entry] = await withinDeadline(
    Promise.all([appPasswords.isInForce(passwordId), directory.lookUp(alias.address)]),
    { timeoutMs: lookUpTimeoutMs, what: 'looking up a submitter' },
  );
  if (!isInForce)
    return refused(refuse('loginEnded', `password for ${formatAddress(alias.address)} is revoked`));
  return submitterIn(entry, alias);
}

/** Whether the alias is switched on makes no difference: that is about mail for it. */
function submitterIn(entry: InboundEntry, { id }: VerifiedAlias): Renewed {
  switch (entry.kind) {
    case 'alias':
      return entry.alias.id === id
        ? { kind: 'submitter', submitter: { alias: entry.alias } }
        : refused(refuse('loginEnded', 'address belongs to another alias'));
    case 'suspended_domain':
      return refused(refuse('domainSuspended'));
    case 'unknown_domain':
      return refused(refuse('domainNotActive'));
    case 'deleted_alias':
    case 'unknown_alias':
    case 'reply_address':
      return refused(refuse('loginEnded', `address is now: ${entry.kind}`));
  }
}
