import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { User } from '../accounts/index.ts';
import { actorOf, openWorld, type World } from './testdata/world.ts';

let world: World;
let olga: User;
let mia: User;
let guest: User;
let organizationId: string;
let token: string;
let invitationId: string;

beforeAll(async () => {
  world = await openWorld();
  [olga, mia, guest] = [await world.person('olga'), await world.person('mia'), await world.person('guest')];
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  organizationId = await world.found([
    [olga, 'owner'],
    [mia, 'member'],
  ]);
  const wish = { organizationId, email: guest.email, role: 'viewer', actor: actorOf(olga) } as const;
  const invited = await world.members.invite(wish);
  if (invited.kind !== 'invited') throw new Error(invited.kind);
  invitationId = invited.invitation.id;
  token = world.tokenTo(guest.email);
  await setSuspended('now()');
});

async function setSuspended(instant: 'now()' | 'null'): Promise<void> {
  await world.db.query({
    text: `update auth.organization set "suspendedAt" = ${instant} where id = $1`,
    params: [organizationId],
  });
}

it('nobody joins a suspended organization, and the invitation stays', async () => {
  const answer = { userId: guest.id, actor: actorOf(guest) };
  const { members } = world;
  expect(await members.accept({ ...answer, token })).toMatchObject({ kind: 'account_suspended' });
  expect(await members.accept({ ...answer, invitationId })).toMatchObject({ kind: 'account_suspended' });
  expect(await world.rolesOf(organizationId)).toEqual({ olga: 'owner', mia: 'member' });
  await setSuspended('null');
  expect(await members.accept({ ...answer, token })).toMatchObject({ kind: 'accepted' });
});

it('nobody leaves it, is let go or gets another role, but by the operator', async () => {
  const { members } = world;
  const memberId = await world.memberId(organizationId, mia);
  const own = { organizationId, actor: actorOf(mia) };
  const owners = { organizationId, memberId, actor: actorOf(olga) };
  const suspended = { kind: 'account_suspended' };
  expect(await members.leave(own)).toMatchObject(suspended);
  expect(await members.remove({ ...own, memberId })).toMatchObject(suspended);
  expect(await members.remove(owners)).toMatchObject(suspended);
  expect(await members.changeRole({ ...owners, role: 'admin' })).toMatchObject(suspended);
  expect(await members.transfer(owners)).toMatchObject(suspended);
  expect(await world.rolesOf(organizationId)).toEqual({ olga: 'owner', mia: 'member' });
  expect(await members.remove({ ...owners, actor: world.operator })).toMatchObject({ kind: 'removed' });
});

it('an invitation into it can be declined', async () => {
  const answer = { userId: guest.id, actor: actorOf(guest), token };
  expect(await world.members.decline(answer)).toEqual({ kind: 'declined' });
});
