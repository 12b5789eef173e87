import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { User } from '../accounts/index.ts';
import { actorOf, dayMs, openWorld, type World } from './testdata/world.ts';

let world: World;
let olga: User;
let jane: User;
let john: User;
let organizationId: string;

beforeAll(async () => {
  world = await openWorld();
  [olga, jane, john] = [await world.person('olga'), await world.person('jane'), await world.person('john')];
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  // Letters to one address are limited.
  world.clock.advance(2 * dayMs);
  organizationId = await world.found([[olga, 'owner']]);
});

/** Invites and gives the id and the token of the mail. */
async function invite(email: string) {
  const result = await world.members.invite({ organizationId, email, role: 'member', actor: actorOf(olga) });
  if (result.kind !== 'invited') throw new Error(result.kind);
  return { invitationId: result.invitation.id, token: world.tokenTo(result.invitation.email) };
}

const answer = (user: User) => ({ userId: user.id, actor: actorOf(user) });
const wishOf = (invitationId: string) => ({ organizationId, invitationId, actor: actorOf(olga) });

describe('a link', () => {
  it('makes the invited person a member, once', async () => {
    const { token } = await invite('Jane@People.example');
    expect(await world.members.lookUpInvitation(token)).toMatchObject({
      email: 'jane@people.example',
      organizationName: 'Example Ltd.',
      role: 'member',
    });
    const results = await Promise.all(
      Array.from({ length: 20 }, () => world.members.accept({ ...answer(jane), token })),
    );
    expect(results.filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
    expect(results.filter(({ kind }) => kind === 'link_invalid')).toHaveLength(19);
    expect(await world.rolesOf(organizationId)).toEqual({ olga: 'owner', jane: 'member' });
    expect(await world.members.lookUpInvitation(token)).toBeUndefined();
    expect(await world.actionsOf(organizationId)).toEqual(['invitation.created', 'member.joined']);
  });

  it('is stored as a hash alone', async () => {
    const { token } = await invite('jane@people.example');
    const [row] = await world.db.query<{ readonly text: string }>({
      text: `select string_agg(i::text, ' ') || (select string_agg(a::text, ' ') from audit_entries a) as text from auth.invitation i`,
    });
    expect(row?.text).not.toContain(token);
  });

  it('counts for the invited address alone, and confirmed', async () => {
    const { token } = await invite('jane@people.example');
    expect((await world.members.accept({ ...answer(john), token })).kind).toBe('link_invalid');
    expect((await world.members.decline({ ...answer(john), token })).kind).toBe('link_invalid');
    const confirm = (isVerified: boolean) =>
      world.db.query({
        text: 'update auth."user" set "emailVerified" = $2 where id = $1',
        params: [jane.id, isVerified],
      });
    await confirm(false);
    expect((await world.members.accept({ ...answer(jane), token })).kind).toBe('email_not_verified');
    expect(await world.members.listReceived({ userId: jane.id, limit: 10 })).toEqual({ rows: [], total: 0 });
    await confirm(true);
    expect((await world.members.accept({ ...answer(jane), token })).kind).toBe('accepted');
  });

  it('works for seven days', async () => {
    const { invitationId, token } = await invite('jane@people.example');
    world.clock.advance(7 * dayMs);
    expect(await world.members.lookUpInvitation(token)).toBeUndefined();
    expect((await world.members.accept({ ...answer(jane), token })).kind).toBe('link_invalid');
    expect((await world.members.accept({ ...answer(jane), invitationId })).kind).toBe('not_found');
    expect(await world.members.findInvitation({ organizationId, invitationId })).toMatchObject({
      state: 'expired',
    });
    expect((await world.members.resend(wishOf(invitationId))).kind).toBe('invited');
    const renewed = world.tokenTo('jane@people.example');
    world.clock.advance(7 * dayMs - 1);
    expect((await world.members.accept({ ...answer(jane), token: renewed })).kind).toBe('accepted');
  });

  it('is replaced by that of a newer mail', async () => {
    const { invitationId, token } = await invite('jane@people.example');
    expect((await world.members.resend(wishOf(invitationId))).kind).toBe('invited');
    expect((await world.members.accept({ ...answer(jane), token })).kind).toBe('link_invalid');
    const newer = world.tokenTo('jane@people.example');
    expect(newer).not.toBe(token);
    expect((await world.members.accept({ ...answer(jane), token: newer })).kind).toBe('accepted');
    expect((await world.members.resend(wishOf(invitationId))).kind).toBe('conflict');
  });

  it('ends when it is called back or declined', async () => {
    const first = await invite('jane@people.example');
    expect((await world.members.cancelInvitation(wishOf(first.invitationId))).kind).toBe('cancelled');
    expect((await world.members.accept({ ...answer(jane), token: first.token })).kind).toBe('link_invalid');
    expect((await world.members.resend(wishOf(first.invitationId))).kind).toBe('conflict');
    world.clock.advance(1);
    const second = await invite('jane@people.example');
    expect((await world.members.decline({ ...answer(jane), token: second.token })).kind).toBe('declined');
    expect((await world.members.accept({ ...answer(jane), token: second.token })).kind).toBe('link_invalid');
    const states = (await world.members.listInvitations({ organizationId, limit: 10 })).rows;
    expect(states.map(({ state }) => state)).toEqual(['declined', 'cancelled']);
  });

  it('is sent to one address a few times, however it is written, by one organization or by many', async () => {
    const lettersTo = async (email: string) =>
      (
        await world.db.query({
          text: 'select from deliveries where destination = $1',
          params: [email],
        })
      ).length;
    const { invitationId } = await invite('flood+1@people.example');
    for (let index = 0; index < 3; index += 1)
      expect((await world.members.resend(wishOf(invitationId))).kind).toBe('invited');
    expect((await world.members.resend(wishOf(invitationId))).kind).toBe('limit_reached');
    expect((await world.members.cancelInvitation(wishOf(invitationId))).kind).toBe('cancelled');
    const again = {
      organizationId,
      email: 'flood+2@people.example',
      role: 'member',
      actor: actorOf(olga),
    } as const;
    expect((await world.members.invite(again)).kind).toBe('limit_reached');
    for (let index = 0; index < 3; index += 1) {
      const other = await world.found([[olga, 'owner']]);
      // What others have used up is told to nobody.
      expect((await world.members.invite({ ...again, organizationId: other })).kind).toBe('invited');
    }
    expect([await lettersTo('flood+1@people.example'), await lettersTo('flood+2@people.example')]).toEqual([
      4, 2,
    ]);
    world.clock.advance(dayMs);
    expect((await world.members.invite(again)).kind).toBe('invited');
  });

  it('is worth nothing when it is made up', async () => {
    expect(await world.members.lookUpInvitation('x'.repeat(43))).toBeUndefined();
    const made = { ...answer(jane), token: 'x'.repeat(43) };
    expect((await world.members.accept(made)).kind).toBe('link_invalid');
  });
});

describe('an invitation', () => {
  it('is there for the invited person by id, and for nobody else', async () => {
    const { invitationId } = await invite('jane@people.example');
    expect((await world.members.listReceived({ userId: jane.id, limit: 1 })).rows[0]?.id).toBe(invitationId);
    expect((await world.members.accept({ ...answer(john), invitationId })).kind).toBe('not_found');
    expect((await world.members.decline({ ...answer(john), invitationId })).kind).toBe('not_found');
    expect((await world.members.accept({ ...answer(jane), invitationId })).kind).toBe('accepted');
  });

  it('of another organization is out of reach', async () => {
    const { invitationId } = await invite('jane@people.example');
    const theirs = await world.found([[john, 'owner']]);
    const wish = { organizationId: theirs, invitationId, actor: actorOf(john) };
    expect((await world.members.cancelInvitation(wish)).kind).toBe('not_found');
    expect((await world.members.resend(wish)).kind).toBe('not_found');
    expect(await world.members.findInvitation(wish)).toBeUndefined();
  });

  it('is one per address, and none for members', async () => {
    await invite('jane@people.example');
    const again = { organizationId, role: 'viewer', actor: actorOf(olga) } as const;
    expect((await world.members.invite({ ...again, email: ' JANE@people.example' })).kind).toBe(
      'already_exists',
    );
    expect((await world.members.invite({ ...again, email: 'Olga@People.example' })).kind).toBe(
      'already_exists',
    );
    expect((await world.members.invite({ ...again, email: 'no address' })).kind).toBe('invalid_email');
    world.clock.advance(8 * dayMs);
    expect((await world.members.invite({ ...again, email: 'jane@people.example' })).kind).toBe('invited');
  });

  it('looks the same for addresses with and without an account', async () => {
    const known = await invite('jane@people.example');
    const unknown = await invite('nobody@elsewhere.example');
    const shape = async ({ invitationId }: { readonly invitationId: string }) => {
      const found = await world.members.findInvitation({ organizationId, invitationId });
      return { ...found, id: '', email: '' };
    };
    expect(await shape(known)).toEqual(await shape(unknown));
  });

  it('is neither sent nor written when its mail cannot be queued', async () => {
    const before = world.sent.length;
    await expect(
      world.db.joinedTransaction(async () => {
        await invite('lost@people.example');
        throw new Error('the request failed');
      }),
    ).rejects.toThrow('the request failed');
    expect(world.sent.length).toBe(before + 1);
    const queued = await world.db.query({
      text: `select 1 from deliveries where destination = 'lost@people.example'`,
    });
    expect(queued).toEqual([]);
    expect((await world.members.listInvitations({ organizationId, limit: 10 })).total).toBe(0);
  });
});

describe('the limit of members', () => {
  it('makes five of a hundred invitations at once', async () => {
    await world.limit({ membersPerOrganization: 6 });
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        world.members.invite({
          organizationId,
          email: `guest${String(index)}@people.example`,
          role: 'viewer',
          actor: actorOf(olga),
        }),
      ),
    );
    expect(results.filter(({ kind }) => kind === 'invited')).toHaveLength(5);
    expect(results.filter(({ kind }) => kind === 'limit_reached')).toHaveLength(95);
    expect((await world.members.listInvitations({ organizationId, limit: 10 })).total).toBe(5);
    const delivered = await world.db.query({
      text: `select 1 from deliveries where destination like 'guest%'`,
    });
    expect(delivered).toHaveLength(5);
    await world.limit({ membersPerOrganization: 100 });
  });

  it('counts anew when an expired invitation is sent again or a lower limit holds', async () => {
    const { invitationId } = await invite('jane@people.example');
    world.clock.advance(8 * dayMs);
    const { token } = await invite('john@people.example');
    await world.limit({ membersPerOrganization: 2 });
    expect((await world.members.resend(wishOf(invitationId))).kind).toBe('limit_reached');
    await world.limit({ membersPerOrganization: 1 });
    expect((await world.members.accept({ ...answer(john), token })).kind).toBe('limit_reached');
    await world.limit({ membersPerOrganization: 100 });
    expect((await world.members.accept({ ...answer(john), token })).kind).toBe('accepted');
  });
});

it('is made by the operator with any role and without a name', async () => {
  const actor = world.operator;
  const result = await world.members.invite({
    organizationId,
    email: 'jane@people.example',
    role: 'owner',
    actor,
  });
  expect(result).toMatchObject({ kind: 'invited', invitation: { role: 'owner', inviterName: undefined } });
  expect(JSON.stringify(world.sent.at(-1)?.letter)).toContain('The operator of this server');
});
