import { afterAll, beforeAll, expect, it } from 'vitest';
import { silentEvents } from '../observe/index.ts';
import { addActivity } from './activity-store.ts';
import { createAliasActivity } from './index.ts';
import { openAliasWorld, type AliasWorld } from './testdata/alias-world.ts';

let world: AliasWorld;
const ids: string[] = [];
beforeAll(async () => {
  world = await openAliasWorld();
  for (const localPart of ['a', 'b', 'c'])
    ids.push((await world.send('jane', 'POST', '/v1/aliases', { local_part: localPart })).body.id);
});
afterAll(() => world[Symbol.asyncDispose]());

async function seen(aliasId: string | undefined) {
  const { body } = await world.send('jane', 'GET', `/v1/aliases/${String(aliasId)}`);
  return [body['last_activity_at'], (body['counters'] as { blocked: number }).blocked];
}

it('is written when its owner stops at the latest, with refusals counted and the last use kept', async () => {
  const { db, clock } = world;
  const activity = createAliasActivity({ db, clock, events: silentEvents });
  const [a = '', b = '', c = ''] = ids;
  clock.advance(1_000);
  activity.noteUse([a, a, b, '00000000-0000-7000-8000-000000000000']);
  const first = clock.now();
  clock.advance(1_000);
  activity.noteUse([a]);
  const last = clock.now();
  for (let count = 0; count < 3; count += 1) activity.noteRefusal(c);
  await activity[Symbol.asyncDispose]();
  expect(await seen(a)).toEqual([last.toISOString(), 0]);
  expect(await seen(b)).toEqual([first.toISOString(), 0]);
  expect(await seen(c)).toEqual([null, 3]);
  const { body } = await world.send('jane', 'GET', '/v1/aliases?sort=-last_activity_at');
  expect(body.items.map(({ id }) => id)).toEqual([a, b, c]);
});

it('keeps what could not be written, and loses none of what comes meanwhile', async () => {
  const { db, clock } = world;
  let isAway = true;
  const failing = {
    ...db,
    query: ((statement) =>
      isAway ? Promise.reject(new Error('away')) : db.query(statement)) as typeof db.query,
  };
  const activity = createAliasActivity({ db: failing, clock, events: silentEvents });
  const [, , c = ''] = ids;
  activity.noteRefusal(c);
  isAway = false;
  activity.noteRefusal(c);
  await activity[Symbol.asyncDispose]();
  expect(await seen(c)).toEqual([null, 5]);
});

it('is added by many processes at once without one ending another', async () => {
  const refused = (order: readonly string[]) =>
    order.map((aliasId) => ({ aliasId, usedAt: world.clock.now(), refused: 1 }));
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      addActivity(world.db, refused(index % 2 === 0 ? ids : ids.toReversed())),
    ),
  );
  expect((await seen(ids[0]))[1]).toBe(20);
});
