import type { IncomingHttpHeaders } from 'node:http';
import type { Membership, Principal, Route } from '../../api/index.ts';
import type { Db, Sealer } from '../../db/index.ts';
import type { Live } from '../../live/index.ts';
import type { Clock, Events } from '../../observe/index.ts';
import type { RequestLimits } from '../../request-limits/index.ts';

/** What the API is made of; each part is a feature's. */
export interface ApiDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly events: Pick<Events, 'failed'>;
  /** Seals the answers that are kept for repeated requests. */
  readonly sealer: Sealer;
  readonly routes: readonly Route[];
  readonly sessions: {
    /** The person whose session cookie came along; undefined where none is valid. */
    readonly findSession: (headers: IncomingHttpHeaders) => Promise<Principal | undefined>;
  };
  readonly keys: {
    /** The person whose key this is; undefined where it is unknown, expired or revoked. */
    readonly verifyKey: (key: string, use: { readonly ip: string }) => Promise<Principal | undefined>;
  };
  readonly memberships: {
    readonly findMembership: (userId: string, organizationId: string) => Promise<Membership | undefined>;
    /** The person's own organization. */
    readonly findPersonal: (userId: string) => Promise<Membership | undefined>;
  };
  readonly limits: RequestLimits;
  /** Default: there are no live events. */
  readonly live?: Live;
}
