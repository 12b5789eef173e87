import { waitFor } from '@smtpy/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWorld, type FollowupWorld } from './testdata/world.ts';

let world: FollowupWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

async function lettersAbout(delivery: object): Promise<readonly string[]> {
  await world.enqueue({ deliveries: [delivery] });
  await world.followUpAll();
  return (await world.takeOwnMails()).map(({ content }) => content);
}

it('tells the owner of an author whom a pinned alias does not expect, once a day for each domain', async () => {
  const [letter = '', ...others] = await lettersAbout({ otherSender: 'other.example' });
  expect(others).toEqual([]);
  expect(letter).toMatch(/^Subject: Another sender writes to shop@my\.example/mu);
  expect(letter).toContain('other.example');
  expect(await lettersAbout({ otherSender: 'other.example' })).toEqual([]);
  expect(await lettersAbout({ otherSender: 'third.example' })).toHaveLength(1);
});

it('tells no subject of mail to a mailbox that hides its subjects', async () => {
  const held = { holdReason: 'preview' };
  const [told = ''] = await lettersAbout(held);
  expect(told).toMatch(/Subject\W+Your order/u);
  await world.db.query({
    text: `insert into mailbox_keys (mailbox_id, public_key, fingerprint, source, hides_subject)
      values ($1, 'armour', 'f0', 'pasted', true)`,
    params: [world.mailboxId],
  });
  // That there is none may be known for a second.
  await waitFor(() => world.dependencies.mailboxKeys.load(world.mailboxId), { what: 'the key' });
  const [hidden = ''] = await lettersAbout(held);
  expect(hidden).toContain('A message for shop@my.example is held');
  expect(hidden).not.toMatch(/Subject\W+Your order/u);
});
