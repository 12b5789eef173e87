import { type ApiAnswer, type ApiClient, readCapturedMails, waitForLink } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createOrganization,
  type HttpTarget,
  openHttpTarget,
  outcomeOf,
  password,
  type Person,
  withoutLimits,
} from './http-target.ts';

// Who has a link in a mail has what it stands for: an account, an address, a place in an organization.
let target: HttpTarget;
let owner: Person;
let organization: { readonly id: string; readonly client: ApiClient };

beforeAll(async () => {
  target = await openHttpTarget(withoutLimits);
  owner = await target.createPerson('owner');
  organization = await createOrganization(owner, 'Ours');
}, 90_000);
afterAll(() => target[Symbol.asyncDispose]());

async function linkTo(rcptTo: string, path: string, except: readonly string[] = []): Promise<URL> {
  return waitForLink(target.server.httpUrl, { rcptTo, path, except });
}
const tokenOf = (link: URL): string => link.searchParams.get('token') ?? '';

async function requestReset(email: string, except: readonly string[] = []): Promise<URL> {
  await target.stranger().post('/v1/auth/request-password-reset', { email });
  return linkTo(email, '/reset-password', except);
}

const reset = (token: string, newPassword = 'chosen by somebody else'): Promise<ApiAnswer> =>
  target.stranger().post('/v1/auth/reset-password', { token, newPassword });
const signInAs = (email: string, secret: string): Promise<ApiAnswer> =>
  target.stranger().post('/v1/auth/sign-in/email', { email, password: secret });

async function register(email: string): Promise<URL> {
  expect(await target.stranger().post('/v1/auth/sign-up/email', { email, password })).toMatchObject({
    status: 200,
  });
  return linkTo(email, '/verify-email');
}

async function invite(
  email: string,
  role = 'member',
): Promise<{ readonly id: string; readonly token: string }> {
  const invited = await organization.client.post('/v1/invitations', { email, role });
  expect(invited.status).toBe(201);
  return {
    id: (invited.body as { readonly id: string }).id,
    token: tokenOf(await linkTo(email, '/invitation')),
  };
}

/** What an attacker who sees some links makes of them: one character more, less or another; another user's id in front. */
function bend(token: string, otherToken: string): readonly string[] {
  const octets = Buffer.from(token, 'base64url');
  const other = Buffer.from(otherToken, 'base64url');
  const flipped = Buffer.from(octets);
  flipped[octets.length - 1] = (octets.at(-1) ?? 0) ^ 1;
  return [
    flipped.toString('base64url'),
    Buffer.concat([other.subarray(0, 16), octets.subarray(16)]).toString('base64url'),
    octets.subarray(0, -1).toString('base64url'),
    `${token}A`,
    `A${token}`,
    Buffer.alloc(48).toString('base64url'),
    token.toLowerCase(),
  ];
}

async function age(kind: string, userId: string): Promise<void> {
  const { rowCount } = await target.db.query(
    `update auth.verification set "expiresAt" = now() - interval '1 second' where identifier = $1`,
    [`${kind} ${userId}`],
  );
  expect(rowCount).toBe(1);
}

describe('a link to a new password', () => {
  it('works for nobody who bends it, nor as another kind of link', async () => {
    const [ann, ben] = [await target.createPerson('ann'), await target.createPerson('ben')];
    const [token, otherToken] = [
      tokenOf(await requestReset(ann.email)),
      tokenOf(await requestReset(ben.email)),
    ];
    for (const wrong of bend(token, otherToken))
      expect(outcomeOf(await reset(wrong)), wrong).toBe('410 link_invalid');
    expect(outcomeOf(await ann.client.post('/v1/auth/verify-email', { token }))).toBe('410 link_invalid');
    expect(outcomeOf(await ann.client.post('/v1/invitation-links/accept', { token }))).toBe(
      '410 link_invalid',
    );
    expect((await signInAs(ann.email, password)).status).toBe(200);
    expect((await reset(token)).status).toBe(200);
  });

  it('is used once, and a look at its page is no use', async () => {
    const cleo = await target.createPerson('cleo');
    const link = await requestReset(cleo.email);
    const path = link.pathname + link.search;
    // Scanners of mail follow links, some with HEAD first.
    for (const method of ['GET', 'HEAD', 'GET'])
      expect((await target.stranger().request(method, path)).status).toBe(200);
    expect((await reset(tokenOf(link), 'the first password')).status).toBe(200);
    expect(outcomeOf(await reset(tokenOf(link), 'the second password'))).toBe('410 link_invalid');
    expect((await signInAs(cleo.email, 'the second password')).status).toBe(401);
    expect((await signInAs(cleo.email, 'the first password')).status).toBe(200);
  });

  it('is over after its time', async () => {
    const dora = await target.createPerson('dora');
    const token = tokenOf(await requestReset(dora.email));
    await age('reset-password', dora.id);
    expect(outcomeOf(await reset(token))).toBe('410 link_invalid');
    expect((await signInAs(dora.email, password)).status).toBe(200);
  });

  it('is over with the next one, a new password and a new address', async () => {
    const emil = await target.createPerson('emil');
    const first = await requestReset(emil.email);
    const second = await requestReset(emil.email, [first.href]);
    expect(outcomeOf(await reset(tokenOf(first)))).toBe('410 link_invalid');
    const change = { currentPassword: password, newPassword: 'a password of his own' };
    expect((await emil.client.post('/v1/auth/change-password', change)).status).toBe(200);
    expect(outcomeOf(await reset(tokenOf(second)))).toBe('410 link_invalid');
    const third = await requestReset(emil.email, [first.href, second.href]);
    await emil.client.post('/v1/auth/change-email', { newEmail: 'emil@new.example' });
    const confirm = tokenOf(await linkTo('emil@new.example', '/verify-email'));
    expect((await target.stranger().post('/v1/auth/verify-email', { token: confirm })).status).toBe(200);
    // Who still reads the old mailbox must not get the account.
    expect(outcomeOf(await reset(tokenOf(third)))).toBe('410 link_invalid');
  });

  it('leads to this server, whatever host the request names', async () => {
    const fay = await target.createPerson('fay');
    const host = '203.0.113.66';
    for (const headers of [
      { 'x-forwarded-host': 'evil.example' },
      { 'x-forwarded-host': host },
      { forwarded: 'host=evil.example' },
    ])
      await target.stranger().post('/v1/auth/request-password-reset', { email: fay.email }, { headers });
    await linkTo(fay.email, '/reset-password');
    const mails = await readCapturedMails(target.server.httpUrl, fay.email);
    expect(mails.length).toBeGreaterThan(0);
    for (const { text } of mails) {
      expect(text).not.toContain('evil.example');
      expect(text).not.toContain(host);
    }
  });
});

describe('a link that confirms an address', () => {
  it('is used once, by its token alone, and is over after its time', async () => {
    const link = await register('gwen@people.example');
    const late = await register('hans@people.example');
    for (const wrong of bend(tokenOf(link), tokenOf(late)))
      expect(outcomeOf(await target.stranger().post('/v1/auth/verify-email', { token: wrong }))).toBe(
        '410 link_invalid',
      );
    const { rows } = await target.db.query<{ id: string }>(
      `select id from auth."user" where email = 'hans@people.example'`,
    );
    await age('verify-email', rows[0]?.id ?? '');
    expect(outcomeOf(await target.stranger().post('/v1/auth/verify-email', { token: tokenOf(late) }))).toBe(
      '410 link_invalid',
    );
    expect(outcomeOf(await signInAs('hans@people.example', password))).toBe('403 email_not_verified');
    expect((await target.stranger().post('/v1/auth/verify-email', { token: tokenOf(link) })).status).toBe(
      200,
    );
    expect(outcomeOf(await target.stranger().post('/v1/auth/verify-email', { token: tokenOf(link) }))).toBe(
      '410 link_invalid',
    );
  });

  it('is not followed by looking', async () => {
    const link = await register('ines@people.example');
    for (const method of ['GET', 'HEAD'])
      expect((await target.stranger().request(method, link.pathname + link.search)).status).toBe(200);
    expect(outcomeOf(await signInAs('ines@people.example', password))).toBe('403 email_not_verified');
  });

  it('gives nobody an address that another took meanwhile', async () => {
    const jack = await target.createPerson('jack');
    await jack.client.post('/v1/auth/change-email', { newEmail: 'wanted@people.example' });
    const token = tokenOf(await linkTo('wanted@people.example', '/verify-email'));
    const rival = await target.createPerson('wanted');
    expect(outcomeOf(await jack.client.post('/v1/auth/verify-email', { token }))).toBe('410 link_invalid');
    expect((await rival.client.get('/v1/account')).body).toMatchObject({ id: rival.id, email: rival.email });
    expect((await jack.client.get('/v1/account')).body).toMatchObject({ email: jack.email });
  });
});

describe('an invitation', () => {
  it('is for nobody else, who has the link or knows the id', async () => {
    const [kate, thief] = [await target.createPerson('kate'), await target.createPerson('thief')];
    const { id, token } = await invite(kate.email, 'admin');
    const { client } = thief;
    expect(outcomeOf(await client.post('/v1/invitation-links/accept', { token }))).toBe('410 link_invalid');
    expect(outcomeOf(await client.post('/v1/invitation-links/decline', { token }))).toBe('410 link_invalid');
    expect(outcomeOf(await client.post(`/v1/account/invitations/${id}/accept`))).toBe('404 not_found');
    expect(outcomeOf(await client.post(`/v1/account/invitations/${id}/decline`))).toBe('404 not_found');
    const signUp = { email: 'thief2@people.example', password, invitationToken: token };
    expect(outcomeOf(await target.stranger().post('/v1/auth/sign-up/email', signUp))).toBe(
      '410 link_invalid',
    );
    // A claim to the address is not the address.
    expect((await kate.client.post('/v1/invitation-links/accept', { token })).status).toBe(200);
  });

  it('is for nobody who only claims its address', async () => {
    const { token } = await invite('lara@people.example');
    await register('lara@people.example');
    const unconfirmed = target.stranger();
    expect(
      outcomeOf(await unconfirmed.post('/v1/auth/sign-in/email', { email: 'lara@people.example', password })),
    ).toBe('403 email_not_verified');
    expect(outcomeOf(await unconfirmed.post('/v1/invitation-links/accept', { token }))).toBe(
      '401 unauthenticated',
    );
  });

  it('works once, and not after it was called back, sent again, declined, or its time', async () => {
    const mia = await target.createPerson('mia');
    const accept = (token: string) => mia.client.post('/v1/invitation-links/accept', { token });
    const first = await invite(mia.email);
    await organization.client.delete(`/v1/invitations/${first.id}`);
    expect(outcomeOf(await accept(first.token))).toBe('410 link_invalid');
    const second = await organization.client.post('/v1/invitations', { email: mia.email, role: 'member' });
    const { id } = second.body as { readonly id: string };
    const links = async (): Promise<readonly string[]> =>
      (await readCapturedMails(target.server.httpUrl, mia.email)).flatMap(({ text }) =>
        Array.from(text.matchAll(/invitation\?token=([\w-]+)/g), ([, token]) => token ?? ''),
      );
    await expect.poll(async () => new Set(await links()).size).toBe(2);
    const replaced = (await links()).find((token) => token !== first.token) ?? '';
    expect((await organization.client.post(`/v1/invitations/${id}/resend`)).status).toBe(200);
    expect(outcomeOf(await accept(replaced))).toBe('410 link_invalid');
    await expect.poll(async () => new Set(await links()).size).toBe(3);
    const last = (await links()).find((token) => token !== first.token && token !== replaced) ?? '';
    await target.db.query(
      `update auth.invitation set "expiresAt" = now() - interval '1 second' where id = $1`,
      [id],
    );
    expect(outcomeOf(await accept(last))).toBe('410 link_invalid');
    expect(outcomeOf(await mia.client.post(`/v1/account/invitations/${id}/accept`))).toBe('404 not_found');
    await target.db.query(`update auth.invitation set "expiresAt" = now() + interval '1 day' where id = $1`, [
      id,
    ]);
    expect((await mia.client.post('/v1/invitation-links/decline', { token: last })).status).toBe(204);
    expect(outcomeOf(await accept(last))).toBe('410 link_invalid');
  });

  it('dies with the right of whoever sent it', async () => {
    const [nora, otto] = [await target.createPerson('nora'), await target.createPerson('otto')];
    const { token } = await invite(nora.email, 'admin');
    expect((await nora.client.post('/v1/invitation-links/accept', { token })).status).toBe(200);
    const admin = nora.client.with({ 'smtpy-organization': organization.id });
    expect((await admin.post('/v1/invitations', { email: otto.email, role: 'admin' })).status).toBe(201);
    const left = tokenOf(await linkTo(otto.email, '/invitation'));
    const { items } = (await organization.client.get('/v1/members')).body as {
      readonly items: readonly { readonly id: string; readonly email: string }[];
    };
    const memberId = items.find(({ email }) => email === nora.email)?.id ?? '';
    expect((await organization.client.delete(`/v1/members/${memberId}`)).status).toBe(204);
    // A friend whom a removed admin invited before would let the admin back in.
    expect(outcomeOf(await otto.client.post('/v1/invitation-links/accept', { token: left }))).toBe(
      '410 link_invalid',
    );
  });
});

describe('the link of a mailbox', () => {
  const post = (fields: Readonly<Record<string, string>>, client = target.stranger()): Promise<ApiAnswer> =>
    client.post('/confirm-mailbox', new URLSearchParams(fields).toString(), {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });

  async function add(address: string): Promise<{ readonly path: string; readonly token: string }> {
    const added = await organization.client.post('/v1/mailboxes', { address });
    expect(added).toMatchObject({ status: 201, body: { state: 'pending' } });
    const { id } = added.body as { readonly id: string };
    return { path: `/v1/mailboxes/${id}`, token: tokenOf(await linkTo(address, '/confirm-mailbox')) };
  }

  const stateOf = async (path: string): Promise<unknown> =>
    ((await organization.client.get(path)).body as { readonly state?: string }).state;

  it('confirms by a form alone, once, for whoever has read the mail, and for nobody who bends it', async () => {
    const { path, token } = await add('una@provider.example');
    const other = await add('vic@provider.example');
    // Scanners of mail follow links, some with HEAD first.
    for (const method of ['GET', 'HEAD', 'GET'])
      expect((await target.stranger().request(method, `/confirm-mailbox?token=${token}`)).status).toBe(200);
    for (const wrong of bend(token, other.token))
      expect((await post({ token: wrong, decision: 'confirm' })).status, wrong).toBe(410);
    // Nor is it another kind of link.
    expect(outcomeOf(await target.stranger().post('/v1/auth/verify-email', { token }))).toBe(
      '410 link_invalid',
    );
    expect((await post({ token })).status).toBe(400);
    expect(await stateOf(path)).toBe('pending');
    expect((await post({ token, decision: 'confirm' })).status).toBe(200);
    expect(await stateOf(path)).toBe('confirmed');
    expect((await post({ token, decision: 'refuse' })).status).toBe(410);
    expect(await stateOf(path)).toBe('confirmed');
    expect((await post({ token: other.token, decision: 'refuse' })).status).toBe(200);
    expect((await organization.client.get(other.path)).status).toBe(404);
    expect(
      outcomeOf(await organization.client.post('/v1/mailboxes', { address: 'vic@provider.example' })),
    ).toBe('409 conflict');
  });

  it('is in no answer, no log and no list that its organization sees', async () => {
    const { path, token } = await add('wim@provider.example');
    for (const shown of [path, '/v1/mailboxes', '/v1/notices', '/v1/audit-entries'])
      expect(JSON.stringify((await organization.client.get(shown)).body), shown).not.toContain(token);
    await target.stranger().request('GET', `/confirm-mailbox?token=${token}`);
    expect(target.server.log()).not.toContain(token);
  });
});

describe('registering with the link of an invitation', () => {
  it('takes no name that ends the field of a header', async () => {
    const email = 'pia@people.example';
    const { token: invitationToken } = await invite(email);
    for (const name of ['Pia\r\nBcc: all@people.example', 'Pia\u0000', 'Pia \u202Egnp.exe', 'Pia\u2028x']) {
      const answer = await target
        .stranger()
        .post('/v1/auth/sign-up/email', { email, password, name, invitationToken });
      expect([name, answer.status]).toEqual([name, 422]);
    }
    const { rows } = await target.db.query<{ name: string }>(
      'select name from auth."user" where email = $1',
      [email],
    );
    expect(rows).toEqual([]);
  });
});

describe('an invitation of who is suspended', () => {
  it('makes nobody a member', async () => {
    const rita = await target.createPerson('rita');
    const { token } = await invite(rita.email);
    await target.db.query(`update auth."user" set "suspendedAt" = now() where id = $1`, [rita.id]);
    for (const operation of ['accept', 'decline'])
      expect(outcomeOf(await rita.client.post(`/v1/invitation-links/${operation}`, { token }))).toBe(
        '403 account_suspended',
      );
    const { rowCount } = await target.db.query(
      'select 1 from auth.member where "userId" = $1 and "organizationId" = $2',
      [rita.id, organization.id],
    );
    expect(rowCount).toBe(0);
  });
});
