import { parseAddress } from '@smtpy/mail';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDirectory } from './index.ts';
import { openAliasWorld, type AliasWorld, type Body } from './testdata/alias-world.ts';

// Jane's domain is shared: John makes aliases on it.
let world: AliasWorld;
beforeAll(async () => {
  world = await openAliasWorld();
  await share(true);
});
afterAll(() => world[Symbol.asyncDispose]());

async function share(isShared: boolean): Promise<void> {
  const address = parseAddress('x@jane.example');
  const domain = address.ok ? await world.domains.findDomain(address.value.domain) : undefined;
  if (domain === undefined) throw new Error('Jane has no domain');
  await world.domains.setShared({ domain, isShared });
}

async function make(as: 'jane' | 'john', localPart: string): Promise<Body> {
  const made = await world.send(as, 'POST', '/v1/aliases', { local_part: localPart, domain: 'jane.example' });
  if (made.status !== 201) throw new Error(made.text);
  return made.body;
}

async function lookUp(text: string) {
  const address = parseAddress(text);
  if (!address.ok) throw new Error(address.reason);
  await using directory = await createDirectory({ db: world.db, clock: world.clock });
  return await directory.lookUp(address.value);
}

const johns = { local_part: 'x', domain: 'jane.example' };

describe('a shared domain', () => {
  it('is among the options of others, behind their own', async () => {
    const { body } = await world.send('john', 'GET', '/v1/alias-options');
    expect(body['domains']).toMatchObject([
      { name: 'john.example', is_own: true, is_shared: false },
      { name: 'jane.example', is_own: false, is_shared: true },
    ]);
    expect(body['default_domain_id']).toBe(world.domainIds.john);
  });

  it.each(['postmaster', 'abuse', 'Admin', 'hostmaster', 'no-reply', 'dmarc'])(
    'keeps %s for its owner',
    async (localPart) => {
      const body = { ...johns, local_part: localPart };
      expect(await world.statusOf('john', 'POST', '/v1/aliases', body)).toBe('422 invalid_request');
      expect(await world.statusOf('jane', 'POST', '/v1/aliases', { local_part: localPart })).toBe('201');
    },
  );

  it('does not tell whether an address is taken by others or was deleted by them', async () => {
    const { id } = await make('jane', 'hers');
    const told = async () =>
      (await world.send('john', 'POST', '/v1/aliases', { ...johns, local_part: 'hers' })).body.detail;
    expect(await told()).toBe('hers@jane.example exists already.');
    await world.send('jane', 'DELETE', `/v1/aliases/${id}`);
    expect(await told()).toBe('hers@jane.example exists already.');
  });

  it('leads to the mailboxes of whoever has the alias', async () => {
    await make('john', 'visitor');
    expect(await lookUp('visitor@jane.example')).toMatchObject({
      kind: 'alias',
      alias: {
        organizationId: world.organizationIds.john,
        mailboxes: [{ address: { localPart: 'john', domain: 'provider.example' } }],
      },
    });
  });

  it('makes an alias wait whose organization is suspended, and no other', async () => {
    await make('jane', 'stays');
    const suspend = (at: string) =>
      world.db.query({
        text: `update auth.organization set "suspendedAt" = ${at} where id = $1`,
        params: [world.organizationIds.john],
      });
    await suspend('now()');
    expect(await lookUp('visitor@jane.example')).toEqual({
      kind: 'suspended_domain',
      organizationId: world.organizationIds.john,
    });
    expect((await lookUp('stays@jane.example')).kind).toBe('alias');
    await suspend('null');
    expect((await lookUp('visitor@jane.example')).kind).toBe('alias');
  });

  it('takes no new aliases of others once it is not shared, and keeps those that are there', async () => {
    await share(false);
    expect(await world.statusOf('john', 'POST', '/v1/aliases', johns)).toBe('422 invalid_request');
    const csv = 'address\nimported@jane.example';
    expect((await world.send('john', 'POST', '/v1/aliases/import', { csv })).body['invalid']).toBe(1);
    expect((await lookUp('visitor@jane.example')).kind).toBe('alias');
    await share(true);
  });

  it('gives nobody what an organization had that is gone', async () => {
    await world.aliases.setCatchAll({
      organizationId: world.organizationIds.jane,
      domainId: world.domainIds.jane,
      mode: 'create',
      mailboxAddresses: ['jane@provider.example'],
    });
    await world.db.query({
      text: 'delete from aliases where organization_id = $1',
      params: [world.organizationIds.john],
    });
    expect(await lookUp('visitor@jane.example')).toMatchObject({
      kind: 'unknown_alias',
      domain: { catchAll: undefined },
    });
    expect(await world.statusOf('jane', 'POST', '/v1/aliases', { local_part: 'visitor' })).toBe(
      '422 invalid_request',
    );
    const ensured = { domainId: world.domainIds.jane, localPart: 'visitor' };
    expect(await world.aliases.ensureFromCatchAll(ensured)).toEqual({ kind: 'not_possible' });
    expect((await lookUp('never@jane.example')).kind).toBe('unknown_alias');
  });
});
