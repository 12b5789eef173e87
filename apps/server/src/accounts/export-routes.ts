import { accountOperations } from '@smtpy/contract';
import { route, streamed, type Route } from '../api/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Clock } from '../observe/index.ts';
import type { AccountRoutesDependencies } from './account-routes.ts';
import { exportAccount } from './export.ts';

/** Everything about the account. That it was asked for is written down before the first octet leaves. */
export function exportRoute({
  db,
  clock,
  audit,
  erasure,
}: AccountRoutesDependencies & {
  readonly clock: Clock;
  readonly audit: Pick<Audit, 'record' | 'list'>;
}): Route {
  return route(accountOperations.exportAccount, async ({ caller: { principal, actor }, signal }) => {
    const { userId } = principal;
    await db.transaction((tx) =>
      audit.record(tx, { action: 'user.exported', actor, subject: { kind: 'user', id: userId } }),
    );
    const exportedAt = clock.now();
    return streamed({
      contentType: 'application/json; charset=utf-8',
      fileName: `smtpy-account-${exportedAt.toISOString().slice(0, 10)}.json`,
      stream: exportAccount({ db, audit, erasure, userId, exportedAt, signal }),
    });
  });
}
