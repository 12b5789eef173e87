import { parseAddress, type Address } from '@smtpy/mail';
import { generateKey } from 'openpgp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrincipal, openTestApi, type TestApi } from '../../fixtures/index.ts';
import { openWorld, type World } from '../mailbox-confirmation/testdata/world.ts';
import { createMailboxKeys, mailboxKeyRoutes } from './index.ts';

let world: World;
let api: TestApi;
let path: string;
let key: { readonly publicKey: string; readonly privateKey: string };
let asked = 0;

beforeAll(async () => {
  world = await openWorld();
  const { jane, john } = world.people;
  const address: Address = addressOf('jane@provider.example');
  const added = await world.mailboxes.addMailbox({
    organizationId: jane.organizationId,
    address: 'jane@provider.example',
    isTrusted: true,
  });
  if (added.kind !== 'added') throw new Error(added.kind);
  path = `/v1/mailboxes/${added.mailbox.id}/key`;
  key = await generateKey({
    userIDs: [{ email: `${address.localPart}@${address.domain}` }],
    format: 'armored',
  });
  api = await openTestApi({
    db: world.db,
    routes: mailboxKeyRoutes({
      ...world,
      mailboxKeys: createMailboxKeys({ ...world, clock: { now: () => new Date() } }),
      resolver: {
        resolveAddresses: () => {
          asked += 1;
          return Promise.resolve({ kind: 'not_found' } as never);
        },
      },
    }),
    principals: {
      jane: createPrincipal(jane.id),
      john: createPrincipal(john.id),
    },
  });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

function addressOf(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

const send = (method: string, to = path, body?: object, as = 'jane') =>
  api.send(method, to, { as, ...(body && { body }) });

describe('the key of a mailbox', () => {
  it('is given, shown beside the mailbox, and taken away; the log knows the fingerprint', async () => {
    expect((await send('GET')).status).toBe(404);
    const saved = await send('PUT', path, { public_key: key.publicKey, hides_subject: true });
    expect(saved).toMatchObject({
      status: 200,
      body: { key: { source: 'pasted', hides_subject: true }, warning: null, released: 0 },
    });
    expect((await send('GET')).body).toMatchObject({ hides_subject: true, expires_at: null });
    expect((await send('DELETE')).status).toBe(204);
    expect((await send('DELETE')).status).toBe(404);
    const { organizationId } = world.people.jane;
    const actions = (await world.actionsOf(organizationId)).map(({ action }) => action);
    expect(actions.slice(-2)).toEqual(['mailbox.key_removed', 'mailbox.key_set']);
  });

  it('is refused with the reason', async () => {
    for (const [text, words] of [
      [key.privateKey, 'private key'],
      ['nothing of the kind', 'not an OpenPGP public key'],
      ['x'.repeat(90_000), '64 KiB'],
      [`${key.publicKey}\n${key.publicKey}`, 'exactly one'],
    ] as const) {
      const answer = await send('PUT', path, { public_key: text });
      expect([answer.status, answer.text.includes(words)], answer.text).toEqual([422, true]);
      // What a person pasted by mistake is not sent back.
      expect(answer.text).not.toContain('BEGIN PGP PRIVATE');
    }
    expect((await send('PUT', path, { public_key: 'x'.repeat(100_001) })).status).toBe(422);
    expect((await send('GET')).status).toBe(404);
  });

  it('is looked for at the provider, and an answer says what came of it', async () => {
    const answer = await send('POST', `${path}/find`);
    expect(answer).toMatchObject({ status: 200, body: { outcome: 'not_found', saved: null } });
    expect(asked).toBeGreaterThan(0);
  });

  it('of others is unknown, and nobody is asked for it', async () => {
    const before = asked;
    expect((await send('GET', path, undefined, 'john')).status).toBe(404);
    expect((await send('PUT', path, { public_key: key.publicKey }, 'john')).status).toBe(404);
    expect((await send('DELETE', path, undefined, 'john')).status).toBe(404);
    expect((await send('POST', `${path}/find`, {}, 'john')).status).toBe(404);
    expect(asked).toBe(before);
  });
});
