import { administrationOperations } from '@smtpy/contract';
import { ApiError, pageAfter, parseIdCursor, route, type Route } from '../api/index.ts';
import type { Administration } from './administration.ts';
import { readTextCursor } from './cursors.ts';
import { formatUser, formatUserDetails } from './form.ts';
import type { MakeUserResult } from './make-user.ts';
import { readSuspension } from './suspension-form.ts';
import type { ChangeUserResult, DeleteUserResult, ShownUser } from './user.ts';

/** The routes for users. */
export function userRoutes(administration: Administration): readonly Route[] {
  return [
    listRoute(administration),
    route(administrationOperations.getUser, async ({ params }) => {
      const user = await administration.findUser(params.user_id);
      if (user === undefined) throw new ApiError('not_found');
      return formatUserDetails(user);
    }),
    makeRoute(administration),
    changeRoute(administration),
    route(administrationOperations.deleteUser, async ({ params, body, caller: { actor } }) => {
      const request = { userId: params.user_id, confirmEmail: body.confirm_email, actor };
      throwUnlessErased(await administration.deleteUser(request));
      return undefined;
    }),
  ];
}

function listRoute(administration: Administration): Route {
  return route(administrationOperations.listUsers, async ({ query }) => {
    const { cursor, limit, search, status, sort } = query;
    const after = sort === 'email' ? readTextCursor(cursor) : parseIdCursor(cursor);
    const users = await administration.listUsers({ search, status, sort, after, limit: limit + 1 });
    const { rows, nextCursor } = pageAfter(users, {
      limit,
      keysOf: ({ email, id }) => [sort === 'email' ? email : id],
    });
    return { items: rows.map(formatUser), next_cursor: nextCursor, total: null };
  });
}

function makeRoute(administration: Administration): Route {
  return route(administrationOperations.createUser, async ({ body, caller: { actor } }) => {
    const { email, username, name, password, is_administrator: isAdministrator } = body;
    const result = await administration.makeUser({ email, username, name, password, isAdministrator, actor });
    return formatUserDetails(madeUser(result));
  });
}

function changeRoute(administration: Administration): Route {
  return route(administrationOperations.changeUser, async ({ params, body, caller: { actor } }) => {
    const result = await administration.changeUser({
      userId: params.user_id,
      isAdministrator: body.is_administrator,
      isEmailVerified: body.is_email_verified,
      suspension: readSuspension(body),
      actor,
    });
    return formatUserDetails(changedUser(result));
  });
}

function madeUser(result: MakeUserResult): ShownUser {
  switch (result.kind) {
    case 'made':
      return result.user;
    case 'invalid_email':
      throw ApiError.field('body.email', `${result.reason}.`);
    case 'invalid_username':
      throw ApiError.field('body.username', `${result.reason}.`);
    case 'weak_password':
      throw new ApiError('weak_password', { detail: `${result.reason}.` });
    case 'email_taken':
    case 'username_taken':
      throw new ApiError('already_exists', { detail: `${result.reason}.` });
  }
}

function changedUser(result: ChangeUserResult): ShownUser {
  switch (result.kind) {
    case 'changed':
      return result.user;
    case 'not_found':
      throw new ApiError('not_found');
    case 'own_account':
    case 'last_administrator':
      throw new ApiError('conflict', { detail: `${result.reason}.` });
  }
}

function throwUnlessErased(result: DeleteUserResult): void {
  switch (result.kind) {
    case 'erased':
      return;
    case 'not_found':
      throw new ApiError('not_found');
    case 'not_confirmed':
      throw ApiError.field('body.confirm_email', `${result.reason}.`);
    case 'last_owner':
      throw new ApiError('last_owner', {
        detail: `The user is the last owner of ${result.organizations.map(({ name }) => name).join(', ')}.`,
      });
    case 'own_account':
    case 'last_administrator':
      throw new ApiError('conflict', { detail: `${result.reason}.` });
  }
}
