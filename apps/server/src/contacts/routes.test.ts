import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDirectory } from '../aliases/index.ts';
import { parseAddress } from '@smtpy/mail';
import { createSenderEntries } from '../senders/index.ts';
import { openAliasWorld, type AliasWorld } from '../aliases/testdata/alias-world.ts';

let world: AliasWorld;
let aliasId: string;
beforeAll(async () => {
  world = await openAliasWorld();
  aliasId = (await world.send('jane', 'POST', '/v1/aliases', { local_part: 'shop' })).body.id;
});
afterAll(() => world[Symbol.asyncDispose]());

async function make(address: string, more: object = {}) {
  const made = await world.send('jane', 'POST', '/v1/contacts', { alias_id: aliasId, address, ...more });
  if (made.status !== 201) throw new Error(made.text);
  return made.body;
}

async function lookUp(text: string) {
  const address = parseAddress(text);
  if (!address.ok) throw new Error(address.reason);
  await using directory = await createDirectory({ db: world.db, clock: world.clock });
  return await directory.lookUp(address.value);
}

describe('contacts', () => {
  it('are made once for an address in any case, each with a reply address', async () => {
    const made = await make('Ann@Sender.example', { display_name: 'Ann' });
    expect(made).toMatchObject({
      alias_id: aliasId,
      alias_address: 'shop@jane.example',
      address: 'ann@sender.example',
      display_name: 'Ann',
      is_blocked: false,
    });
    expect(made['reply_address']).toMatch(/^ann\.sender\.example\.[a-z2-7]{12}@jane\.example$/);
    expect(await make('ann@sender.example', { display_name: 'Other' })).toEqual(made);
    const created = (await world.trail('jane')).filter(({ action }) => action === 'contact.created');
    expect(created).toHaveLength(1);
    const body = { alias_id: aliasId, address: 'no address' };
    expect(await world.statusOf('jane', 'POST', '/v1/contacts', body)).toBe('422 invalid_request');
  });

  it('are listed, searched and sorted, page by page', async () => {
    await make('zoe@sender.example', { display_name: 'Bob' });
    await make('bea@other.example');
    const addresses = async (query: string) =>
      (await world.send('jane', 'GET', `/v1/contacts?${query}`)).body.items.map(({ address }) => address);
    const [ann, zoe, bea] = ['ann@sender.example', 'zoe@sender.example', 'bea@other.example'];
    expect(await addresses('')).toEqual([bea, zoe, ann]);
    expect(await addresses('sort=address')).toEqual([ann, bea, zoe]);
    expect(await addresses(`alias_id=${aliasId}&search=BOB`)).toEqual([zoe]);
    expect(await addresses('search=n@s')).toEqual([ann]);
    const { body } = await world.send('jane', 'GET', '/v1/contacts?sort=-address&limit=1');
    expect(await addresses(`sort=-address&cursor=${String(body.next_cursor)}`)).toEqual([bea, ann]);
    expect((await world.send('john', 'GET', `/v1/contacts?alias_id=${aliasId}`)).body.items).toEqual([]);
  });

  it('are blocked by an entry of the alias, and by nothing else', async () => {
    const { id } = await make('spam@sender.example');
    const senders = createSenderEntries(world);
    const organizationId = world.organizationIds.jane;
    const scope = { organizationId, aliasId };
    await senders.add({ ...scope, verdict: 'allow', subject: 'spam@sender.example', source: 'owner' });
    await senders.add({ organizationId, verdict: 'block', subject: 'sender.example', source: 'owner' });
    const path = `/v1/contacts/${id}`;
    expect((await world.send('jane', 'GET', path)).body['is_blocked']).toBe(false);
    expect((await world.send('jane', 'PATCH', path, { is_blocked: true })).body['is_blocked']).toBe(true);
    expect(await senders.list({ ...scope, limit: 10 })).toMatchObject([
      { verdict: 'allow' },
      { verdict: 'block', subject: 'spam@sender.example', source: 'owner' },
    ]);
    expect((await world.trail('jane')).at(-1)).toMatchObject({
      action: 'contact.changed',
      before: { is_blocked: false },
      after: { is_blocked: true },
    });
    await world.send('jane', 'PATCH', path, { is_blocked: false, display_name: 'Spam' });
    expect(await senders.list({ ...scope, limit: 10 })).toMatchObject([{ verdict: 'allow' }]);
    expect((await world.send('jane', 'GET', path)).body).toMatchObject({
      is_blocked: false,
      display_name: 'Spam',
    });
  });

  it('leave a reply address that nobody ever gets, not even a catch-all', async () => {
    const { organizationIds, domainIds, aliases, contacts } = world;
    await aliases.setCatchAll({
      organizationId: organizationIds.jane,
      domainId: domainIds.jane,
      mode: 'create',
      mailboxAddresses: ['jane@provider.example'],
    });
    const first = await make('leaving@sender.example');
    const reply = String(first['reply_address']);
    expect((await lookUp(reply)).kind).toBe('reply_address');
    expect(await world.statusOf('john', 'DELETE', `/v1/contacts/${first.id}`)).toBe('404 not_found');
    expect(await world.statusOf('jane', 'DELETE', `/v1/contacts/${first.id}`)).toBe('204');
    expect(await lookUp(reply)).toMatchObject({ kind: 'unknown_alias', domain: { catchAll: undefined } });
    const [localPart = ''] = reply.split('@');
    expect(await aliases.ensureFromCatchAll({ domainId: domainIds.jane, localPart })).toEqual({
      kind: 'not_possible',
    });
    expect(await world.statusOf('jane', 'POST', '/v1/aliases', { local_part: localPart })).toBe(
      '422 invalid_request',
    );
    const csv = `address\n${reply}`;
    const imported = await world.send('jane', 'POST', '/v1/aliases/import', { csv });
    expect(imported.body['invalid']).toBe(1);
    const second = await make('leaving@sender.example');
    expect(second['reply_address']).not.toBe(reply);
    expect(await contacts.isReplyAddress({ domainId: domainIds.jane, localPart })).toBe(true);
  });

  it('go out of sight with an alias in the trash, and come back with it', async () => {
    const other = (await world.send('jane', 'POST', '/v1/aliases', { local_part: 'trashed' })).body.id;
    const wanted = { alias_id: other, address: 'x@sender.example' };
    const { id } = (await world.send('jane', 'POST', '/v1/contacts', wanted)).body;
    await world.send('jane', 'DELETE', `/v1/aliases/${other}`);
    expect(await world.statusOf('jane', 'GET', `/v1/contacts/${id}`)).toBe('404 not_found');
    expect(await world.statusOf('jane', 'POST', '/v1/contacts', wanted)).toBe('404 not_found');
    await world.send('jane', 'POST', `/v1/aliases/${other}/restore`);
    expect(await world.statusOf('jane', 'GET', `/v1/contacts/${id}`)).toBe('200');
  });
});
