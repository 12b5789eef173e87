import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser } from './browser.ts';
import { type Correspondent, createCorrespondent, fieldOf } from './correspondent.ts';
import {
  alias,
  aliasDomain,
  install,
  type Installation,
  mailbox,
  newestMessage,
  userEmail,
} from './installation.ts';
import { textOf } from './mail-text.ts';

let it_: Installation;
let jane: Correspondent;
let bob: Correspondent;
const previewed = `preview@${aliasDomain}`;

beforeAll(async () => {
  it_ = await install();
  jane = await createCorrespondent(it_, mailbox, { name: 'Jane Doe' });
  bob = await createCorrespondent(it_, 'bob@outside.example', { name: 'Bob' });
  await it_.command('alias', 'add', previewed, '--to', mailbox);
  await it_.command('alias', 'set', previewed, '--preview', 'on');
}, 90_000);
afterAll(() => it_[Symbol.asyncDispose]());

interface Listed {
  readonly items: readonly { readonly id: string; readonly reason: string; readonly alias: string }[];
}

const quarantined = async (): Promise<Listed['items']> =>
  ((await it_.command('quarantine', 'list', '--user', userEmail)) as Listed).items;

/** The page that a letter about held mail leads to. */
function pageUrl(mail: Buffer): string {
  const text = textOf(mail);
  const path = /\/quarantine\/[A-Za-z0-9_-]{48}/u.exec(text)?.[0];
  if (path === undefined) throw new Error(`no link in ${text}`);
  return it_.server.httpUrl + path;
}

/** Sends a message to the alias that is held for preview; gives its page. */
async function holdOne(subject: string): Promise<string> {
  const before = jane.received().length;
  const { last } = await bob.send({ rcptTo: [previewed], fields: { Subject: subject } });
  expect(last.code).toBe(250);
  const letter = (await jane.awaitMail(before + 1)).data;
  expect(fieldOf(letter, 'Subject')).toContain('Held');
  return pageUrl(letter);
}

const post = (url: string, decision: string): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ decision }),
    signal: AbortSignal.timeout(10_000),
  });

const get = (url: string): Promise<Response> => fetch(url, { signal: AbortSignal.timeout(10_000) });

describe('mail to an alias that is held for preview', () => {
  it('waits, is told at once, and is delivered by POST alone', async () => {
    const url = await holdOne('Look at me');
    const before = jane.received().length;
    for (let visit = 0; visit < 3; visit += 1) expect((await get(url)).status).toBe(200);
    expect((await newestMessage(it_)).deliveries.length).toBeGreaterThan(0);
    expect((await quarantined()).map(({ reason, alias: to }) => [reason, to])).toEqual([
      ['preview', previewed],
    ]);
    expect(await (await post(url, 'deliver')).text()).toContain('The message was released');
    expect(fieldOf((await jane.awaitMail(before + 1)).data, 'Subject')).toBe('Look at me');
    expect(await quarantined()).toEqual([]);
    expect(await (await post(url, 'delete')).text()).toContain('The message was released');
  }, 60_000);

  it('is deleted for good', async () => {
    const url = await holdOne('Unwanted');
    expect(await (await post(url, 'delete')).text()).toContain('The message was deleted');
    expect(await (await get(url)).text()).toContain('The message was deleted');
    expect(await quarantined()).toEqual([]);
  }, 60_000);

  it('obeys no forged link', async () => {
    const url = await holdOne('Forged');
    const forged = `${url.slice(0, -1)}${url.endsWith('A') ? 'B' : 'A'}`;
    expect((await get(forged)).status).toBe(404);
    expect((await post(forged, 'deliver')).status).toBe(404);
    const [held] = await quarantined();
    await it_.command('quarantine', 'delete', held?.id ?? '');
  }, 60_000);

  it('is let through once its sender is always allowed', async () => {
    const url = await holdOne('First of many');
    const before = jane.received().length;
    await post(url, 'deliver_and_allow');
    await jane.awaitMail(before + 1);
    await expect
      .poll(
        async () => {
          await bob.send({ rcptTo: [previewed], fields: { Subject: 'Second' } });
          return (await newestMessage(it_)).deliveries[0]?.state;
        },
        { timeout: 20_000, interval: 1_000 },
      )
      .toMatch(/^(?:queued|sending|delivered)$/u);
  }, 60_000);
});

describe('mail that fails DMARC where the author asks for quarantine', () => {
  it('is held, listed with its reason, and released by the command', async () => {
    const kim = await createCorrespondent(it_, 'kim@quarantine.example', {
      hasSpf: false,
      dmarc: 'quarantine',
    });
    const before = jane.received().length;
    const { last } = await kim.send({
      rcptTo: [alias],
      isSigned: false,
      fields: { Subject: 'In whose name' },
    });
    expect(last.code).toBe(250);
    const [held] = await quarantined();
    expect(held?.reason).toBe('dmarc');
    expect(await it_.command('quarantine', 'show', held?.id ?? '')).toMatchObject({ reason: 'dmarc' });
    expect(jane.received()).toHaveLength(before);
    await it_.command('quarantine', 'release', held?.id ?? '');
    expect(fieldOf((await jane.awaitMail(before + 1)).data, 'Subject')).toBe('In whose name');
  }, 60_000);
});

describe.skipIf(!hasBrowser)('the page in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  }, 60_000);
  afterAll(() => browser.close());

  it('shows the message and deletes it by its button', async () => {
    const carol = await createCorrespondent(it_, 'carol@elsewhere.example');
    const before = jane.received().length;
    await carol.send({ rcptTo: [previewed], fields: { Subject: '<b>Held</b> & waiting' } });
    const page = await browser.newPage();
    await page.goto(pageUrl((await jane.awaitMail(before + 1)).data));
    await page.getByRole('heading', { name: '<b>Held</b> & waiting' }).waitFor();
    await page.getByText('Held for preview').waitFor();
    await page.getByRole('button', { name: 'Delete message' }).click();
    await page.getByRole('heading', { name: 'The message was deleted' }).waitFor();
    await page.close();
  }, 90_000);
});
