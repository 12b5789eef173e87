import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAliasWorld, type AliasWorld, type Body } from './testdata/alias-world.ts';

let world: AliasWorld;
beforeAll(async () => {
  world = await openAliasWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const dayMs = 86_400_000;

/** Makes an alias of Jane's. */
async function make(body: object = {}): Promise<Body> {
  const made = await world.send('jane', 'POST', '/v1/aliases', body);
  if (made.status !== 201) throw new Error(made.text);
  return made.body;
}

/** Addresses of a list of Jane's, and what stands beside them. */
async function list(query: string): Promise<{ readonly addresses: readonly string[]; readonly body: Body }> {
  const { status, body, text } = await world.send('jane', 'GET', `/v1/aliases?${query}`);
  if (status !== 200) throw new Error(text);
  return { addresses: body.items.map(({ address }) => address), body };
}

describe('making an alias', () => {
  it('takes a name of its own with all settings, and answers with what is stored', async () => {
    const settings = {
      is_enabled: false,
      when_disabled: 'discard',
      mode: 'preserve',
      display_name: 'Jane Doe',
      note: 'Two\nlines',
      is_pinned: true,
      plus_addressing: false,
      expires_at: '2030-01-01T00:00:00.000Z',
      messages_left: 3,
      pinning: 'learn',
      holds_for_preview: true,
    };
    const made = await make({
      local_part: 'Full',
      domain: 'JANE.example',
      tags: ['b', 'A', 'B '],
      ...settings,
    });
    expect(made).toMatchObject({
      ...settings,
      address: 'full@jane.example',
      local_part: 'full',
      domain: { id: world.domainIds.jane, name: 'jane.example', is_shared: false },
      tags: ['a', 'b'],
      mailboxes: [{ id: world.mailboxIds.jane, address: 'jane@provider.example' }],
      pins: [],
      origin: 'made',
      counters: { forwarded: 0, replied: 0, blocked: 0, bounced: 0 },
      last_activity_at: null,
      deleted_at: null,
    });
    expect((await world.send('jane', 'GET', `/v1/aliases/${made.id}`)).body).toEqual(made);
    expect((await world.trail('jane')).at(-1)).toMatchObject({
      action: 'alias.created',
      subject_label: 'full@jane.example',
    });
  });

  it.each([
    ['words', /^[a-z]+\.[a-z]+\d{4}@jane\.example$/],
    ['characters', /^[a-z2-9]{10}@jane\.example$/],
    ['uuid', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}@jane\.example$/],
  ])('makes a random one of %s', async (style, form) => {
    expect((await make({ style })).address).toMatch(form);
  });

  it('gives an address once, of any number who ask at the same moment', async () => {
    const body = { local_part: 'raced' };
    const statuses = await Promise.all(
      Array.from({ length: 6 }, () => world.statusOf('jane', 'POST', '/v1/aliases', body)),
    );
    expect(statuses.toSorted()).toEqual(['201', ...Array.from({ length: 5 }, () => '409 already_exists')]);
  });

  it.each([
    ['an address in place of a name', { local_part: 'a@b' }, '422 invalid_request'],
    ['a relay probe', { local_part: 'user%other' }, '422 invalid_request'],
    ['the form of a return path', { local_part: `b-${'a'.repeat(45)}` }, '422 invalid_request'],
    ['the domain of somebody else', { domain: 'john.example' }, '422 invalid_request'],
    ['a domain that nobody has', { domain: 'nobody.example' }, '422 invalid_request'],
    ['an unknown domain id', { domain_id: randomUUID() }, '404 not_found'],
    ['an unknown mailbox', { mailbox_ids: [randomUUID()] }, '422 invalid_request'],
    ['no mailbox', { mailbox_ids: [] }, '422 invalid_request'],
    ['a name and a style', { local_part: 'x', style: 'uuid' }, '422 invalid_request'],
    ['a tag with a comma', { tags: ['a,b'] }, '422 invalid_request'],
    ['too many tags', { tags: Array.from({ length: 21 }, (_, index) => `t${index}`) }, '422 invalid_request'],
  ])('refuses %s', async (_name, body, status) => {
    expect(await world.statusOf('jane', 'POST', '/v1/aliases', body)).toBe(status);
  });

  it('refuses mailbox and domain of another organization as if there were none', async () => {
    const foreign = await world.send('jane', 'POST', '/v1/aliases', { mailbox_ids: [world.mailboxIds.john] });
    const id = randomUUID();
    const unknown = await world.send('jane', 'POST', '/v1/aliases', { mailbox_ids: [id] });
    const told = (text: string, name: string) => text.replace(name, 'X').replace(/"request_id":"[^"]*"/, '');
    expect(told(foreign.text, world.mailboxIds.john)).toBe(told(unknown.text, id));
    const body = { domain_id: world.domainIds.john };
    expect(await world.statusOf('jane', 'POST', '/v1/aliases', body)).toBe('404 not_found');
  });
});

describe('changing an alias', () => {
  it('changes what is given, takes away what is null, and tells the log what changed', async () => {
    const { id } = await make({ local_part: 'changing', note: 'old', display_name: 'Old', tags: ['old'] });
    const change = { note: null, display_name: null, tags: ['New'], messages_left: 5, is_enabled: false };
    const changed = await world.send('jane', 'PATCH', `/v1/aliases/${id}`, change);
    expect(changed.body).toMatchObject({ ...change, tags: ['new'], mode: 'rewrite' });
    expect((await world.trail('jane')).at(-1)).toMatchObject({
      action: 'alias.changed',
      before: { note: 'old', display_name: 'Old', tags: 'old', messages_left: null, is_enabled: true },
      after: { note: null, display_name: null, tags: 'new', messages_left: 5, is_enabled: false },
    });
    const entries = (await world.trail('jane')).length;
    await world.send('jane', 'PATCH', `/v1/aliases/${id}`, { messages_left: 5 });
    expect(await world.trail('jane')).toHaveLength(entries);
  });

  it('is not possible for others, who cannot tell it from nothing', async () => {
    const { id } = await make();
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/restore'],
      ['GET', '/pins'],
      ['GET', '/senders'],
      ['GET', '/app-passwords'],
    ] as const) {
      const body = method === 'PATCH' ? { mailbox_ids: [randomUUID()] } : undefined;
      expect(await world.statusOf('john', method, `/v1/aliases/${id}${path}`, body)).toBe('404 not_found');
    }
  });
});

describe('the trash', () => {
  it('keeps an alias for 30 days as it was, and its address for ever', async () => {
    const { id } = await make({ local_part: 'trashed', note: 'kept' });
    expect(await world.statusOf('jane', 'DELETE', `/v1/aliases/${id}`)).toBe('204');
    expect(await world.statusOf('jane', 'DELETE', `/v1/aliases/${id}`)).toBe('404 not_found');
    expect(await world.statusOf('jane', 'PATCH', `/v1/aliases/${id}`, { note: 'x' })).toBe('404 not_found');
    expect((await list('search=trashed')).addresses).toEqual([]);
    expect((await list('search=trashed&in_trash=true')).addresses).toEqual(['trashed@jane.example']);
    world.clock.advance(30 * dayMs - 1_000);
    const restored = await world.send('jane', 'POST', `/v1/aliases/${id}/restore`);
    expect(restored.body).toMatchObject({ id, note: 'kept', deleted_at: null });
    expect((await world.trail('jane')).slice(-2)).toMatchObject([
      { action: 'alias.deleted' },
      { action: 'alias.restored' },
    ]);
    await world.send('jane', 'DELETE', `/v1/aliases/${id}`);
    world.clock.advance(30 * dayMs);
    expect((await list('in_trash=true')).addresses).toEqual([]);
    expect(await world.statusOf('jane', 'GET', `/v1/aliases/${id}`)).toBe('404 not_found');
    expect(await world.statusOf('jane', 'POST', `/v1/aliases/${id}/restore`)).toBe('404 not_found');
    const again = { local_part: 'trashed' };
    expect(await world.statusOf('jane', 'POST', '/v1/aliases', again)).toBe('409 already_exists');
  });
});

describe('the list', () => {
  beforeAll(async () => {
    for (const [local_part, more] of [
      ['list-a', { display_name: 'Zoe', note: '100% wool_', tags: ['list', 'x'] }],
      ['list-b', { display_name: 'ann', is_pinned: true, tags: ['list'] }],
      ['list-c', { is_enabled: false, mode: 'preserve', tags: ['list'] }],
      ['list-d', { is_pinned: true, tags: ['list', 'x'] }],
    ] as const)
      await make({ local_part, ...more });
  });
  const names = (addresses: readonly string[]) => addresses.map((address) => address.slice(5, 6)).join('');

  it.each([
    ['tag=list&sort=created_at', 'abcd'],
    ['tag=LIST', 'dcba'],
    ['tag=list&sort=-address', 'dcba'],
    ['tag=list&sort=name', 'cdba'],
    ['tag=list&sort=-name', 'abdc'],
    ['tag=list&sort=created_at&pinned_first=true', 'bdac'],
    ['tag=list&sort=last_activity_at', 'abcd'],
    ['tag=list&is_enabled=false', 'c'],
    ['tag=list&is_enabled=true&sort=address', 'abd'],
    ['tag=list&is_pinned=true&sort=address', 'bd'],
    ['tag=list&mode=preserve', 'c'],
    ['tag=x&sort=address', 'ad'],
    ['search=LIST-A', 'a'],
    ['search=-a@jane', 'a'],
    ['search=100%25 Wool_', 'a'],
    ['search=100_', ''],
    ['search=zo', 'a'],
    ['tag=list&origin=catch_all', ''],
  ])('%s gives %s', async (query, expected) => {
    expect(names((await list(query.replaceAll(' ', '%20'))).addresses)).toBe(expected);
  });

  it.each(['created_at', '-address', 'name', '-last_activity_at', 'name&pinned_first=true'])(
    'gives every alias once, page by page, sorted by %s',
    async (sort) => {
      const { addresses: whole } = await list(`sort=${sort}&limit=100`);
      const paged: string[] = [];
      let cursor = '';
      do {
        const { addresses, body } = await list(`sort=${sort}&limit=3${cursor}`);
        paged.push(...addresses);
        cursor = body.next_cursor === null ? '' : `&cursor=${body.next_cursor}`;
      } while (cursor !== '');
      expect(paged).toEqual(whole);
      expect(new Set(whole).size).toBe(whole.length);
    },
  );

  it('takes no cursor of another order', async () => {
    const { body } = await list('sort=name&limit=1');
    const path = `/v1/aliases?sort=created_at&cursor=${String(body.next_cursor)}`;
    expect(await world.statusOf('jane', 'GET', path)).toBe('422 invalid_request');
  });

  it('counts where nothing is searched, and shows nothing of others', async () => {
    const { body } = await list('tag=list');
    expect(body.total).toBe(4);
    expect((await list('search=list')).body.total).toBeNull();
    const { body: others } = await world.send('john', 'GET', '/v1/aliases');
    expect(others).toMatchObject({ items: [], total: 0 });
    const { body: foreign } = await world.send(
      'john',
      'GET',
      `/v1/aliases?mailbox_id=${world.mailboxIds.jane}`,
    );
    expect(foreign.items).toEqual([]);
  });

  it('leaves out catch-alls', async () => {
    await world.aliases.setCatchAll({
      organizationId: world.organizationIds.jane,
      domainId: world.domainIds.jane,
      mode: 'forward',
      mailboxAddresses: ['jane@provider.example'],
    });
    const { addresses } = await list('limit=100');
    expect(addresses.filter((address) => address.startsWith('*'))).toEqual([]);
  });

  it('names tags with how many aliases have them, page by page', async () => {
    const first = await world.send('jane', 'GET', '/v1/aliases/tags?limit=1');
    const all = await world.send('jane', 'GET', '/v1/aliases/tags');
    expect(all.body.items).toContainEqual({ tag: 'list', alias_count: 4 });
    const rest = await world.send('jane', 'GET', `/v1/aliases/tags?cursor=${String(first.body.next_cursor)}`);
    expect([...first.body.items, ...rest.body.items]).toEqual(all.body.items);
  });
});

describe('options', () => {
  it('name own domains that work, and the defaults', async () => {
    const { organizationId } = { organizationId: world.organizationIds.jane };
    await world.domains.addDomain({ organizationId, name: 'waiting.example', isTrusted: false });
    const { body } = await world.send('jane', 'GET', '/v1/alias-options');
    expect(body).toEqual({
      domains: [
        {
          id: world.domainIds.jane,
          name: 'jane.example',
          is_shared: false,
          is_own: true,
          default_mode: 'rewrite',
        },
      ],
      default_domain_id: world.domainIds.jane,
      styles: ['words', 'characters', 'uuid'],
      default_style: 'words',
      default_mailbox: { id: world.mailboxIds.jane, address: 'jane@provider.example' },
      submission: { host: 'mx.smtpy.example', tls_port: null, starttls_port: 587 },
    });
  });
});

describe('pins, senders and app passwords', () => {
  it('are added, listed and removed', async () => {
    const { id } = await make({ local_part: 'pinning' });
    const path = `/v1/aliases/${id}/pins`;
    expect((await world.send('jane', 'POST', path, { domain: 'Shop.example' })).body).toMatchObject({
      domain: 'shop.example',
      source: 'owner',
    });
    expect(await world.statusOf('jane', 'POST', path, { domain: 'com' })).toBe('422 invalid_request');
    const contact = { alias_id: id, address: 'News@mail.shop.example', display_name: 'News' };
    await world.send('jane', 'POST', '/v1/contacts', contact);
    const { body } = await world.send('jane', 'GET', `/v1/aliases/${id}/senders`);
    expect(body.items).toMatchObject([
      { address: 'news@mail.shop.example', domain: 'mail.shop.example', is_pinned: true, is_blocked: false },
    ]);
    expect(await world.statusOf('jane', 'DELETE', `${path}/SHOP.example`)).toBe('204');
    expect(await world.statusOf('jane', 'DELETE', `${path}/shop.example`)).toBe('404 not_found');
    expect((await world.send('jane', 'GET', path)).body).toMatchObject({ items: [], total: 0 });
  });

  it('show a password once, and end it', async () => {
    const { id } = await make({ local_part: 'sending' });
    const path = `/v1/aliases/${id}/app-passwords`;
    const made = await world.send('jane', 'POST', path, { name: 'Laptop' });
    expect(made.body['password']).toMatch(/^([a-z2-7]{4}-){6}[a-z2-7]{4}$/);
    expect(await world.statusOf('jane', 'POST', path, { name: 'LAPTOP' })).toBe('409 already_exists');
    const listed = await world.send('jane', 'GET', path);
    expect(listed.body.items).toEqual([
      { id: made.body.id, name: 'Laptop', created_at: made.body['created_at'], last_used_at: null },
    ]);
    expect(await world.statusOf('john', 'DELETE', `${path}/${made.body.id}`)).toBe('404 not_found');
    expect(await world.statusOf('jane', 'DELETE', `${path}/${made.body.id}`)).toBe('204');
    expect((await world.trail('jane')).slice(-2)).toMatchObject([
      { action: 'app_password.created', after: { name: 'Laptop', alias_id: id } },
      { action: 'app_password.revoked' },
    ]);
  });
});
