import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { User } from '../accounts/index.ts';
import { actorOf, openWorld, type World } from './testdata/world.ts';

let world: World;
let people: Readonly<Record<'olga' | 'oscar' | 'anna' | 'mia' | 'vera' | 'stranger', User>>;

beforeAll(async () => {
  world = await openWorld();
  const { person } = world;
  people = {
    olga: await person('olga'),
    oscar: await person('oscar'),
    anna: await person('anna'),
    mia: await person('mia'),
    vera: await person('vera'),
    stranger: await person('stranger'),
  };
});
afterAll(() => world[Symbol.asyncDispose]());

function foundAll(): Promise<string> {
  const { olga, oscar, anna, mia, vera } = people;
  return world.found([
    [olga, 'owner'],
    [oscar, 'owner'],
    [anna, 'admin'],
    [mia, 'member'],
    [vera, 'viewer'],
  ]);
}

describe('memberships', () => {
  it('are found by person and organization, the personal one by person', async () => {
    const { members } = world;
    const organizationId = await foundAll();
    expect(await members.findMembership(people.anna.id, organizationId)).toEqual({
      organizationId,
      role: 'admin',
      isOrganizationSuspended: false,
    });
    expect(await members.findMembership(people.stranger.id, organizationId)).toBeUndefined();
    expect(await members.findPersonal(people.anna.id)).toMatchObject({
      organizationId: people.anna.organizationId,
      role: 'owner',
    });
    expect(await members.findPersonal(randomUUID())).toBeUndefined();
  });

  it('are listed page by page, searched and sorted', async () => {
    const { members } = world;
    const organizationId = await foundAll();
    const list = { organizationId, order: 'email', isDescending: true, limit: 2 } as const;
    const first = await members.list(list);
    expect(first.total).toBe(5);
    const rest = await members.list({ ...list, limit: 10, after: first.rows.at(-1)?.keys });
    const names = [...first.rows, ...rest.rows].map(({ member }) => member.email.split('@')[0]);
    expect(names).toEqual(['vera', 'oscar', 'olga', 'mia', 'anna']);
    expect((await members.list({ ...list, search: 'OLGA@' })).rows).toHaveLength(1);
    expect((await members.list({ ...list, search: '%' })).total).toBe(0);
    expect((await members.list({ ...list, role: 'owner' })).total).toBe(2);
    const joined = { organizationId, order: 'joined_at', isDescending: false, limit: 3 } as const;
    const earlier = await members.list(joined);
    const later = await members.list({ ...joined, after: earlier.rows.at(-1)?.keys });
    expect(new Set([...earlier.rows, ...later.rows].map(({ member }) => member.id)).size).toBe(5);
  });
});

describe('roles', () => {
  it('change as the rules say, with an entry in the log', async () => {
    const { members, memberId } = world;
    const organizationId = await foundAll();
    const change = async (by: User, whom: User, role: 'viewer' | 'admin' | 'owner') =>
      (
        await members.changeRole({
          organizationId,
          actor: actorOf(by),
          memberId: await memberId(organizationId, whom),
          role,
        })
      ).kind;
    expect(await change(people.anna, people.mia, 'admin')).toBe('changed');
    expect(await change(people.anna, people.mia, 'viewer')).toBe('role_insufficient');
    expect(await change(people.anna, people.anna, 'owner')).toBe('role_insufficient');
    expect(await change(people.anna, people.olga, 'viewer')).toBe('role_insufficient');
    expect(await change(people.vera, people.mia, 'viewer')).toBe('role_insufficient');
    expect(await change(people.stranger, people.mia, 'viewer')).toBe('not_found');
    expect(await change(people.olga, people.oscar, 'admin')).toBe('changed');
    expect(await change(people.olga, people.olga, 'admin')).toBe('last_owner');
    expect(await world.rolesOf(organizationId)).toMatchObject({
      olga: 'owner',
      oscar: 'admin',
      mia: 'admin',
    });
    expect(await world.actionsOf(organizationId)).toEqual(['member.role_changed', 'member.role_changed']);
  });

  it('of another organization are out of reach', async () => {
    const { members, memberId } = world;
    const [mine, theirs] = [await foundAll(), await world.found([[people.stranger, 'owner']])];
    const foreign = await memberId(theirs, people.stranger);
    const wish = { organizationId: mine, memberId: foreign, actor: actorOf(people.olga) };
    expect((await members.changeRole({ ...wish, role: 'viewer' })).kind).toBe('not_found');
    expect((await members.remove(wish)).kind).toBe('not_found');
    expect((await members.transfer(wish)).kind).toBe('not_found');
    expect(await members.find({ organizationId: mine, memberId: foreign })).toBeUndefined();
    expect((await members.remove({ ...wish, organizationId: theirs })).kind).toBe('not_found');
  });

  it('leave one owner when a hundred lower or remove themselves at once', async () => {
    const { members, memberId } = world;
    const organizationId = await foundAll();
    const ids = {
      olga: await memberId(organizationId, people.olga),
      oscar: await memberId(organizationId, people.oscar),
    };
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, index) => {
        const [actor, other] = index % 2 === 0 ? (['olga', 'oscar'] as const) : (['oscar', 'olga'] as const);
        const wish = { organizationId, actor: actorOf(people[actor]) };
        if (index % 3 === 0) return members.leave(wish);
        if (index % 3 === 1) return members.remove({ ...wish, memberId: ids[other] });
        return members.changeRole({ ...wish, memberId: ids[actor], role: 'viewer' });
      }),
    );
    const roles = await world.rolesOf(organizationId);
    expect(Object.values(roles).filter((role) => role === 'owner')).toHaveLength(1);
    expect(results.some(({ kind }) => kind === 'last_owner')).toBe(true);
  });
});

describe('ownership', () => {
  it('is handed over at once, and the giver becomes an admin', async () => {
    const { members, memberId } = world;
    const organizationId = await world.found([
      [people.olga, 'owner'],
      [people.mia, 'member'],
    ]);
    const give = async (by: User, whom: User) =>
      (
        await members.transfer({
          organizationId,
          actor: actorOf(by),
          memberId: await memberId(organizationId, whom),
        })
      ).kind;
    expect(await give(people.mia, people.mia)).toBe('role_insufficient');
    expect(await give(people.olga, people.olga)).toBe('conflict');
    expect(await give(people.olga, people.mia)).toBe('transferred');
    expect(await world.rolesOf(organizationId)).toEqual({ mia: 'owner', olga: 'admin' });
    expect(await give(people.olga, people.mia)).toBe('role_insufficient');
    expect(await world.actionsOf(organizationId)).toEqual(['organization.transferred']);
  });

  it('is not given to who owns as many as are allowed', async () => {
    const { members, memberId } = world;
    const rich = await world.person('rich');
    await world.limit({ organizationsPerUser: 1 });
    await world.found([[rich, 'owner']]);
    const organizationId = await world.found([
      [people.olga, 'owner'],
      [rich, 'member'],
    ]);
    const wish = {
      organizationId,
      actor: actorOf(people.olga),
      memberId: await memberId(organizationId, rich),
    };
    expect((await members.transfer(wish)).kind).toBe('limit_reached');
    expect((await members.changeRole({ ...wish, role: 'owner' })).kind).toBe('limit_reached');
    expect((await members.changeRole({ ...wish, role: 'admin' })).kind).toBe('changed');
    await world.limit({ organizationsPerUser: 1_000 });
  });

  it('of a personal organization stays', async () => {
    const { members, memberId } = world;
    const { organizationId } = people.olga;
    const own = {
      organizationId,
      actor: actorOf(people.olga),
      memberId: await memberId(organizationId, people.olga),
    };
    for (const result of [
      await members.leave(own),
      await members.remove(own),
      await members.transfer(own),
      await members.changeRole({ ...own, role: 'viewer' }),
      await members.invite({ ...own, email: 'new@people.example', role: 'viewer' }),
      await members.remove({ ...own, actor: world.operator }),
    ])
      expect(result.kind).toBe('personal_organization');
  });
});

it('takes keys and the power to come back with the membership', async () => {
  const { db, members, memberId } = world;
  const organizationId = await foundAll();
  await db.query({
    text: `insert into api_keys (id, organization_id, user_id, name, start, hash) values ($1, $2, $3, 'key', 'smtpy', $4)`,
    params: [randomUUID(), organizationId, people.anna.id, Buffer.from(randomUUID())],
  });
  const invite = { organizationId, actor: actorOf(people.anna), role: 'admin' } as const;
  expect((await members.invite({ ...invite, email: 'second-anna@people.example' })).kind).toBe('invited');
  const token = world.tokenTo('second-anna@people.example');
  const wish = {
    organizationId,
    actor: actorOf(people.olga),
    memberId: await memberId(organizationId, people.anna),
  };
  expect((await members.remove(wish)).kind).toBe('removed');
  expect(await members.findMembership(people.anna.id, organizationId)).toBeUndefined();
  expect(
    await db.query({ text: 'select 1 from api_keys where organization_id = $1', params: [organizationId] }),
  ).toEqual([]);
  expect(await members.lookUpInvitation(token)).toBeUndefined();
  expect(await world.actionsOf(organizationId)).toEqual([
    'invitation.created',
    'member.removed',
    'invitation.cancelled',
  ]);
  expect((await members.invite({ ...invite, email: 'third@people.example' })).kind).toBe('not_found');
});
