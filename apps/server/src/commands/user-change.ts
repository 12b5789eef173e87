import type { ChangeUser, ShownUser } from '../administration/index.ts';
import { operatorActor } from '../audit/index.ts';
import type { Outcome } from './command.ts';
import { listedUserJson } from './json.ts';
import type { Installation } from './open.ts';
import { findUser } from './owner.ts';

/** Changes the user of a login on the operator's word; `describe` says what came of it. */
export async function changeUserOfLogin(
  installation: Installation,
  login: string,
  {
    change,
    describe,
  }: {
    readonly change: Omit<ChangeUser, 'userId' | 'actor'>;
    readonly describe: (user: ShownUser) => string;
  },
): Promise<Outcome> {
  const user = await findUser(installation, login);
  if (user.kind === 'refused') return user;
  const request = { ...change, userId: user.value.id, actor: operatorActor };
  const result = await installation.administration.changeUser(request);
  if (result.kind === 'not_found') return { kind: 'refused', reason: `There is no user ${login}` };
  if (result.kind !== 'changed') return { kind: 'refused', reason: result.reason };
  return { kind: 'done', text: describe(result.user), data: listedUserJson(result.user) };
}
