import { Resolver } from 'node:dns/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dkimVerify } from 'mailauth';
import { addressIn, type Correspondent, createCorrespondent, fieldOf } from './correspondent.ts';
import { aliasDomain, install, type Installation, mailboxDomain, userEmail } from './installation.ts';

// A domain of the operator on which another organization has an alias: everything about its mail is that organization's.
const tenant = 'tenant@account.example';
const mailbox = `tenant@${mailboxDomain}`;
const alias = `visitor@${aliasDomain}`;

let it_: Installation;
let owner: Correspondent;
let bob: Correspondent;
let key: string;

beforeAll(async () => {
  it_ = await install();
  await it_.command('user', 'create', '--email', tenant, '--password', 'correct horse battery staple');
  await it_.command('mailbox', 'add', mailbox, '--user', tenant, '--trust');
  const { stdout } = await it_.tryCommand('key', 'create', '--user', tenant, '--name', 'e2e');
  key = stdout.split('\n')[0] ?? '';
  owner = await createCorrespondent(it_, mailbox, { name: 'The Tenant' });
  bob = await createCorrespondent(it_, 'bob@outside.example', { name: 'Bob' });
});
afterAll(() => it_[Symbol.asyncDispose]());

/** Asks the API as the tenant. */
async function ask(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${it_.server.httpUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    signal: AbortSignal.timeout(10_000),
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

/** Messages to addresses of the domain; the others are letters of the service. */
async function countMessages(user: string): Promise<number> {
  const { items } = (await it_.command('message', 'list', '--user', user)) as {
    items: readonly { rcpt_to: readonly string[] }[];
  };
  return items.filter(({ rcpt_to: [first = ''] }) => first.endsWith(`@${aliasDomain}`)).length;
}

const wanted = { local_part: 'visitor', domain: aliasDomain };

describe('an alias on a shared domain', () => {
  it('can be made once the operator shares the domain, but under none of its own names', async () => {
    expect(await ask('POST', '/v1/aliases', wanted)).toMatchObject({ status: 422 });
    await it_.command('domain', 'set', aliasDomain, '--shared');
    const own = await ask('POST', '/v1/aliases', { ...wanted, local_part: 'postmaster' });
    expect(own).toMatchObject({ status: 422 });
    expect(await ask('POST', '/v1/aliases', { ...wanted, local_part: 'shop' })).toMatchObject({
      status: 409,
      body: { code: 'already_exists' },
    });
    expect(await ask('POST', '/v1/aliases', wanted)).toMatchObject({
      status: 201,
      body: { address: alias, domain: { is_shared: true }, mailboxes: [{ address: mailbox }] },
    });
  });

  it('forwards to its owner, signed by the domain, and is answered as the alias', async () => {
    await bob.send({ rcptTo: [alias] });
    const { data, mailFrom } = await owner.awaitMail(1);
    const replyAddress = addressIn(fieldOf(data, 'From'));
    expect(replyAddress).toMatch(/^bob\.outside\.example\.[a-z2-7]{12}@alias\.example$/u);
    expect(mailFrom).toMatch(/@alias\.example$/u);
    const resolver = new Resolver();
    resolver.setServers([it_.dns.address]);
    const { results } = await dkimVerify(data, {
      resolver: (name, type) => resolver.resolve(name, type) as Promise<string[][]>,
    });
    expect(results.map(({ signingDomain, status }) => [signingDomain, status.result])).toContainEqual([
      aliasDomain,
      'pass',
    ]);
    await owner.send({ rcptTo: [replyAddress] });
    expect(addressIn(fieldOf((await bob.awaitMail(1)).data, 'From'))).toBe(alias);
  });

  it('has its mail, numbers and activity in the organization of the alias', async () => {
    expect(await countMessages(tenant)).toBe(2);
    expect(await countMessages(userEmail)).toBe(0);
    await expect
      .poll(async () => (await ask('GET', '/v1/aliases')).body)
      .toMatchObject({
        items: [
          {
            counters: { forwarded: 1, replied: 1, blocked: 0, bounced: 0 },
            last_activity_at: expect.any(String) as string,
          },
        ],
      });
    expect(await it_.command('check-invariants')).toMatchObject({ violations: [] });
  });

  it('is refused when it is in the trash, and counted as blocked where it is switched off', async () => {
    const { items } = (await ask('GET', '/v1/aliases')).body as { items: readonly { id: string }[] };
    const path = `/v1/aliases/${String(items[0]?.id)}`;
    await ask('PATCH', path, { is_enabled: false });
    expect((await bob.send({ rcptTo: [alias] })).last.code).toBe(550);
    await expect.poll(async () => (await ask('GET', path)).body).toMatchObject({ counters: { blocked: 1 } });
  });
});
