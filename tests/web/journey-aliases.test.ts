import type { Browser } from 'playwright-core';
import { waitFor } from '@smtpy/testkit';
import { describe, expect, it } from 'vitest';
import { hasBrowser } from '../e2e/browser.ts';
import { type Ground, prepareGround, writeTo } from './ground.ts';
import { pointerWays, ways } from './hand.ts';
import { inWorld } from './in-world.ts';
import { arriveAt, expectNoComplaints, journeyMs, see, setOut } from './journey.ts';
import { bodyOf, type World } from './world.ts';

interface AliasFacts {
  readonly address: string;
  readonly is_enabled: boolean;
  readonly note: string | null;
  readonly tags: readonly string[];
  readonly mailboxes: readonly { readonly address: string }[];
}

// The life of an alias from the dialog to the trash and back, and what is done with many at once.
describe.skipIf(!hasBrowser)('aliases', () => {
  let world: World;
  let browser: Browser;
  inWorld((stage) => {
    ({ world, browser } = stage);
  });

  it.each(pointerWays)(
    'live: made, used, switched off, changed, thrown away and brought back: $device, $by',
    async (way) => {
      const ground = await prepareGround(world, { what: 'life', way, mailboxes: ['first', 'second'] });
      const [first = '', second = ''] = ground.mailboxes;
      const address = `shop@${ground.domain}`;
      await using traveller = await setOut(browser, { world, way, cookie: ground.person.cookie });
      const { page, hand } = traveller;
      await page.goto('/aliases');
      await hand.press(page.getByRole('button', { name: 'New alias' }));
      const dialog = page.getByRole('dialog');
      await hand.press(dialog.getByRole('button', { name: 'Custom' }));
      await hand.type(dialog.getByLabel('Name', { exact: true }), 'shop');
      await hand.type(dialog.getByLabel('What is it for?'), 'The red door');
      await hand.press(dialog.getByRole('button', { name: 'Create alias' }));
      await see(dialog.getByText('Alias made'));
      await hand.press(dialog.getByRole('button', { name: 'Done' }));
      await hand.press(page.getByRole('link', { name: address }));
      await see(page.getByText('No messages yet'));
      // Mail comes, and the page shows it.
      expect((await writeTo(world, { rcptTo: address, subject: 'Your order' })).last.code).toBe(250);
      await see(page.getByText('Your order'));
      await waitFor(() => hasCome('Your order', first), { what: 'the forwarded mail', timeoutMs: 20_000 });
      // Switched off: the sender is refused, and the page says why.
      await hand.press(page.getByRole('switch', { name: `${address} takes mail` }));
      await see(page.getByText('This alias is off: mail to it is refused'));
      await until(({ is_enabled: isEnabled }) => !isEnabled);
      expect((await writeTo(world, { rcptTo: address, subject: 'An offer' })).last.code).toBe(550);
      await page.goto('/messages/refused');
      await see(page.getByText('The alias is switched off'));
      await hand.press(page.getByRole('link', { name: 'Open alias' }));
      await arriveAt(page, /^\/aliases\/[\w-]{36}$/u);
      await hand.press(page.getByRole('button', { name: 'Switch on' }));
      await until(({ is_enabled: isEnabled }) => isEnabled);
      // Note and mailboxes.
      await hand.press(page.getByRole('link', { name: 'Settings', exact: true }).last());
      await hand.type(page.getByLabel('Note', { exact: true }), 'The green door');
      await hand.press(page.getByRole('button', { name: 'Save changes' }));
      await until(({ note }) => note === 'The green door');
      await hand.press(page.getByRole('checkbox', { name: second }));
      await hand.press(page.getByRole('checkbox', { name: first }));
      await hand.press(page.getByRole('button', { name: 'Save changes' }));
      await until(({ mailboxes }) => mailboxes.length === 1 && mailboxes[0]?.address === second);
      await see(page.getByText('The green door'));
      // Into the trash by mistake, then on purpose, and out of it.
      await hand.press(page.getByRole('button', { name: 'Move to the trash' }));
      await arriveAt(page, /^\/aliases$/u);
      await see(page.getByText('No aliases yet'));
      await hand.press(page.getByRole('button', { name: 'Undo' }));
      await see(page.getByText(`${address} is back.`));
      await page.goto('/aliases');
      await hand.press(page.getByRole('button', { name: `Actions for ${address}` }));
      await hand.press(page.getByRole('menuitem', { name: 'Move to the trash' }));
      await see(page.getByText(`${address} is in the trash.`));
      expect((await writeTo(world, { rcptTo: address, subject: 'Too late' })).last.code).toBe(550);
      await hand.press(page.getByRole('link', { name: 'Trash' }));
      await see(page.getByText('30 days left'));
      await hand.press(page.getByRole('button', { name: `Restore ${address}` }));
      await see(page.getByText('The trash is empty'));
      expect((await writeTo(world, { rcptTo: address, subject: 'Welcome back' })).last.code).toBe(250);
      await waitFor(() => hasCome('Welcome back', second), { what: 'mail again', timeoutMs: 20_000 });
      expectNoComplaints(traveller);

      function until(isSo: (alias: AliasFacts) => boolean): Promise<unknown> {
        return untilAliases(ground, ([alias]) => alias !== undefined && isSo(alias));
      }
    },
    journeyMs,
  );

  it.each(ways)(
    'many at once are switched off, tagged, deleted and brought back: $device, $by',
    async (way) => {
      const ground = await prepareGround(world, { what: 'bulk', way });
      const names = ['amber', 'birch', 'cedar', 'dune'];
      for (const name of names) await ground.addAlias(name);
      await using traveller = await setOut(browser, { world, way, cookie: ground.person.cookie });
      const { page, hand } = traveller;
      const bar = page.getByRole('region', { name: 'Actions for the chosen rows' });
      await page.goto('/aliases?sort=address');
      await choose('amber', 'birch', 'cedar');
      await see(bar.getByText('3 chosen'));
      await hand.press(bar.getByRole('button', { name: 'Switch off' }));
      await see(page.getByText('3 aliases are off.'));
      await untilAliases(ground, (aliases) => namesOf(aliases, ({ is_enabled: isOn }) => isOn) === 'dune');
      await choose('birch', 'dune');
      await hand.press(bar.getByRole('button', { name: 'More', exact: true }));
      await hand.press(page.getByRole('menuitem', { name: 'Add tags' }));
      const dialog = page.getByRole('dialog', { name: 'Add tags' });
      await hand.type(dialog.getByLabel('Tags'), 'trees,');
      await hand.press(dialog.getByRole('button', { name: 'Add tags' }));
      await see(page.getByText('2 aliases have the tags now.'));
      await see(
        page
          .getByRole('row')
          .filter({ hasText: `birch@${ground.domain}` })
          .getByText('trees'),
      );
      await choose('amber', 'birch');
      await hand.press(bar.getByRole('button', { name: 'Delete' }));
      await see(page.getByText('2 aliases are in the trash.'));
      await untilAliases(ground, (aliases) => namesOf(aliases) === 'cedar dune');
      await page.getByRole('link', { name: `amber@${ground.domain}` }).waitFor({ state: 'detached' });
      await hand.press(
        page.getByText('2 aliases are in the trash.').locator('..').getByRole('button', { name: 'Undo' }),
      );
      await see(page.getByRole('link', { name: `amber@${ground.domain}` }));
      await untilAliases(ground, (aliases) => namesOf(aliases) === names.join(' '));
      await untilAliases(
        ground,
        (aliases) => namesOf(aliases, ({ tags }) => tags.includes('trees')) === 'birch dune',
      );
      expectNoComplaints(traveller);

      async function choose(...wanted: readonly string[]): Promise<void> {
        await bar.waitFor({ state: 'detached' });
        for (const name of wanted)
          await hand.press(page.getByRole('checkbox', { name: `Choose ${name}@${ground.domain}` }));
      }
    },
    journeyMs,
  );

  function hasCome(subject: string, mailbox: string): boolean {
    return world.mx.messages.some(
      ({ rcptTo, data }) => rcptTo.includes(mailbox) && data.includes(`Subject: ${subject}`),
    );
  }
});

/** Waits until the server says so of all aliases that are not in the trash. */
function untilAliases(
  { person }: Ground,
  isSo: (aliases: readonly AliasFacts[]) => boolean,
): Promise<unknown> {
  return waitFor(
    async () => {
      const answer = await person.get('/v1/aliases');
      return isSo(bodyOf<{ items: readonly AliasFacts[] }>(answer, 200).items);
    },
    { what: 'the aliases as the page said', timeoutMs: 20_000 },
  );
}

/** Their names in order, of those that are meant. */
function namesOf(
  aliases: readonly AliasFacts[],
  isMeant: (alias: AliasFacts) => boolean = () => true,
): string {
  return aliases
    .filter(isMeant)
    .map(({ address }) => address.split('@')[0] ?? '')
    .toSorted()
    .join(' ');
}
