import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Domain } from './index.ts';
import { hostname, minuteMs, openWorld, type World } from './testdata/world.ts';

// Two organizations want one name: jane holds it, john claims it.
let world: World;
let count = 0;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** A name that jane holds by DNS and john waits for. */
async function contested(): Promise<{ readonly held: Domain; readonly claim: Domain }> {
  count += 1;
  const name = `contested-${String(count)}.example`;
  const held = await world.add(name);
  world.prove(name, held);
  expect(await world.check(held)).toMatchObject({ isNewlyActive: true });
  return { held, claim: await world.add(name, world.john) };
}

async function expectHeld({ held, claim }: { readonly held: Domain; readonly claim: Domain }): Promise<void> {
  expect((await world.find(held)).state).toBe('active');
  expect((await world.find(claim)).state).toBe('pending');
  expect(await world.domains.findDomain(held.name)).toMatchObject({ id: held.id });
}

describe('a name that another organization holds', () => {
  it('is not taken without a proof of one’s own', async () => {
    const both = await contested();
    for (let turn = 0; turn < 3; turn += 1) {
      await world.check(both.claim);
      world.clock.advance(10 * minuteMs);
    }
    await expectHeld(both);
  });

  it('is not taken with the token of the other organization', async () => {
    const both = await contested();
    const { records } = await world.check(both.claim);
    expect(records.find(({ record }) => record.purpose === 'ownership')?.verdict).toBe('different');
    world.clock.advance(10 * minuteMs);
    await world.check(both.claim);
    await expectHeld(both);
  });

  it('is not taken while the holder’s proof is there too', async () => {
    const both = await contested();
    world.prove(both.held.name, both.held, both.claim);
    await world.check(both.claim);
    world.clock.advance(10 * minuteMs);
    expect(await world.check(both.claim)).toMatchObject({ isNewlyActive: false });
    await expectHeld(both);
  });

  it('is not taken by one check, nor by two at once, nor by two too near', async () => {
    const both = await contested();
    world.prove(both.held.name, both.claim);
    await Promise.all([world.check(both.claim), world.check(both.claim)]);
    await expectHeld(both);
    world.clock.advance(5 * minuteMs - 1);
    await world.check(both.claim);
    await expectHeld(both);
    const waiting = await world.find(both.claim);
    expect(waiting.nextCheckAt.getTime() - world.clock.now().getTime()).toBeLessThan(minuteMs);
  });

  it('passes on after two checks that find the holder’s proof gone, and the holder is told', async () => {
    const { held, claim } = await contested();
    world.prove(held.name, claim);
    await world.check(claim);
    world.clock.advance(5 * minuteMs);
    const race = await Promise.all([world.check(claim), world.check(claim)]);
    expect(race.map(({ isNewlyActive }) => isNewlyActive).sort()).toEqual([false, true]);
    expect((await world.find(held)).state).toBe('pending');
    expect(await world.domains.findDomain(held.name)).toMatchObject({ id: claim.id, state: 'active' });
    expect(await world.factsOf(held)).toEqual(['domain_activated', 'domain_degraded']);
    expect(await world.factsOf(claim)).toEqual(['domain_activated']);
    const [news] = await world.db.query({
      text: 'select news, news_reason from domains where id = $1',
      params: [held.id],
    });
    expect(news).toMatchObject({ news: 'domain_lost' });
    expect(JSON.stringify(news)).not.toContain(world.john);
  });

  it('stays, once the holder’s proof was seen again in between', async () => {
    const both = await contested();
    world.prove(both.held.name, both.claim);
    await world.check(both.claim);
    world.clock.advance(5 * minuteMs);
    world.prove(both.held.name, both.held, both.claim);
    await world.check(both.claim);
    world.prove(both.held.name, both.claim);
    await world.check(both.claim);
    await expectHeld(both);
  });

  it('stays, once the claim’s own proof was gone in between', async () => {
    const both = await contested();
    world.prove(both.held.name, both.claim);
    await world.check(both.claim);
    world.clock.advance(5 * minuteMs);
    world.prove(both.held.name);
    await world.check(both.claim);
    world.prove(both.held.name, both.claim);
    await world.check(both.claim);
    await expectHeld(both);
  });

  it('stays while DNS does not answer: that proves nothing', async () => {
    const both = await contested();
    world.prove(both.held.name, both.claim);
    await world.check(both.claim);
    world.clock.advance(10 * minuteMs);
    world.dns.fail(both.held.name, 'SERVFAIL', 'TXT');
    await world.check(both.claim);
    await expectHeld(both);
    world.dns.recover(both.held.name);
    expect(await world.check(both.claim)).toMatchObject({ isNewlyActive: true });
  });

  it('stays where the operator vouched for it, or suspended it', async () => {
    const held = await world.add('vouched.example', world.jane, true);
    const claim = await world.add('vouched.example', world.john);
    world.prove(held.name, claim);
    const other = await contested();
    world.prove(other.held.name, other.claim);
    await world.db.query({
      text: `update domains set state = 'suspended' where id = $1`,
      params: [other.held.id],
    });
    for (let turn = 0; turn < 3; turn += 1) {
      await Promise.all([world.check(claim), world.check(other.claim)]);
      world.clock.advance(10 * minuteMs);
    }
    await expectHeld({ held, claim });
    expect((await world.find(other.claim)).state).toBe('pending');
  });

  it('comes back in the same way', async () => {
    const { held, claim } = await contested();
    for (const [owner, state] of [
      [claim, 'pending'],
      [held, 'active'],
    ] as const) {
      world.prove(held.name, owner);
      await world.check(owner);
      world.clock.advance(5 * minuteMs);
      await world.check(owner);
      expect((await world.find(held)).state).toBe(state);
    }
  });
});

describe('a name that nobody holds', () => {
  it('goes to one of those who prove it at once', async () => {
    const claims = [await world.add('free.example'), await world.add('free.example', world.john)];
    world.prove('free.example', ...claims);
    const checks = await Promise.all(claims.map((claim) => world.check(claim)));
    expect(checks.filter(({ isNewlyActive }) => isNewlyActive)).toHaveLength(1);
    const states = await Promise.all(claims.map(async (claim) => (await world.find(claim)).state));
    expect(states.toSorted()).toEqual(['active', 'pending']);
  });

  it('looks to everybody as one that is held', async () => {
    const { claim } = await contested();
    const free = await world.add('unknown.example', world.john);
    world.dns.set('unknown.example', 'TXT', ['smtpy-verification=other']);
    world.dns.set('unknown.example', 'MX', [{ preference: 10, exchange: hostname }]);
    const [held, unknown] = [await world.check(claim), await world.check(free)];
    const told = ({ records }: typeof held) => records.map(({ verdict, reason }) => [verdict, reason]);
    expect(JSON.stringify(told(held)).replaceAll(claim.name, free.name)).toBe(JSON.stringify(told(unknown)));
    expect((await world.find(claim)).state).toBe((await world.find(free)).state);
  });
});
