import { describe, expect, it } from 'vitest';
import { hasBrowser } from '../e2e/browser.ts';
import { openGallery, settle, show, type Gallery } from './gallery.ts';
import { handOf, ways, type Way } from './hand.ts';
import { inWorld } from './in-world.ts';
import { expectNoComplaints, journeyMs, see } from './journey.ts';
import { makeShowcase } from './showcase.ts';

// What every list has in common, by the three domains of the showcase.
describe.skipIf(!hasBrowser)('a list', () => {
  let gallery: Gallery;
  inWorld(async ({ world, browser }) => {
    gallery = await openGallery(browser, { world, showcase: await makeShowcase(world) });
  });

  // On a phone rows are cards, without heads.
  it.each(ways.filter(({ device }) => device === 'desktop'))(
    'is sorted by the heads of its columns, which say how ($by)',
    async (way: Way) => {
      await using visitor = await gallery.open('jane', { device: way.device });
      const { page } = visitor;
      const hand = handOf(page, way);
      await show(page, '/domains');
      const head = page.getByRole('columnheader', { name: 'Domain' });
      const names = (): Promise<string[]> => page.locator('tbody tr td:first-child a').allInnerTexts();
      expect(await head.getAttribute('aria-sort')).toBe('ascending');
      const ascending = await names();
      expect(ascending).toHaveLength(3);
      await hand.press(head.getByRole('button'));
      await page.waitForURL(/sort=-name/u);
      await expect.poll(names).toEqual(ascending.toReversed());
      expect(await head.getAttribute('aria-sort')).toBe('descending');
      await page.goBack();
      await expect.poll(names).toEqual(ascending);
      expect(await head.getAttribute('aria-sort')).toBe('ascending');
      expectNoComplaints(visitor);
    },
    journeyMs,
  );

  it.each(ways)(
    'that finds nothing says so, and takes off at once what it was searched and filtered by ($device, $by)',
    async (way) => {
      await using visitor = await gallery.open('jane', { device: way.device });
      const { page } = visitor;
      const hand = handOf(page, way);
      await show(page, '/domains?state=pending&search=nothing');
      await see(page.getByText('Nothing matches'));
      expect(await page.getByRole('radio', { name: 'Pending' }).getAttribute('aria-checked')).toBe('true');
      await hand.press(page.getByRole('button', { name: 'Clear filters' }));
      await see(page.getByText('doe.example', { exact: true }));
      await settle(page);
      expect(new URL(page.url()).search).toBe('');
      expect(await page.getByLabel('Search domains').inputValue()).toBe('');
      expect(await page.getByRole('radio', { name: 'All' }).getAttribute('aria-checked')).toBe('true');
      expectNoComplaints(visitor);
    },
    journeyMs,
  );

  it(
    'is filtered with the arrows, as radio buttons are chosen',
    async () => {
      await using visitor = await gallery.open('jane');
      const { page } = visitor;
      await show(page, '/domains');
      await page.getByRole('radio', { name: 'All' }).focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await page.waitForURL(/state=pending/u);
      await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
      expect(await page.getByRole('radio', { name: 'Pending' }).getAttribute('aria-checked')).toBe('true');
      expect(await page.evaluate(() => document.activeElement?.textContent.trim())).toBe('Pending');
      expectNoComplaints(visitor);
    },
    journeyMs,
  );

  it(
    'can be filtered by keyboard where none of the choices is taken',
    async () => {
      await using visitor = await gallery.open('jane');
      const { page } = visitor;
      await show(page, '/messages?state=bounced');
      const choices = page.getByRole('radiogroup', { name: 'Which messages' }).getByRole('radio');
      expect(await choices.evaluateAll((all) => all.map((one) => one.ariaChecked))).not.toContain('true');
      await page.getByRole('textbox', { name: 'Search subject or address' }).focus();
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent.trim())).toBe('All');
      await page.keyboard.press('ArrowRight');
      await page.waitForURL(/state=problem/u);
      expectNoComplaints(visitor);
    },
    journeyMs,
  );
});
