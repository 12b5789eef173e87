import { type ApiAnswer, ApiClient, type BootedServer } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandsOf } from './installation.ts';
import { bootTwoNodes } from './two-nodes.ts';

// Two web nodes on one PostgreSQL: what one of them knows holds at the other with the next request.
let stack: AsyncDisposableStack;
let nodes: readonly [BootedServer, BootedServer];

const email = 'jane@example.com';
const password = 'correct horse battery staple';

beforeAll(async () => {
  stack = new AsyncDisposableStack();
  nodes = await bootTwoNodes(stack, { SMTPY_ROLES: 'web', SMTPY_API_LIMIT_PER_KEY: '30/m' });
  const { command } = commandsOf(nodes[0]);
  await command('user', 'create', '--email', email, '--username', 'jane', '--password', password, '--admin');
}, 120_000);
afterAll(() => stack.disposeAsync());

async function signIn(node: 0 | 1): Promise<ApiClient> {
  const client = new ApiClient(nodes[node].httpUrl);
  expect(await client.post('/v1/auth/sign-in/email', { email, password })).toMatchObject({ status: 200 });
  return client;
}

async function makeKey(client: ApiClient): Promise<{ readonly id: string; readonly key: string }> {
  const { status, body } = await client.post('/v1/keys', { name: 'Script' });
  expect(status).toBe(201);
  return body as { readonly id: string; readonly key: string };
}

/** So many requests at once, by turns from each client. */
function atOnce(
  clients: readonly ApiClient[],
  count: number,
  send: (client: ApiClient, index: number) => Promise<ApiAnswer>,
): Promise<readonly ApiAnswer[]> {
  const each = Array.from({ length: count / clients.length }, (_, round) => round);
  const sent = each.flatMap((round) =>
    clients.map((client, index) => send(client, round * clients.length + index)),
  );
  return Promise.all(sent);
}

describe('two web nodes', () => {
  it('know each other’s sessions, and their end at once', async () => {
    const here = await signIn(0);
    const there = here.at(nodes[1].httpUrl);
    expect(await there.get('/v1/account')).toMatchObject({ status: 200 });
    expect(await here.post('/v1/auth/sign-out', {})).toMatchObject({ status: 200 });
    expect(await there.get('/v1/account')).toMatchObject({ status: 401 });
  });

  it('know a revoked key with the next request', async () => {
    const jane = await signIn(0);
    const { id, key } = await makeKey(jane);
    const scripts = nodes.map(({ httpUrl }) => new ApiClient(httpUrl, { authorization: `Bearer ${key}` }));
    for (const script of scripts) expect(await script.get('/v1/keys')).toMatchObject({ status: 200 });
    expect(await jane.delete(`/v1/keys/${id}`)).toMatchObject({ status: 204 });
    for (const script of scripts) expect(await script.get('/v1/keys')).toMatchObject({ status: 401 });
  });

  it('count together', async () => {
    const { key } = await makeKey(await signIn(0));
    const scripts = nodes.map(({ httpUrl }) => new ApiClient(httpUrl, { authorization: `Bearer ${key}` }));
    const answers = await atOnce(scripts, 60, (script) => script.get('/v1/members'));
    const statuses = answers.map(({ status }) => status);
    const within = statuses.filter((status) => status === 200).length;
    // One more where a window ended meanwhile: what it held then weighs a little less.
    expect([30, 31]).toContain(within);
    expect(statuses.filter((status) => status === 429)).toHaveLength(60 - within);
    const refused = answers.find(({ status }) => status === 429);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused?.headers.get('ratelimit-policy')).toMatch(/q=30;w=60/);
  });

  it('make as many as are allowed, however many are asked for at once at both', async () => {
    const jane = await signIn(0);
    expect(await jane.patch('/v1/administration/settings', { organizations_per_user: 5 })).toMatchObject({
      status: 200,
    });
    const clients = [jane, jane.at(nodes[1].httpUrl)];
    const answers = await atOnce(clients, 100, (client, index) =>
      client.post('/v1/organizations', { name: `No. ${index}` }),
    );
    const made = answers.filter(({ status }) => status === 201);
    const refused = answers.filter(({ status }) => status === 409);
    expect(refused.length + made.length).toBe(100);
    const { body } = await jane.get('/v1/organizations');
    const items = (body as { readonly items: readonly { readonly is_personal: boolean }[] }).items;
    expect(items.filter(({ is_personal: isPersonal }) => !isPersonal)).toHaveLength(made.length);
    expect(made.length).toBe(5);
  });

  it('do a request once that is sent to both with one idempotency key', async () => {
    const jane = await signIn(0);
    const headers = { 'idempotency-key': 'one-key-for-both' };
    const clients = [jane, jane.at(nodes[1].httpUrl)];
    const answers = await atOnce(clients, 10, (client) =>
      client.post('/v1/keys', { name: 'Once' }, { headers }),
    );
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    const { body } = await jane.get('/v1/keys?limit=100');
    const { items } = body as { readonly items: readonly { readonly name: string }[] };
    expect(items.filter(({ name }) => name === 'Once')).toHaveLength(1);
  });

  it('lose nothing when one of them is killed while it works', async () => {
    const jane = await signIn(1);
    const victim = jane.at(nodes[0].httpUrl);
    const asked = Array.from({ length: 40 }, (_, index) =>
      victim
        .post('/v1/keys', { name: `Killed ${index}` }, { headers: { 'idempotency-key': `kill-${index}` } })
        .then(
          (answer) => ({ index, status: answer.status }),
          // Expected: the node is gone; whether the key was made is then asked with the same idempotency key.
          () => ({ index, status: 0 }),
        ),
    );
    await Promise.race(asked);
    await nodes[0].kill9();
    const first = await Promise.all(asked);
    const again = await Promise.all(
      first.map(({ index }) =>
        jane.post(
          '/v1/keys',
          { name: `Killed ${index}` },
          { headers: { 'idempotency-key': `kill-${index}` } },
        ),
      ),
    );
    expect(again.map(({ status }) => status).every((status) => status === 201)).toBe(true);
    const { body } = await jane.get('/v1/keys?limit=100');
    const { items } = body as { readonly items: readonly { readonly name: string }[] };
    const names = items.map(({ name }) => name).filter((name) => name.startsWith('Killed'));
    expect(names).toHaveLength(40);
    expect(new Set(names).size).toBe(40);
    expect(await jane.get('/v1/account')).toMatchObject({ status: 200 });
  });
});
