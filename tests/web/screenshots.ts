// `npm run screenshots [-- name …]`: every page as it is with something on it, light and dark, phone and desktop, in English; with --fr in French.
// Into the folder `screenshots`, which is not committed.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { startTestDatabaseServer } from '@smtpy/testkit';
import { openBrowser } from '../e2e/browser.ts';
import { openGallery, show } from './gallery.ts';
import { listPages, people } from './pages.ts';
import { makeShowcase } from './showcase.ts';
import { devices, type Device } from './visitor.ts';
import { openWorld } from './world.ts';

const folder = path.resolve(import.meta.dirname, '../../screenshots');
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const language = process.argv.includes('--fr') ? 'fr' : 'en';

mkdirSync(folder, { recursive: true });
const databases = await startTestDatabaseServer();
process.env['SMTPY_TEST_DATABASE_URL'] = databases.url;
{
  await using world = await openWorld();
  const showcase = await makeShowcase(world);
  const browser = await openBrowser();
  const gallery = await openGallery(browser, { world, showcase });
  const pages = listPages(showcase).filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  for (const device of Object.keys(devices) as Device[]) {
    for (const theme of ['light', 'dark'] as const) {
      for (const as of people) {
        await using visitor = await gallery.open(as, { device, theme, language });
        for (const { name, path: address } of pages.filter((one) => one.as === as)) {
          await show(visitor.page, address);
          // Charts are drawn when somebody comes near them, and after their numbers came.
          await visitor.page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
          await visitor.page.waitForLoadState('networkidle');
          await visitor.page.evaluate(() => window.scrollTo(0, 0));
          const file = path.join(folder, `${name}-${device}-${theme}${language === 'fr' ? '-fr' : ''}.png`);
          await visitor.page.screenshot({ path: file, fullPage: device === 'phone' });
          console.log(path.relative(process.cwd(), file));
        }
        for (const complaint of visitor.complaints) console.error(complaint);
      }
    }
  }
  await browser.close();
}
await databases.close();
