import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { User } from '../accounts/index.ts';
import type { ListUsers } from './index.ts';
import { actorOf, openAdministration, operator, type AdministrationBench } from './testdata/bench.ts';

let bench: AdministrationBench;
beforeAll(async () => {
  bench = await openAdministration();
});
afterEach(() =>
  bench.db.joinedTransaction(async (tx) => {
    await tx.query({ text: `select set_config('smtpy.audit_erasure', 'on', true)` });
    await tx.query({ text: 'delete from audit_entries' });
    await tx.query({ text: 'delete from domains' });
    await tx.query({ text: 'delete from auth.organization' });
    await tx.query({ text: 'delete from auth."user"' });
  }),
);
afterAll(() => bench[Symbol.asyncDispose]());

async function shown(user: User) {
  const found = await bench.administration.findUser(user.id);
  if (found === undefined) throw new Error('the user is gone');
  return found;
}

const suspend = (reason?: string) => ({ kind: 'suspend', reason }) as const;
const resume = { kind: 'resume' } as const;

describe('listUsers', () => {
  const emails = async (request: Partial<ListUsers>): Promise<readonly string[]> =>
    (await bench.administration.listUsers({ sort: 'email', limit: 100, ...request })).map(({ email }) =>
      email.replace('@people.example', ''),
    );

  it('searches, filters, sorts and goes on behind a place', async () => {
    const zoe = await bench.makeUser('zoe', 'admin');
    await bench.makeUser('ann');
    const max = await bench.makeUser('max_100');
    await bench.administration.changeUser({ userId: max.id, suspension: suspend(), actor: operator });
    await bench.db.query({
      text: `update auth."user" set "emailVerified" = false, name = 'Ünal' where email like 'ann@%'`,
    });
    await bench.db.query({ text: `update auth."user" set name = '100%' where email like 'max%'` });
    expect(await emails({})).toEqual(['ann', 'max_100', 'zoe']);
    expect(await emails({ sort: 'created' })).toEqual(['zoe', 'ann', 'max_100']);
    expect(await emails({ sort: '-created', after: max.id })).toEqual(['ann', 'zoe']);
    expect(await emails({ sort: 'created', after: zoe.id, limit: 1 })).toEqual(['ann']);
    expect(await emails({ after: 'ann@people.example', limit: 1 })).toEqual(['max_100']);
    expect(await emails({ search: 'ÜNAL' })).toEqual(['ann']);
    expect(await emails({ search: '%' })).toEqual(['max_100']);
    expect(await emails({ status: 'suspended' })).toEqual(['max_100']);
    expect(await emails({ status: 'active' })).toEqual(['ann', 'zoe']);
    expect(await emails({ status: 'administrator' })).toEqual(['zoe']);
    expect(await emails({ status: 'unverified' })).toEqual(['ann']);
  });
});

describe('changeUser', () => {
  it('suspends with all sessions, and resumes', async () => {
    const jane = await bench.makeUser('jane');
    await bench.makeSession(jane.id);
    expect((await shown(jane)).sessionCount).toBe(1);
    const result = await bench.administration.changeUser({
      userId: jane.id,
      suspension: suspend('spam'),
      actor: operator,
    });
    expect(result).toMatchObject({
      kind: 'changed',
      user: { suspendedAt: expect.any(Date) as Date, suspendedReason: 'spam', sessionCount: 0 },
    });
    await bench.administration.changeUser({ userId: jane.id, suspension: resume, actor: operator });
    await bench.administration.changeUser({ userId: jane.id, suspension: resume, actor: operator });
    expect(await shown(jane)).toMatchObject({ suspendedAt: undefined, suspendedReason: undefined });
    expect(await bench.entriesAbout(jane.id)).toMatchObject([
      {
        action: 'user.suspended',
        before: { is_suspended: false },
        after: { is_suspended: true, reason: 'spam' },
      },
      {
        action: 'user.resumed',
        before: { is_suspended: true, reason: 'spam' },
        after: { is_suspended: false },
      },
    ]);
  });

  it('suspends and resumes the personal organization with its domains, and no other one', async () => {
    const jane = await bench.makeUser('jane');
    await bench.db.query({
      text: `insert into domains (id, organization_id, name, state, verification_token) values ($1, $2, 'jane.example', 'active', 'x')`,
      params: [randomUUID(), jane.organizationId],
    });
    const state = async () => {
      const [row] = await bench.db.query({
        text: `select d.state, o."suspendedReason" as reason, o."suspendedAt" is not null as suspended
          from auth.organization o join domains d on d.organization_id = o.id`,
      });
      return row;
    };
    const change = (suspension: ReturnType<typeof suspend> | typeof resume) =>
      bench.administration.changeUser({ userId: jane.id, suspension, actor: operator });
    await change(suspend('spam'));
    expect(await state()).toEqual({ state: 'suspended', reason: 'spam', suspended: true });
    await change(suspend('much spam'));
    expect(await state()).toMatchObject({ reason: 'much spam' });
    await change(resume);
    expect(await state()).toEqual({ state: 'active', reason: null, suspended: false });
    expect(await bench.entriesAbout(jane.organizationId)).toMatchObject([
      { action: 'organization.suspended', actor: operator, after: { reason: 'spam' } },
      { action: 'organization.suspended', after: { reason: 'much spam' } },
      { action: 'organization.resumed' },
    ]);
  });

  it('leaves a personal organization alone that was suspended or resumed by itself', async () => {
    const jane = await bench.makeUser('jane');
    const { organizationId } = jane;
    const isSuspended = async () =>
      (await bench.administration.findOrganization(organizationId))?.suspendedAt !== undefined;
    const person = (suspension: ReturnType<typeof suspend> | typeof resume) =>
      bench.administration.changeUser({ userId: jane.id, suspension, actor: operator });
    const organization = (suspension: ReturnType<typeof suspend> | typeof resume) =>
      bench.administration.changeSuspension({ organizationId, suspension, actor: operator });
    await organization(suspend('spam'));
    await person(suspend('spam'));
    await person(resume);
    expect(await isSuspended()).toBe(true);
    await organization(resume);
    await person(suspend('spam'));
    await organization(resume);
    await person(suspend('much spam'));
    expect(await isSuspended()).toBe(false);
    await person(resume);
    expect(await isSuspended()).toBe(false);
  });

  it('makes and unmakes administrators and vouches for an address', async () => {
    const root = await bench.makeUser('root', 'admin');
    const jane = await bench.makeUser('jane');
    await bench.db.query({
      text: `update auth."user" set "emailVerified" = false where id = $1`,
      params: [jane.id],
    });
    const change = { userId: jane.id, actor: actorOf(root) };
    await bench.administration.changeUser({ ...change, isAdministrator: true, isEmailVerified: true });
    expect(await shown(jane)).toMatchObject({ isAdministrator: true, isEmailVerified: true });
    await bench.administration.changeUser({ ...change, isAdministrator: false });
    expect((await shown(jane)).isAdministrator).toBe(false);
    const actions = (await bench.entriesAbout(jane.id)).map(({ action }) => action);
    expect(actions).toEqual(['user.made_administrator', 'user.email_verified', 'user.unmade_administrator']);
  });

  it.each([{ isAdministrator: false }, { suspension: suspend() }] as const)(
    'lets nobody do %j to himself or to the last administrator',
    async (change) => {
      const root = await bench.makeUser('root', 'admin');
      const idle = await bench.makeUser('idle', 'admin');
      const own = { userId: root.id, actor: actorOf(root), ...change };
      expect(await bench.administration.changeUser(own)).toMatchObject({ kind: 'own_account' });
      // A suspended administrator cannot run the installation, and so does not count.
      await bench.administration.changeUser({ userId: idle.id, suspension: suspend(), actor: operator });
      const last = { userId: root.id, actor: operator, ...change };
      expect(await bench.administration.changeUser(last)).toMatchObject({ kind: 'last_administrator' });
      expect(await shown(root)).toMatchObject({ isAdministrator: true, suspendedAt: undefined });
    },
  );

  it('leaves one of two administrators who unmake each other at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const ann = await bench.makeUser(`ann${String(round)}`, 'admin');
      const bob = await bench.makeUser(`bob${String(round)}`, 'admin');
      const results = await Promise.all([
        bench.administration.changeUser({ userId: bob.id, isAdministrator: false, actor: actorOf(ann) }),
        bench.administration.changeUser({ userId: ann.id, suspension: suspend(), actor: actorOf(bob) }),
      ]);
      expect(results.map(({ kind }) => kind).toSorted()).toEqual(['changed', 'last_administrator']);
      const left = await bench.administration.listUsers({
        status: 'administrator',
        sort: 'email',
        limit: 10,
      });
      expect(left.filter(({ suspendedAt }) => suspendedAt === undefined)).toHaveLength(1);
      await bench.db.query({ text: `update auth."user" set role = 'user', "suspendedAt" = null` });
    }
  });

  it.each([randomUUID(), 'jane'])('knows no user %s', async (userId) => {
    const change = { userId, isAdministrator: true, actor: operator };
    expect(await bench.administration.changeUser(change)).toEqual({ kind: 'not_found' });
    expect(await bench.administration.findUser(userId)).toBeUndefined();
  });
});

describe('makeUser', () => {
  const wish = { email: 'New@People.example', isAdministrator: false, actor: operator };

  it('sends a link where there is no password, and gives the name', async () => {
    const made = await bench.administration.makeUser({ ...wish, name: 'New One', username: 'New' });
    expect(made).toMatchObject({
      kind: 'made',
      user: {
        email: 'new@people.example',
        name: 'New One',
        username: 'New',
        organizations: [{ isPersonal: true }],
      },
    });
    expect(bench.links).toContain('new@people.example');
    if (made.kind !== 'made') throw new Error('not made');
    expect(await bench.entriesAbout(made.user.id)).toMatchObject([{ action: 'user.created' }]);
  });

  it('refuses what is taken or weak, and leaves nothing', async () => {
    await bench.administration.makeUser({ ...wish, password: 'correct horse battery' });
    const again = await bench.administration.makeUser({ ...wish, password: 'correct horse battery' });
    expect(again).toMatchObject({ kind: 'email_taken' });
    const weak = await bench.administration.makeUser({
      ...wish,
      email: 'b@people.example',
      password: 'short',
    });
    expect(weak).toMatchObject({ kind: 'weak_password' });
    expect(await bench.administration.listUsers({ sort: 'email', limit: 10 })).toHaveLength(1);
  });
});

describe('deleteUser', () => {
  it('erases once the address is given, but neither oneself nor the last administrator', async () => {
    const root = await bench.makeUser('root', 'admin');
    const jane = await bench.makeUser('jane');
    const request = { userId: jane.id, confirmEmail: 'Jane@people.example ', actor: actorOf(root) };
    expect(await bench.administration.deleteUser({ ...request, confirmEmail: root.email })).toMatchObject({
      kind: 'not_confirmed',
    });
    expect(await bench.administration.deleteUser(request)).toEqual({ kind: 'erased' });
    expect(await bench.administration.deleteUser(request)).toEqual({ kind: 'not_found' });
    const own = { userId: root.id, confirmEmail: root.email };
    expect(await bench.administration.deleteUser({ ...own, actor: actorOf(root) })).toMatchObject({
      kind: 'own_account',
    });
    expect(await bench.administration.deleteUser({ ...own, actor: operator })).toMatchObject({
      kind: 'last_administrator',
    });
  });
});
