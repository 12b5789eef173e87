import type { LimitClass, Operation } from '@smtpy/contract';
import type { Principal } from '../api/index.ts';
import type { Rate } from '../config/index.ts';
import { networkOf } from '../dns/index.ts';
import { bucketOf } from './bucket.ts';
import type { Use } from './use.ts';

/** The rates that the operator sets; undefined: requests of this kind of subject are not limited at all. */
export interface ApiRates {
  readonly perKey: Rate | undefined;
  readonly perUser: Rate | undefined;
  readonly perOrganization: Rate | undefined;
  /** Of who is not signed in. */
  readonly perNetwork: Rate | undefined;
}

/** Who calls, as far as limits care. */
export interface LimitedCaller {
  readonly principal: Pick<Principal, 'userId' | 'credential'> | undefined;
  /** The organization of the request, if the operation acts on one. */
  readonly organizationId: string | undefined;
  /** As far as trusted proxies tell it. */
  readonly ip: string;
}

const subjects = ['key', 'user', 'organization', 'network'] as const;
type Subject = (typeof subjects)[number];

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/**
 * What a class of operations is limited to besides the rates that all share; absent: nothing more.
 *
 * `sign_in`: everything in which something can be guessed. By network: a company behind one address, of which fifty sign in with a second
 * factor within ten minutes, gets in; who guesses has 14,400 tries a day from one network over all accounts, and the few that each account
 * allows. By user: codes of a second factor and confirmations by password, of which nobody types more than three a minute.
 *
 * `mail_sending`: what makes us write to an address that somebody names. A team of a hundred can be invited within an hour; a stranger who has
 * us write to others is no use as a mail bomb.
 *
 * `expensive`: exports and the like, a second of work and more. By hand nobody wants more; ten at once would slow all others.
 */
const classRates: Readonly<Record<LimitClass, Readonly<Partial<Record<Subject, Rate>>>>> = {
  ordinary: {},
  sign_in: {
    user: { count: 30, windowMs: 10 * minuteMs },
    network: { count: 100, windowMs: 10 * minuteMs },
  },
  mail_sending: {
    user: { count: 100, windowMs: hourMs },
    organization: { count: 200, windowMs: hourMs },
    network: { count: 30, windowMs: hourMs },
  },
  expensive: {
    user: { count: 20, windowMs: minuteMs },
    organization: { count: 60, windowMs: minuteMs },
    network: { count: 20, windowMs: minuteMs },
  },
};

/**
 * What a request uses: of each subject it has, the shared limit and that of the class of its operation. A network is limited for those who are
 * not signed in, since many people may share it; in what can be guessed it is limited for all.
 */
export function policiesFor(
  rates: ApiRates,
  operation: Pick<Operation, 'limit'>,
  caller: LimitedCaller,
): readonly Use[] {
  const limitClass = operation.limit ?? 'ordinary';
  const shared: Readonly<Record<Subject, Rate | undefined>> = {
    key: rates.perKey,
    user: rates.perUser,
    organization: rates.perOrganization,
    network: caller.principal === undefined ? rates.perNetwork : undefined,
  };
  const isOn: Readonly<Record<Subject, boolean>> = {
    key: rates.perKey !== undefined,
    user: rates.perUser !== undefined,
    organization: rates.perOrganization !== undefined,
    network: rates.perNetwork !== undefined && (caller.principal === undefined || limitClass === 'sign_in'),
  };
  return subjects.flatMap((subject) => {
    const value = subjectsOf(caller)[subject];
    if (value === undefined || !isOn[subject]) return [];
    return [
      ...useOf(subject, shared[subject], value),
      ...useOf(`${limitClass}_${subject}`, classRates[limitClass][subject], value),
    ];
  });
}

function subjectsOf({
  principal,
  organizationId,
  ip,
}: LimitedCaller): Readonly<Record<Subject, string | undefined>> {
  const credential = principal?.credential;
  return {
    key: credential?.kind === 'key' ? credential.keyId : undefined,
    user: principal?.userId,
    organization: organizationId,
    network: networkOf(ip),
  };
}

function useOf(policy: string, rate: Rate | undefined, subject: string): readonly Use[] {
  return rate === undefined ? [] : [{ bucket: bucketOf(policy, subject), rate, policy }];
}
