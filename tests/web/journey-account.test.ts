import type { Browser } from 'playwright-core';
import { authenticatorCode, hasAuthenticator } from '@smtpy/testkit';
import { describe, expect, it } from 'vitest';
import { hasBrowser } from '../e2e/browser.ts';
import { ways } from './hand.ts';
import { inWorld } from './in-world.ts';
import { arriveAt, expectNoComplaints, journeyMs, nameFor, see, setOut, signIn } from './journey.ts';
import { linkInMail, makePerson, password, type World } from './world.ts';

// What people do with their account: password, second factor, language and theme.
describe.skipIf(!hasBrowser)('journeys with an account', () => {
  let world: World;
  let browser: Browser;
  inWorld((stage) => {
    ({ world, browser } = stage);
  });

  it.each(ways)(
    'a forgotten password is set anew: $device, $by',
    async (way) => {
      const email = `${nameFor('forgetful', way)}@account.example`;
      await makePerson(world, { email, name: nameFor('forgetful', way) });
      await using traveller = await setOut(browser, { world, way });
      const { page, hand } = traveller;
      await page.goto('/sign-in');
      await hand.press(page.getByRole('link', { name: 'Forgotten your password?' }));
      await arriveAt(page, /^\/forgot-password$/u);
      await hand.type(page.getByLabel('Email', { exact: true }), email);
      await hand.press(page.getByRole('button', { name: 'Send link' }));
      await see(page.getByRole('heading', { name: 'Check your mail' }));
      await page.goto(await linkInMail(world, { rcptTo: email, path: 'reset-password' }));
      await hand.type(page.getByLabel('New password', { exact: true }), 'another good horse');
      await hand.press(page.getByRole('button', { name: 'Set password' }));
      await see(page.getByText('The password is set'));
      expect(page.url()).not.toContain('token');
      await signIn(traveller, email);
      await see(page.getByText('Login or password are wrong.'));
      await hand.type(page.getByLabel('Password', { exact: true }), 'another good horse');
      await hand.press(page.getByRole('button', { name: 'Sign in', exact: true }));
      await arriveAt(page, /^\/(?:dashboard|welcome)$/u);
      expectNoComplaints(traveller);
    },
    journeyMs,
  );

  it.each(ways)(
    'language and theme are changed, and remembered: $device, $by',
    async (way) => {
      const email = `${nameFor('french', way)}@account.example`;
      await makePerson(world, { email, name: nameFor('french', way) });
      await using traveller = await setOut(browser, { world, way });
      const { page, hand } = traveller;
      await signIn(traveller, email);
      await arriveAt(page, /^\/(?:dashboard|welcome)$/u);
      await hand.press(page.getByRole('button', { name: 'Account', exact: true }));
      await hand.press(page.getByRole('menuitemradio', { name: 'Français' }));
      await see(page.getByRole('button', { name: 'Compte', exact: true }));
      expect(await page.locator('html').getAttribute('lang')).toBe('fr');
      await hand.press(page.getByRole('button', { name: 'Compte', exact: true }));
      await hand.press(page.getByRole('menuitemradio', { name: 'Sombre' }));
      await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'dark');
      await page.reload();
      await see(page.getByRole('button', { name: 'Compte', exact: true }));
      expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
      // Another device of the same person looks the same.
      await using other = await setOut(browser, { world, way: { device: 'desktop', by: 'mouse' } });
      await signIn(other, email);
      await see(other.page.getByRole('button', { name: 'Compte', exact: true }));
      expect(await other.page.locator('html').getAttribute('data-theme')).toBe('dark');
      expectNoComplaints(traveller);
    },
    journeyMs,
  );

  it.skipIf(!hasAuthenticator).each(ways)(
    'a second factor is set up, and asked for: $device, $by',
    async (way) => {
      const email = `${nameFor('careful', way)}@account.example`;
      const person = await makePerson(world, { email, name: nameFor('careful', way) });
      await using traveller = await setOut(browser, { world, way, cookie: person.cookie });
      const { page, hand } = traveller;
      const dialog = page.getByRole('dialog');
      await page.goto('/settings/security');
      await hand.press(page.getByRole('button', { name: 'Set up two-factor sign-in' }));
      await hand.type(dialog.getByLabel('Your password'), password);
      await hand.press(dialog.getByRole('button', { name: 'Continue' }));
      await see(dialog.getByRole('img', { name: 'QR code with the secret' }));
      const secret = (await dialog.locator('code').innerText()).replaceAll(/\s/gu, '');
      await hand.type(dialog.getByLabel('Code from the app'), authenticatorCode(secret));
      await hand.press(dialog.getByRole('button', { name: 'Switch on' }));
      await see(dialog.getByText('Keep these where you find them without your phone.'));
      const [recoveryCode = ''] = await dialog.getByRole('listitem').allInnerTexts();
      await hand.press(dialog.getByRole('button', { name: 'I have kept them' }));
      await see(page.getByText('A code is asked for at each sign-in with the password.'));
      // The password alone is not enough any more. No code works twice, so this is the next one.
      await signOut();
      await signIn(traveller, email);
      await arriveAt(page, /^\/two-factor$/u);
      await hand.type(page.getByLabel('Code', { exact: true }), authenticatorCode(secret, 1));
      await arriveAt(page, /^\/(?:dashboard|welcome)$/u);
      await signOut();
      await signIn(traveller, email);
      await hand.press(page.getByRole('button', { name: 'Use a recovery code' }));
      await hand.type(page.getByLabel('Recovery code'), recoveryCode);
      await hand.press(page.getByRole('button', { name: 'Sign in', exact: true }));
      await arriveAt(page, /^\/(?:dashboard|welcome)$/u);
      expectNoComplaints(traveller);

      async function signOut(): Promise<void> {
        await hand.press(page.getByRole('button', { name: 'Account', exact: true }));
        await hand.press(page.getByRole('menuitem', { name: 'Sign out' }));
        await arriveAt(page, /^\/sign-in$/u);
      }
    },
    journeyMs,
  );
});
