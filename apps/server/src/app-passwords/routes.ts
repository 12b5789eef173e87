import { appPasswordOperations, type ErrorCode } from '@smtpy/contract';
import { ApiError, route, type MemberCaller, type Route } from '../api/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Db } from '../db/index.ts';
import type { AddAppPasswordResult, AppPassword } from './app-password.ts';
import type { AppPasswords } from './app-passwords.ts';

/** What the routes of app passwords need. */
export interface AppPasswordRoutesDependencies {
  readonly db: Db;
  readonly audit: Pick<Audit, 'record'>;
  readonly appPasswords: Pick<AppPasswords, 'add' | 'hasAlias' | 'list' | 'revoke'>;
}

/** The routes of app passwords. */
export function appPasswordRoutes(dependencies: AppPasswordRoutesDependencies): readonly Route[] {
  return [listRoute(dependencies), createRoute(dependencies), revokeRoute(dependencies)];
}

function formatAppPassword({ id, name, createdAt, lastUsedAt }: AppPassword) {
  return {
    id,
    name,
    created_at: createdAt.toISOString(),
    last_used_at: lastUsedAt?.toISOString() ?? null,
  };
}

function listRoute({ appPasswords }: AppPasswordRoutesDependencies): Route {
  return route(appPasswordOperations.listAppPasswords, async ({ caller: { organizationId }, params }) => {
    const alias = { organizationId, aliasId: params.alias_id };
    if (!(await appPasswords.hasAlias(alias))) throw new ApiError('not_found');
    const passwords = await appPasswords.list(alias);
    return { items: passwords.map(formatAppPassword), next_cursor: null, total: passwords.length };
  });
}

/** What the log tells: which alias, and what the password is called. */
function record(
  { db, audit }: AppPasswordRoutesDependencies,
  { organizationId, actor }: MemberCaller,
  {
    action,
    password,
  }: {
    readonly action: 'app_password.created' | 'app_password.revoked';
    readonly password: AppPassword;
  },
): Promise<void> {
  const { id, name, aliasId } = password;
  const facts = { name, alias_id: aliasId };
  return db.transaction((tx) =>
    audit.record(tx, {
      action,
      actor,
      organizationId,
      subject: { kind: 'app_password', id, label: name },
      ...(action === 'app_password.created' ? { after: facts } : { before: facts }),
    }),
  );
}

function createRoute(dependencies: AppPasswordRoutesDependencies): Route {
  return route(appPasswordOperations.createAppPassword, async ({ caller, params, body }) => {
    const { organizationId } = caller;
    const wanted = { organizationId, aliasId: params.alias_id, name: body.name };
    const result = await dependencies.appPasswords.add(wanted);
    if (result.kind !== 'added') throw refusalError(result);
    await record(dependencies, caller, { action: 'app_password.created', password: result.appPassword });
    return { ...formatAppPassword(result.appPassword), password: result.password };
  });
}

function revokeRoute(dependencies: AppPasswordRoutesDependencies): Route {
  return route(appPasswordOperations.revokeAppPassword, async ({ caller, params }) => {
    const { organizationId } = caller;
    const { alias_id: aliasId, app_password_id: appPasswordId } = params;
    const result = await dependencies.appPasswords.revoke({ organizationId, aliasId, appPasswordId });
    if (result.kind !== 'revoked') throw new ApiError('not_found');
    await record(dependencies, caller, { action: 'app_password.revoked', password: result.appPassword });
    return undefined;
  });
}

type Refusal = Exclude<AddAppPasswordResult, { kind: 'added' }>;

const codes: Readonly<Record<Exclude<Refusal['kind'], 'invalid_name'>, ErrorCode>> = {
  unknown_alias: 'not_found',
  name_taken: 'already_exists',
  too_many: 'limit_reached',
};

function refusalError({ kind, reason }: Refusal): ApiError {
  if (kind === 'invalid_name') return ApiError.field('body.name', `${reason}.`);
  const code = codes[kind];
  return new ApiError(code, code === 'not_found' ? {} : { detail: `${reason}.` });
}
