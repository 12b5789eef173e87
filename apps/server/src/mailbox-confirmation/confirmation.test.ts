import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../api/index.ts';
import { openWorld, type World } from './testdata/world.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

let world: World;
let jane: string;
let john: string;
let actor: Actor;
let count = 0;
let address: string;

beforeAll(async () => {
  world = await openWorld();
  jane = world.people.jane.organizationId;
  john = world.people.john.organizationId;
  actor = { kind: 'user', userId: world.people.jane.id, label: world.people.jane.email, ip: '192.0.2.7' };
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => {
  count += 1;
  address = `box${String(count)}@provider.example`;
  world.clock.advance(2 * dayMs);
});

const add = (organizationId = jane, given = address) =>
  world.confirmations.add({ organizationId, address: given, actor });

/** Adds a mailbox; gives it with the token of its mail. */
async function ask(organizationId = jane, given = address): Promise<{ mailboxId: string; token: string }> {
  const result = await add(organizationId, given);
  if (result.kind !== 'done') throw new Error(result.reason);
  return { mailboxId: result.mailboxId, token: lastToken(given) };
}

function lastToken(to = address): string {
  const token = world.tokensTo(to).at(-1);
  if (token === undefined) throw new Error(`nothing was sent to ${to}`);
  return token;
}

const confirm = (token: string) => world.confirmations.confirm({ token });
const refuse = (token: string) => world.confirmations.refuse({ token });
const resend = (mailboxId: string, organizationId = jane) =>
  world.confirmations.resend({ organizationId, mailboxId, actor });
const stateOf = async (mailboxId: string) => (await world.mailboxes.load(mailboxId))?.state;

describe('asking', () => {
  it('stores a pending mailbox and a hash, and sends one mail whose words hold nothing of strangers as link', async () => {
    await world.db.query({
      text: 'update auth.organization set name = $2 where id = $1',
      params: [jane, 'Win at https://evil.example now'],
    });
    const { mailboxId, token } = await ask();
    expect(await stateOf(mailboxId)).toBe('pending');
    const mail = world.sent.at(-1);
    expect(mail).toMatchObject({ headerTo: address, organizationId: jane });
    const words = JSON.stringify(mail?.letter);
    expect(words).toContain(`https://smtpy.example/confirm-mailbox?token=${token}`);
    expect(words).not.toMatch(/evil\.example/);
    const stored = await world.db.query({ text: 'select c::text as row from mailbox_confirmations c' });
    expect(JSON.stringify(stored)).not.toContain(token);
    // The mail lies in the queue like all mail.
    const [row] = await world.db.query({
      text: `select kind, state from deliveries where organization_id = $1 and destination = $2`,
      params: [jane, address],
    });
    expect(row).toEqual({ kind: 'notice', state: 'queued' });
  });

  it('needs no mail for the own confirmed address, in any case; for that of another or an unproven one it does', async () => {
    const { email } = world.people.john;
    const byJohn = (isEmailVerified: boolean) =>
      world.confirmations.add({
        organizationId: john,
        address: email.toUpperCase(),
        actor,
        principal: { email, isEmailVerified },
      });
    const sentBefore = world.sent.length;
    expect(await byJohn(false)).toMatchObject({ kind: 'done', state: 'pending' });
    expect(world.sent.length).toBe(sentBefore + 1);
    expect(await byJohn(true)).toMatchObject({ kind: 'done', state: 'confirmed' });
    expect(
      await world.confirmations.look(
        lastToken(email.toUpperCase().replace('PEOPLE.EXAMPLE', 'people.example')),
      ),
    ).toBeUndefined();
    expect(world.sent.length).toBe(sentBefore + 1);
    expect(
      await world.confirmations.add({
        organizationId: jane,
        address: email,
        actor,
        principal: { email: 'jane@people.example', isEmailVerified: true },
      }),
    ).toMatchObject({ state: 'pending' });
  });

  it('is refused for what is no address, what is there, and what comes back to us', async () => {
    await ask();
    expect(await add(jane, address.toUpperCase())).toMatchObject({ kind: 'already_exists' });
    expect(await add(jane, 'nobody')).toMatchObject({ kind: 'invalid_address' });
    await world.domains.addDomain({
      organizationId: john,
      name: `ours${String(count)}.example`,
      isTrusted: true,
    });
    expect(await add(jane, `a@ours${String(count)}.example`)).toMatchObject({ kind: 'invalid_address' });
  });

  it('goes to a hundred addresses that have not answered, and no further', async () => {
    const { people } = world;
    const before = await world.mailboxes.listMailboxes(people.jane.organizationId);
    const pending = before.filter(({ state }) => state === 'pending').length;
    await world.db.query({
      text: `insert into mailboxes (id, organization_id, address, state)
        select gen_random_uuid(), $1, 'many' || n || '@provider.example', 'pending' from generate_series(1, $2::int) n`,
      params: [jane, 100 - pending],
    });
    expect(await add()).toMatchObject({ kind: 'limit_reached' });
    await world.db.query({ text: `delete from mailboxes where address like 'many%'` });
    expect(await add()).toMatchObject({ kind: 'done' });
  });
});

describe('floods', () => {
  it('of one organization end with a word, whether it sends again or removes and adds anew', async () => {
    const { mailboxId } = await ask();
    for (let index = 0; index < 3; index += 1)
      expect(await resend(mailboxId)).toMatchObject({ kind: 'done' });
    expect(await resend(mailboxId)).toMatchObject({ kind: 'rate_limited' });
    await world.db.query({ text: 'delete from mailboxes where id = $1', params: [mailboxId] });
    const again = await add(jane, address.toUpperCase());
    expect(again).toMatchObject({ kind: 'rate_limited' });
    if (again.kind === 'rate_limited') expect(again.retryAfterSeconds).toBeLessThanOrEqual(2 * 3_600);
    // What is refused made nothing.
    expect(await world.mailboxes.findMailbox(jane, address)).toBeUndefined();
    world.clock.advance(2 * hourMs);
    expect(await add()).toMatchObject({ kind: 'done' });
    expect(world.tokensTo(address).length).toBe(5);
  });

  it('of many organizations end in silence: each answer is as if nobody else had asked', async () => {
    const organizations = await manyOrganizations(8);
    for (const organizationId of organizations)
      expect(await add(organizationId)).toMatchObject({ kind: 'done', state: 'pending' });
    // An hour's worth, and no more though each organization asked once.
    expect(world.tokensTo(address).length).toBe(6);
    for (let round = 0; round < 8; round += 1) {
      world.clock.advance(3 * hourMs);
      for (const organizationId of organizations) {
        const mailbox = await world.mailboxes.findMailbox(organizationId, address);
        const again = await resend(mailbox?.id ?? '', organizationId);
        expect(['done', 'rate_limited']).toContain(again.kind);
      }
    }
    expect(world.tokensTo(address).length).toBeLessThanOrEqual(2 * 12);
  });

  it('do not pass under other details of the same mailbox', async () => {
    const inbox = address.replace('@', '+@');
    const variants = Array.from({ length: 5 }, (_, index) => inbox.replace('+', `+${String(index)}`));
    for (const variant of variants.slice(0, 4))
      expect(await add(jane, variant)).toMatchObject({ kind: 'done' });
    expect(await add(jane, variants[4])).toMatchObject({ kind: 'rate_limited' });
    expect(await add()).toMatchObject({ kind: 'rate_limited' });
    const [token = ''] = world.tokensTo(variants[0] ?? '');
    expect(await refuse(token)).toMatchObject({ kind: 'refused' });
    world.clock.advance(2 * dayMs);
    for (const given of [address, variants[4]])
      expect(await add(jane, given)).toMatchObject({ kind: 'conflict' });
  });

  it('that come at once are counted one after the other', async () => {
    const { mailboxId } = await ask();
    const results = await Promise.all(Array.from({ length: 8 }, () => resend(mailboxId)));
    expect(results.filter(({ kind }) => kind === 'done').length).toBe(3);
    expect(world.tokensTo(address).length).toBe(4);
    // Of all links the last one alone works.
    const looks = await Promise.all(world.tokensTo(address).map((token) => world.confirmations.look(token)));
    expect(looks.filter((look) => look !== undefined).length).toBe(1);
  });
});

/** Organizations of Jane's. */
async function manyOrganizations(howMany: number): Promise<readonly string[]> {
  const rows = await world.db.query<{ readonly id: string }>({
    text: `insert into auth.organization (id, name, slug)
      select gen_random_uuid(), 'Many', 'many-' || $2::text || '-' || n from generate_series(1, $1::int) n returning id`,
    params: [howMany, String(count)],
  });
  return rows.map(({ id }) => id);
}

describe('a link', () => {
  it('confirms once; the first mailbox of an organization is its default, and the directory hears of it', async () => {
    const [organizationId = ''] = await manyOrganizations(1);
    const { mailboxId, token } = await ask(organizationId);
    expect(await world.confirmations.look(token)).toMatchObject({ organizationName: 'Many', address });
    expect(await world.mailboxes.findDefault(organizationId)).toBeUndefined();
    expect(await confirm(token)).toEqual({ kind: 'confirmed', organizationName: 'Many', address });
    expect(await world.mailboxes.findDefault(organizationId)).toMatchObject({
      id: mailboxId,
      isDefault: true,
    });
    expect(await confirm(token)).toEqual({ kind: 'link_invalid' });
    expect(await refuse(token)).toEqual({ kind: 'link_invalid' });
    expect(await stateOf(mailboxId)).toBe('confirmed');
    expect(await resend(mailboxId, organizationId)).toMatchObject({ kind: 'conflict' });
    expect(await world.factsOf(organizationId)).toEqual(['mailbox_confirmed']);
    // Nothing tells the organization where whoever confirmed is.
    expect(await world.actionsOf(organizationId)).toEqual([
      { action: 'mailbox.added', actor_kind: 'user', ip: '192.0.2.7' },
      { action: 'mailbox.confirmed', actor_kind: 'nobody', ip: null },
    ]);
  });

  it('does not work when it is forged, replaced, too old, or of a mailbox that is gone', async () => {
    const { mailboxId, token } = await ask();
    const bent = `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`;
    for (const forged of [bent, token.toLowerCase(), `${token}A`, token.slice(0, -1), '', mailboxId])
      expect(await confirm(forged), forged).toEqual({ kind: 'link_invalid' });
    await resend(mailboxId);
    expect(await confirm(token)).toEqual({ kind: 'link_invalid' });
    const newer = lastToken();
    world.clock.advance(7 * dayMs);
    expect(await confirm(newer)).toEqual({ kind: 'link_invalid' });
    expect(await refuse(newer)).toEqual({ kind: 'link_invalid' });
    expect(await world.confirmations.look(newer)).toBeUndefined();
    await resend(mailboxId);
    await world.db.query({ text: 'delete from mailboxes where id = $1', params: [mailboxId] });
    expect(await confirm(lastToken())).toEqual({ kind: 'link_invalid' });
  });

  it('refuses for good: the mailbox is gone, and this organization alone cannot ask again', async () => {
    const { mailboxId, token } = await ask();
    expect(await refuse(token)).toMatchObject({ kind: 'refused', address });
    expect(await stateOf(mailboxId)).toBeUndefined();
    expect(await add(jane, address.toUpperCase())).toMatchObject({ kind: 'conflict' });
    expect(await add(john)).toMatchObject({ kind: 'done' });
    const stored = await world.db.query({ text: 'select r::text as row from mailbox_refusals r' });
    expect(JSON.stringify(stored)).not.toContain(address);
    // The operator's word, or the person's own sign-in, is stronger than that.
    expect(
      await world.confirmations.add({ organizationId: jane, address, actor, isTrusted: true }),
    ).toMatchObject({
      state: 'confirmed',
    });
    const [notice] = await world.notices.list({ organizationId: jane, limit: 1 });
    expect(notice).toMatchObject({ kind: 'mailbox_refused', subjectId: undefined, facts: { address } });
  });

  it('does not confirm what has become ours since, and says so', async () => {
    const domain = `later${String(count)}.example`;
    const { mailboxId, token } = await ask(jane, `a@${domain}`);
    await world.domains.addDomain({ organizationId: john, name: domain, isTrusted: true });
    expect(await confirm(token)).toMatchObject({ kind: 'own_domain' });
    expect(await stateOf(mailboxId)).toBe('pending');
  });
});

describe('at once', () => {
  it('two confirmations of one link: one succeeds', async () => {
    const { token } = await ask();
    const results = await Promise.all([confirm(token), confirm(token), confirm(token)]);
    expect(results.map(({ kind }) => kind).toSorted()).toEqual(['confirmed', 'link_invalid', 'link_invalid']);
  });

  it('confirmations of several mailboxes make one default', async () => {
    const [organizationId = ''] = await manyOrganizations(1);
    const asked = [];
    for (const name of ['a', 'b', 'c']) asked.push(await ask(organizationId, `${name}.${address}`));
    await Promise.all(asked.map(({ token }) => confirm(token)));
    const all = await world.mailboxes.listMailboxes(organizationId);
    expect(all.map(({ state }) => state)).toEqual(['confirmed', 'confirmed', 'confirmed']);
    expect(all.filter(({ isDefault }) => isDefault).length).toBe(1);
  });

  it('confirming, refusing and sending again: one is first, and the others see it', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { mailboxId, token } = await ask(jane, `${String(round)}.${address}`);
      const [confirmed, refused, sent] = await Promise.all([
        confirm(token),
        refuse(token),
        resend(mailboxId),
      ]);
      const winners = [confirmed, refused].filter(({ kind }) => kind !== 'link_invalid');
      expect(winners.length).toBeLessThanOrEqual(1);
      const state = await stateOf(mailboxId);
      if (confirmed.kind === 'confirmed') expect(state).toBe('confirmed');
      else if (refused.kind === 'refused') expect(state).toBeUndefined();
      else expect([state, sent.kind]).toEqual(['pending', 'done']);
    }
  });
});
