import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hasBrowser } from '../e2e/browser.ts';
import { ways } from './hand.ts';
import { inWorld } from './in-world.ts';
import { arriveAt, expectNoComplaints, journeyMs, nameFor, see, setOut } from './journey.ts';
import { linkInMail, makePerson, password, type World } from './world.ts';

// Working with others: an organization, an invitation by mail, and the role that comes of it. Registration is by invitation here.
describe.skipIf(!hasBrowser)('somebody is invited into a team', () => {
  let world: World;
  let browser: Browser;
  inWorld(
    (stage) => {
      ({ world, browser } = stage);
    },
    { registration: 'invitation' },
  );

  it.each(ways)(
    'registers by the link of the mail, and is a member: $device, $by',
    async (way) => {
      const host = nameFor('host', way);
      const organization = `Team ${way.device} ${way.by}`;
      const guestName = nameFor('guest', way);
      const guestEmail = `${guestName}@account.example`;
      const person = await makePerson(world, { email: `${host}@account.example`, name: host });
      await using owner = await setOut(browser, { world, way, cookie: person.cookie });
      const { page, hand } = owner;
      await page.goto('/team');
      await hand.press(page.getByRole('button', { name: 'Create organization' }));
      const creation = page.getByRole('dialog', { name: 'Create organization' });
      await hand.type(creation.getByLabel('Name of the organization'), organization);
      await hand.press(creation.getByRole('button', { name: 'Create organization' }));
      await see(page.getByText(`${organization} created. You are there now.`));
      await hand.press(page.getByRole('button', { name: 'Invite somebody' }).first());
      const invitation = page.getByRole('dialog', { name: 'Invite somebody' });
      await hand.type(invitation.getByLabel('Email address'), guestEmail);
      await hand.press(invitation.getByRole('radio', { name: /^Admin/u }));
      await hand.press(invitation.getByRole('button', { name: 'Send invitation' }));
      await see(page.getByText(`Invitation sent to ${guestEmail}`));
      const row = page.getByRole('row').filter({ hasText: guestEmail });
      await see(row.getByText('Waiting'));
      await joinByLink();
      // Whoever invited sees it.
      await page.reload();
      await see(row.getByText('Accepted'));
      await see(page.getByRole('button', { name: `Role of ${guestName}: Admin` }));
      expectNoComplaints(owner);

      async function joinByLink(): Promise<void> {
        await using guest = await setOut(browser, { world, way });
        await guest.page.goto(await linkInMail(world, { rcptTo: guestEmail, path: 'invitation' }));
        await see(guest.page.getByText(organization));
        await see(guest.page.getByText(host));
        expect(guest.page.url()).not.toContain('token');
        await guest.hand.press(guest.page.getByRole('link', { name: 'Create an account' }));
        await arriveAt(guest.page, /^\/register$/u);
        await guest.hand.type(guest.page.getByLabel('Email', { exact: true }), guestEmail);
        await guest.hand.type(guest.page.getByLabel('Password', { exact: true }), password);
        await guest.hand.type(guest.page.getByLabel('Name (optional)', { exact: true }), guestName);
        await guest.hand.press(guest.page.getByRole('button', { name: 'Create account' }));
        await arriveAt(guest.page, /^\/invitation$/u);
        await guest.hand.press(guest.page.getByRole('button', { name: 'Accept invitation' }));
        await see(guest.page.getByText(`You are a member of ${organization}`));
        await arriveAt(guest.page, /^\/(?:dashboard|welcome)$/u);
        await guest.page.goto('/team');
        const own = guest.page.getByRole('row').filter({ hasText: guestEmail });
        await see(own.getByText('You', { exact: true }));
        await see(own.getByText('Admin', { exact: true }));
        expectNoComplaints(guest);
      }
    },
    journeyMs,
  );

  it.each(ways)(
    'who has an account accepts on the page: $device, $by',
    async (way) => {
      const organization = `Guild ${way.device} ${way.by}`;
      const host = nameFor('founder', way);
      const owner = await makePerson(world, { email: `${host}@account.example`, name: host });
      const { id } = (await owner.post('/v1/organizations', { name: organization })).body as { id: string };
      const email = `${nameFor('joiner', way)}@account.example`;
      const person = await makePerson(world, { email, name: nameFor('joiner', way) });
      await owner.with({ 'smtpy-organization': id }).post('/v1/invitations', { email, role: 'viewer' });
      await using traveller = await setOut(browser, { world, way, cookie: person.cookie });
      const { page, hand } = traveller;
      await page.goto('/team');
      await see(page.getByText(`${organization} invites you, as Viewer`));
      await hand.press(page.getByRole('button', { name: 'Accept', exact: true }));
      await see(page.getByText(`You are now in ${organization}`));
      await see(page.getByRole('heading', { name: 'Members' }));
      // A viewer looks, and changes nothing.
      await page.goto('/aliases');
      await see(page.getByText('No aliases yet'));
      expect(await page.getByRole('button', { name: 'New alias' }).count()).toBe(0);
      expectNoComplaints(traveller);
    },
    journeyMs,
  );
});
