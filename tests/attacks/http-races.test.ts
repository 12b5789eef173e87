import { type ApiAnswer, type ApiClient, waitForLink } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createOrganization,
  type HttpTarget,
  join,
  openHttpTarget,
  password,
  tally,
  withoutLimits,
} from './http-target.ts';

// Who sends a hundred requests before the first one is answered gets past every limit that is counted before it is kept.
let target: HttpTarget;

beforeAll(async () => {
  target = await openHttpTarget(withoutLimits);
  await set({ organizations_per_user: 5, keys_per_member: 5, members_per_organization: 6 });
}, 90_000);
afterAll(() => target[Symbol.asyncDispose]());

const set = async (settings: Readonly<Record<string, unknown>>): Promise<void> => {
  expect(await target.administrator.patch('/v1/administration/settings', settings)).toMatchObject({
    status: 200,
  });
};

const atOnce = (count: number, ask: (index: number) => Promise<ApiAnswer>): Promise<readonly ApiAnswer[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => ask(index)));

async function count(text: string, ...values: readonly unknown[]): Promise<number> {
  const { rows } = await target.db.query<{ count: string }>(`select count(*) ${text}`, [...values]);
  return Number(rows[0]?.count);
}

async function linkToken(rcptTo: string, path: string): Promise<string> {
  const link = await waitForLink(target.server.httpUrl, { rcptTo, path });
  return link.searchParams.get('token') ?? '';
}

describe('a hundred at once under a limit of five', () => {
  it('make five organizations', async () => {
    const jane = await target.createPerson('jane');
    const answers = await atOnce(100, (index) =>
      jane.client.post('/v1/organizations', { name: `No. ${String(index)}` }),
    );
    expect(tally(answers)).toEqual({ '201': 5, '409 limit_reached': 95 });
    const owned = await count(`from auth.member where "userId" = $1 and role = 'owner'`, jane.id);
    // The personal one was there before.
    expect(owned).toBe(6);
  });

  it('make five keys', async () => {
    const john = await target.createPerson('john');
    const answers = await atOnce(100, (index) =>
      john.client.post('/v1/keys', { name: `Key ${String(index)}` }),
    );
    expect(tally(answers)).toEqual({ '201': 5, '409 limit_reached': 95 });
    expect(await count('from api_keys where user_id = $1', john.id)).toBe(5);
  });

  it('invite five people', async () => {
    const organization = await createOrganization(await target.createPerson('kim'), 'Kim’s');
    const answers = await atOnce(100, (index) =>
      organization.client.post('/v1/invitations', {
        email: `guest${String(index)}@elsewhere.example`,
        role: 'viewer',
      }),
    );
    // With the owner that is six.
    expect(tally(answers)).toEqual({ '201': 5, '409 limit_reached': 95 });
    expect(await count('from auth.invitation where "organizationId" = $1', organization.id)).toBe(5);
  });

  it('invite one person once', async () => {
    const organization = await createOrganization(await target.createPerson('liz'), 'Liz’s');
    const answers = await atOnce(50, () =>
      organization.client.post('/v1/invitations', { email: 'one@elsewhere.example', role: 'viewer' }),
    );
    expect(tally(answers)).toEqual({ '201': 1, '409 already_exists': 49 });
  });

  it('do with one idempotency key what one does', async () => {
    const max = await target.createPerson('max');
    const headers = { 'idempotency-key': 'the same for all'.replaceAll(' ', '-') };
    const answers = await atOnce(50, () => max.client.post('/v1/keys', { name: 'One' }, { headers }));
    expect(
      new Set(answers.filter(({ status }) => status === 201).map(({ body }) => JSON.stringify(body))).size,
    ).toBe(1);
    expect(await count('from api_keys where user_id = $1', max.id)).toBe(1);
  });
});

describe('what works once, tried by many at once', () => {
  it('an invitation makes one membership', async () => {
    const organization = await createOrganization(await target.createPerson('nina'), 'Nina’s');
    const guest = await target.createPerson('guest');
    await organization.client.post('/v1/invitations', { email: guest.email, role: 'member' });
    const token = await linkToken(guest.email, '/invitation');
    const answers = await atOnce(30, () => guest.client.post('/v1/invitation-links/accept', { token }));
    expect(tally(answers)).toEqual({ '200': 1, '410 link_invalid': 29 });
    expect(await count('from auth.member where "organizationId" = $1', organization.id)).toBe(2);
  });

  it('an invitation registers one user, with the password of one', async () => {
    const organization = await createOrganization(await target.createPerson('olga'), 'Olga’s');
    const email = 'fresh@elsewhere.example';
    await organization.client.post('/v1/invitations', { email, role: 'member' });
    const token = await linkToken(email, '/invitation');
    await atOnce(10, (index) =>
      target.stranger().post('/v1/auth/sign-up/email', {
        email,
        password: `${password} ${String(index)}`,
        invitationToken: token,
      }),
    );
    expect(await count('from auth."user" where email = $1', email)).toBe(1);
    const tries = await atOnce(10, (index) =>
      target.stranger().post('/v1/auth/sign-in/email', { email, password: `${password} ${String(index)}` }),
    );
    expect(tries.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('a link to a new password sets one', async () => {
    const pat = await target.createPerson('pat');
    await target.stranger().post('/v1/auth/request-password-reset', { email: pat.email });
    const token = await linkToken(pat.email, '/reset-password');
    const answers = await atOnce(20, (index) =>
      target
        .stranger()
        .post('/v1/auth/reset-password', { token, newPassword: `a new password ${String(index)}` }),
    );
    expect(tally(answers)).toEqual({ '200': 1, '410 link_invalid': 19 });
  });

  it('two owners who leave at once leave one behind', async () => {
    const quin = await target.createPerson('quin');
    const organization = await createOrganization(quin, 'Quin’s');
    const second = await join(organization, await target.createPerson('rosa'), 'owner');
    const leave = (client: ApiClient): Promise<ApiAnswer> =>
      client.post('/v1/organization/leave', { organization_id: organization.id });
    const answers = await Promise.all([leave(quin.client), leave(second.client)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 409]);
    expect(
      await count(`from auth.member where "organizationId" = $1 and role = 'owner'`, organization.id),
    ).toBe(1);
  });

  it('two administrators who unmake each other leave one', async () => {
    const rows = await Promise.all(
      ['adam', 'eve'].map(async (name) => {
        const person = await target.createPerson(name);
        await target.administrator.patch(`/v1/administration/users/${person.id}`, { is_administrator: true });
        return person;
      }),
    );
    const { items } = (await target.administrator.get('/v1/administration/users?search=root')).body as {
      readonly items: readonly { readonly id: string }[];
    };
    const [adam, eve] = rows;
    if (adam === undefined || eve === undefined) throw new Error('nobody was made');
    const unmake = (by: ApiClient, id: string): Promise<ApiAnswer> =>
      by.patch(`/v1/administration/users/${id}`, { is_administrator: false });
    await Promise.all([
      unmake(adam.client, eve.id),
      unmake(eve.client, adam.id),
      unmake(adam.client, items[0]?.id ?? ''),
      unmake(eve.client, items[0]?.id ?? ''),
    ]);
    expect(await count(`from auth."user" where role = 'admin'`)).toBeGreaterThanOrEqual(1);
  });
});
