import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hasBrowser } from '../e2e/browser.ts';
import { inWorld } from './in-world.ts';
import { arriveAt, expectNoComplaints, see, setOut, signIn } from './journey.ts';
import { bodyOf, makePerson, password, type World } from './world.ts';

const way = { device: 'desktop', by: 'mouse' } as const;

// What belongs to a person and an organization goes with them: at the end of the session, and when another organization is shown.
describe.skipIf(!hasBrowser)('a session', () => {
  let world: World;
  let browser: Browser;
  inWorld((stage) => {
    ({ world, browser } = stage);
  });

  it('that ends elsewhere leads to the sign-in and back, and leaves nothing behind', async () => {
    const email = 'leaver@account.example';
    const elsewhere = await makePerson(world, { email, name: 'Leaver' });
    await using traveller = await setOut(browser, { world, way });
    const { page, hand } = traveller;
    await signIn(traveller, email);
    await arriveAt(page, /^\/(?:dashboard|welcome)$/u);
    await page.goto('/contacts?search=anna');
    await see(page.getByRole('heading', { level: 1 }));
    await page.evaluate(() => localStorage.setItem('smtpy.private.recent', 'a name'));
    await page.keyboard.press('Control+k');
    await see(page.getByRole('dialog'));
    bodyOf(await elsewhere.post('/v1/auth/revoke-sessions', {}), 200);
    await arriveAt(page, /^\/sign-in$/u);
    expect(new URL(page.url()).searchParams.get('next')).toBe('/contacts?search=anna');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => localStorage.getItem('smtpy.private.recent'))).toBeNull();
    await page.goBack();
    await arriveAt(page, /^\/sign-in$/u);
    await hand.type(page.getByLabel('Email or username'), email);
    await hand.type(page.getByLabel('Password', { exact: true }), password);
    await hand.press(page.getByRole('button', { name: 'Sign in', exact: true }));
    await arriveAt(page, /^\/contacts$/u);
    expectNoComplaints(traveller);
  }, 120_000);

  it('says so where a part of the pages does not come, and goes on from there', async () => {
    const person = await makePerson(world, { email: 'traveller@account.example', name: 'Traveller' });
    await using traveller = await setOut(browser, { world, way, cookie: person.cookie });
    const { page, hand } = traveller;
    await page.goto('/contacts');
    await see(page.getByRole('heading', { level: 1, name: 'Contacts' }));
    await page.context().setOffline(true);
    await hand.press(page.getByRole('link', { name: 'Audit log' }));
    await see(page.getByText('This page could not be loaded.'));
    expect(new URL(page.url()).pathname).toBe('/contacts');
    await page.context().setOffline(false);
    await hand.press(page.getByRole('button', { name: 'Reload' }));
    await arriveAt(page, /^\/audit$/u);
    await see(page.getByRole('heading', { level: 1, name: 'Audit log' }));
  }, 120_000);

  it('goes on by itself when the connection is back', async () => {
    const person = await makePerson(world, { email: 'commuter@account.example', name: 'Commuter' });
    bodyOf(await person.post('/v1/mailboxes', { address: 'season@provider.example' }), 201);
    await using traveller = await setOut(browser, { world, way, cookie: person.cookie });
    const { page, hand } = traveller;
    await page.goto('/mailboxes');
    await see(page.getByText('season'));
    await page.context().setOffline(true);
    await hand.type(page.getByLabel('Search mailboxes'), 'seas');
    await see(page.getByRole('button', { name: 'Try again' }));
    await page.context().setOffline(false);
    await see(page.getByText('season'));
    await page.goto('/aliases/no-id');
    await see(page.getByText('This does not exist, or not in this organization.'));
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
  }, 120_000);

  it('shows nothing of one organization in another', async () => {
    const person = await makePerson(world, { email: 'both@account.example', name: 'Both' });
    bodyOf(await person.post('/v1/mailboxes', { address: 'solitary@provider.example' }), 201);
    const { id } = bodyOf<{ id: string }>(await person.post('/v1/organizations', { name: 'Second' }), 201);
    await using traveller = await setOut(browser, { world, way, cookie: person.cookie });
    const { page, hand } = traveller;
    await page.goto('/mailboxes');
    await see(page.getByText('solitary'));
    const asked: string[] = [];
    await hand.press(page.getByRole('button', { name: /^Organization/u }));
    page.on('request', (request) => {
      const named = request.headers()['smtpy-organization'];
      if (named !== undefined) asked.push(`${named} ${new URL(request.url()).pathname}`);
    });
    await hand.press(page.getByRole('menuitemradio', { name: /^Second/u }));
    await arriveAt(page, /^\/(?:dashboard|welcome)$/u);
    await page.goto('/mailboxes');
    await see(page.getByRole('heading', { level: 1 }));
    await page.waitForLoadState('networkidle');
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((line) => !line.startsWith(id))).toEqual([]);
    expect(await page.getByText('solitary').count()).toBe(0);
    expectNoComplaints(traveller);
  }, 120_000);
});
