import { createAliases, type Alias } from '../aliases/index.ts';
import { createContacts } from '../contacts/index.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../db/index.ts';
import { createMailboxKeys } from '../encryption/index.ts';
import { openWorld, type World } from '../mailbox-confirmation/testdata/world.ts';
import type { Mailbox } from './index.ts';

let world: World;
let jane: string;
const domain = 'care.example';
let count = 0;

beforeAll(async () => {
  world = await openWorld();
  jane = world.people.jane.organizationId;
  await world.domains.addDomain({ organizationId: jane, name: domain, isTrusted: true });
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  await world.db.query({ text: 'delete from aliases' });
  await world.db.query({ text: 'delete from mailboxes' });
  count += 1;
});

async function addMailbox(name: string, organizationId = jane): Promise<Mailbox> {
  const given = { organizationId, address: `${name}@provider.example`, isTrusted: true };
  const result = await world.mailboxes.addMailbox(given);
  if (result.kind !== 'added') throw new Error(result.kind);
  return result.mailbox;
}

async function addAlias(name: string, ...mailboxes: readonly Mailbox[]): Promise<Alias> {
  const { db, clock, domains, mailboxes: all } = world;
  const aliases = createAliases({
    db,
    clock,
    domains,
    mailboxes: all,
    contacts: createContacts({ db, clock }),
  });
  const mailboxAddresses = mailboxes.map(({ address }) => `${address.localPart}@${address.domain}`);
  const result = await aliases.addAlias({
    organizationId: jane,
    address: `${name}@${domain}`,
    mailboxAddresses,
  });
  if (result.kind !== 'added') throw new Error(result.reason);
  return result.alias;
}

async function send(
  method: string,
  path: string,
  { as = 'jane', body }: { as?: string; body?: object } = {},
) {
  const answer = await world.api.send(method, path, { as, ...(body && { body }) });
  return { status: answer.status, body: answer.body as Readonly<Record<string, unknown>> };
}
const at = ({ id }: Mailbox, path = '') => `/v1/mailboxes/${id}${path}`;
const defaultOf = async (organizationId = jane) => (await world.mailboxes.findDefault(organizationId))?.id;

/** Which mailboxes an alias forwards to. */
async function mailboxesOf({ id }: Alias): Promise<readonly string[]> {
  const rows = await world.db.query<{ readonly mailbox_id: string }>({
    text: 'select mailbox_id from alias_mailboxes where alias_id = $1 order by mailbox_id',
    params: [id],
  });
  return rows.map(({ mailbox_id: mailboxId }) => mailboxId);
}

describe('the default', () => {
  it('is the first confirmed one, is changed by hand, and is handed on', async () => {
    const [one, two, three] = [await addMailbox('one'), await addMailbox('two'), await addMailbox('three')];
    expect(await defaultOf()).toBe(one.id);
    expect(await send('PATCH', at(three), { body: { is_default: true } })).toMatchObject({
      status: 200,
      body: { is_default: true },
    });
    expect(await defaultOf()).toBe(three.id);
    expect((await send('DELETE', at(three))).status).toBe(204);
    expect(await defaultOf()).toBe(one.id);
    expect((await send('DELETE', `${at(one)}?move_to=${two.id}`)).status).toBe(204);
    expect(await defaultOf()).toBe(two.id);
    expect((await send('DELETE', at(two))).status).toBe(204);
    expect(await defaultOf()).toBeUndefined();
  });

  it('is one, however many become it at once', async () => {
    const boxes = [await addMailbox('one'), await addMailbox('two'), await addMailbox('three')];
    const answers = await Promise.all(
      boxes.map((box) => send('PATCH', at(box), { body: { is_default: true } })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const all = await world.mailboxes.listMailboxes(jane);
    expect(all.filter(({ isDefault }) => isDefault).length).toBe(1);
  });

  it('is never pending', async () => {
    const added = await send('POST', '/v1/mailboxes', {
      body: { address: `late${String(count)}@provider.example` },
    });
    const path = `/v1/mailboxes/${String(added.body['id'])}`;
    expect(await send('PATCH', path, { body: { is_default: true } })).toMatchObject({ status: 409 });
    expect(await defaultOf()).toBeUndefined();
  });
});

describe('pausing by hand', () => {
  const stateOf = async (mailbox: Mailbox) => (await world.mailboxes.load(mailbox.id))?.pauseReason;

  it('makes mail wait until somebody resumes it, and is told', async () => {
    const mailbox = await addMailbox('one');
    expect(await send('POST', at(mailbox, '/pause'))).toMatchObject({
      status: 200,
      body: { is_paused: true, is_paused_by_hand: true, pause_reason: 'Paused by hand' },
    });
    expect(await send('POST', at(mailbox, '/pause'))).toMatchObject({ status: 409 });
    expect(await world.mailboxes.isPaused(mailbox.id)).toBe(true);
    expect(await send('POST', at(mailbox, '/resume'))).toMatchObject({
      status: 200,
      body: { is_paused: false, pause_reason: null },
    });
    expect(await send('POST', at(mailbox, '/resume'))).toMatchObject({ status: 409 });
    const facts = await world.factsOf(jane);
    expect(facts.slice(-2)).toEqual(['mailbox_paused_by_hand', 'mailbox_resumed_by_hand']);
    const { body } = await send('GET', '/v1/notices?limit=2');
    expect(body['items']).toMatchObject([
      {
        kind: 'mailbox_resumed',
        text: expect.stringContaining('one@provider.example') as string,
        is_mailed: false,
      },
      { kind: 'mailbox_paused', subject: { kind: 'mailbox', id: mailbox.id } },
    ]);
  });

  it('survives probes, also one that was under way when a person took over', async () => {
    const mailbox = await addMailbox('one');
    const { db, pauses, clock } = world;
    const pause = { mailboxId: mailbox.id, reason: 'unknown_recipient', at: clock.now() };
    await db.transaction((tx) => pauses.pause(tx, pause));
    await db.query({ text: 'update mailboxes set probe_at = now() where id = $1', params: [mailbox.id] });
    expect(await db.transaction((tx) => pauses.takeDueProbe(tx))).toMatchObject({ id: mailbox.id });
    expect(await send('POST', at(mailbox, '/pause'))).toMatchObject({ status: 200, body: { probes: 0 } });
    // The probe arrives, or fails.
    expect(await db.transaction((tx) => pauses.resumeAfterProbe(tx, mailbox.id))).toBeUndefined();
    await db.transaction((tx) => pauses.probeFailed(tx, mailbox.id));
    const [row] = await db.query({
      text: 'select probe_at from mailboxes where id = $1',
      params: [mailbox.id],
    });
    expect(row).toEqual({ probe_at: null });
    expect(await db.transaction((tx) => pauses.takeDueProbe(tx))).toBeUndefined();
    expect(await stateOf(mailbox)).toBe('by_hand');
    // Failures of what was on its way pause nothing a second time.
    const failure = {
      mailboxId: mailbox.id,
      deliveryId: newId(),
      at: clock.now(),
      cause: 'unknown_recipient',
    };
    expect(await db.transaction((tx) => pauses.recordHardFailure(tx, failure))).toEqual({
      kind: 'already_paused',
    });
    expect(await stateOf(mailbox)).toBe('by_hand');
    expect(await send('POST', at(mailbox, '/resume'))).toMatchObject({ status: 200 });
    expect(await stateOf(mailbox)).toBeUndefined();
  });
});

describe('removing', () => {
  it('is refused while an alias would be left with nothing, and moves all aliases where one is named', async () => {
    const [one, two] = [await addMailbox('one'), await addMailbox('two')];
    const sole = await addAlias('sole', one);
    const both = await addAlias('both', one, two);
    const refused = await send('DELETE', at(one));
    expect(refused).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(String(refused.body['detail'])).toContain('An alias forwards to this mailbox alone');
    expect(await mailboxesOf(sole)).toEqual([one.id]);
    expect((await send('DELETE', `${at(one)}?move_to=${two.id}`)).status).toBe(204);
    expect(await mailboxesOf(sole)).toEqual([two.id]);
    expect(await mailboxesOf(both)).toEqual([two.id]);
    expect((await send('GET', at(one))).status).toBe(404);
  });

  it('takes aliases in the trash and catch-alls that are off for nothing, and one that is on for an alias', async () => {
    const [one, two] = [await addMailbox('one'), await addMailbox('two')];
    const trashed = await addAlias('gone', one);
    await world.db.query({
      text: 'update aliases set deleted_at = now() where id = $1',
      params: [trashed.id],
    });
    const star = await addAlias('star', one);
    await world.db.query({
      text: `update aliases set local_part = '*', is_catch_all = true where id = $1`,
      params: [star.id],
    });
    await world.db.query({
      text: `update domains set catch_all = 'forward' where name = $1`,
      params: [domain],
    });
    expect((await send('DELETE', at(one))).status).toBe(409);
    await world.db.query({ text: `update domains set catch_all = 'off' where name = $1`, params: [domain] });
    expect((await send('DELETE', `${at(one)}?move_to=${two.id}`)).status).toBe(204);
    expect(await mailboxesOf(trashed)).toEqual([two.id]);
  });

  it('moves to nothing but another confirmed mailbox of the organization', async () => {
    const [one, foreign] = [
      await addMailbox('one'),
      await addMailbox('his', world.people.john.organizationId),
    ];
    await addAlias('sole', one);
    const pending = await world.mailboxes.addMailbox({
      organizationId: jane,
      address: 'pending@provider.example',
      isTrusted: false,
    });
    if (pending.kind !== 'added') throw new Error(pending.kind);
    for (const [moveTo, status] of [
      [one.id, 409],
      [pending.mailbox.id, 409],
      [foreign.id, 404],
      [newId(), 404],
    ] as const)
      expect((await send('DELETE', `${at(one)}?move_to=${moveTo}`)).status, moveTo).toBe(status);
    expect(await world.mailboxes.load(one.id)).toBeDefined();
  });

  it('keeps the key for what is on its way, and for nobody else', async () => {
    const mailbox = await addMailbox('one');
    await world.db.query({
      text: `insert into mailbox_keys (mailbox_id, public_key, fingerprint, source) values ($1, 'armour', 'ab', 'pasted')`,
      params: [mailbox.id],
    });
    const keys = createMailboxKeys(world);
    expect((await send('DELETE', at(mailbox))).status).toBe(204);
    expect(await keys.load(mailbox.id)).toMatchObject({ publicKey: 'armour' });
    expect(await keys.find({ organizationId: jane, mailboxId: mailbox.id })).toBeUndefined();
  });

  it('and moving to each other at once: one of two stays', async () => {
    const [one, two] = [await addMailbox('one'), await addMailbox('two')];
    const alias = await addAlias('sole', one);
    const answers = await Promise.all([
      send('DELETE', `${at(one)}?move_to=${two.id}`),
      send('DELETE', `${at(two)}?move_to=${one.id}`),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 404]);
    expect((await mailboxesOf(alias)).length).toBe(1);
  });

  it('a mailbox whose link is followed at the same time: either, and nothing in between', async () => {
    for (const name of ['a', 'b', 'c']) {
      const address = `${name}${String(count)}@provider.example`;
      const added = await send('POST', '/v1/mailboxes', { body: { address } });
      const path = `/v1/mailboxes/${String(added.body['id'])}`;
      const token = world.tokensTo(address).at(-1) ?? '';
      const [removed] = await Promise.all([send('DELETE', path), world.confirmations.confirm({ token })]);
      expect(removed.status).toBe(204);
      expect((await send('GET', path)).status).toBe(404);
      expect(await defaultOf()).toBeUndefined();
    }
  });
});

describe('the list', () => {
  it('is searched, filtered, sorted and paged, with what stands beside each', async () => {
    const [bea] = [await addMailbox('Bea'), await addMailbox('anna'), await addMailbox('carl')];
    await addAlias('first', bea);
    await addAlias('second', bea);
    await send('POST', at(bea, '/pause'));
    const names = async (query: string) => {
      const { status, body } = await send('GET', `/v1/mailboxes?${query}`);
      expect(status).toBe(200);
      return (body['items'] as readonly { readonly address: string }[]).map(
        ({ address }) => address.split('@')[0],
      );
    };
    expect(await names('sort=address')).toEqual(['anna', 'Bea', 'carl']);
    expect(await names('sort=-address')).toEqual(['carl', 'Bea', 'anna']);
    expect(await names('')).toEqual(['Bea', 'anna', 'carl']);
    expect(await names('sort=-created_at')).toEqual(['carl', 'anna', 'Bea']);
    expect(await names('search=BE')).toEqual(['Bea']);
    expect(await names('is_paused=true')).toEqual(['Bea']);
    expect(await names('state=pending')).toEqual([]);
    for (const sort of ['address', '-address', 'created_at', '-created_at']) {
      const seen: unknown[] = [];
      let cursor = '';
      do {
        const { body } = await send('GET', `/v1/mailboxes?sort=${sort}&limit=1${cursor}`);
        expect(body['total']).toBe(3);
        seen.push(...(body['items'] as readonly unknown[]));
        cursor = typeof body['next_cursor'] === 'string' ? `&cursor=${body['next_cursor']}` : '';
      } while (cursor !== '');
      expect(seen.length, sort).toBe(3);
    }
    const page = await send('GET', '/v1/mailboxes?sort=address&limit=1');
    const foreign = `/v1/mailboxes?sort=created_at&cursor=${String(page.body['next_cursor'])}`;
    expect((await send('GET', foreign)).status).toBe(422);
    expect(await send('GET', at(bea))).toMatchObject({
      body: { alias_count: 2, key: null, state: 'confirmed' },
    });
  });

  it('and everything else is of the own organization alone', async () => {
    const mailbox = await addMailbox('one');
    expect(await send('GET', '/v1/mailboxes', { as: 'john' })).toMatchObject({
      body: { items: [], total: 0 },
    });
    for (const [method, path, body] of [
      ['GET', ''],
      ['PATCH', '', { is_default: true }],
      ['DELETE', ''],
      ['POST', '/resend'],
      ['POST', '/pause'],
      ['POST', '/resume'],
    ] as const)
      expect((await send(method, at(mailbox, path), { as: 'john', ...(body && { body }) })).status).toBe(404);
    expect(await world.mailboxes.load(mailbox.id)).toMatchObject({ pausedAt: undefined });
  });
});
