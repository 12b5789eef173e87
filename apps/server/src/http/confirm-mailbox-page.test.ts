import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser } from '../../../../tests/e2e/browser.ts';
import { silentEvents } from '../observe/index.ts';
import { createHttpApp } from './app.ts';
import { registerConfirmMailboxPage, type ConfirmMailboxPageDependencies } from './confirm-mailbox-page.ts';

const token = 'T'.repeat(43);
const address = 'jane@people.example';
const hostile = 'Acme <script>alert(1)</script>';

/** What was asked of mailboxes. */
let calls: string[];
let isWithinLimits: boolean;
let app: FastifyInstance;

const answered = (kind: 'confirmed' | 'refused', given: string) => {
  calls.push(kind);
  return Promise.resolve(
    given === token
      ? ({ kind, organizationName: hostile, address } as const)
      : ({ kind: 'link_invalid' } as const),
  );
};

/** Mailboxes as they answer: of links, that one works which has the right token. */
const dependencies: ConfirmMailboxPageDependencies = {
  mailboxConfirmations: {
    look: (given) =>
      Promise.resolve(
        given === token
          ? { organizationName: hostile, address, expiresAt: new Date('2026-12-01T10:00:00Z') }
          : undefined,
      ),
    confirm: (wish) => answered('confirmed', wish.token),
    refuse: (wish) => answered('refused', wish.token),
  },
  limits: {
    limitsFor: () => [],
    take: () => Promise.resolve({ isWithin: isWithinLimits, states: [] }),
  },
};

beforeAll(async () => {
  app = await createHttpApp({
    config: { host: '127.0.0.1', port: 0, publicUrl: 'https://smtpy.example' },
    events: silentEvents,
    readiness: { check: () => Promise.resolve({}) },
    homePage: undefined,
    register: (routes) => {
      registerConfirmMailboxPage(routes, dependencies);
    },
  });
});
afterAll(() => app.close());
beforeEach(() => {
  calls = [];
  isWithinLimits = true;
});

const host = 'smtpy.example';
const open = (query: string) => app.inject({ url: `/confirm-mailbox${query}`, headers: { host } });
const post = (form: Record<string, string>, origin = `https://${host}`) =>
  app.inject({
    method: 'POST',
    url: '/confirm-mailbox',
    headers: { host, origin, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  });

describe('the page that confirms a mailbox', () => {
  it('changes nothing when it is shown, and is not kept', async () => {
    const page = await open(`?token=${token}`);
    expect([page.statusCode, page.headers['cache-control'], calls]).toEqual([200, 'no-store', []]);
    expect(page.body).not.toContain('<script>');
    expect(page.headers['referrer-policy']).toBe('same-origin');
  });

  it('says what is no link', async () => {
    for (const query of ['', '?token=', '?token=x', `?token=${token}&token=${token}`, '?token=%00%22%3E']) {
      const page = await open(query);
      expect([page.statusCode, page.body.includes('no longer works')]).toEqual([410, true]);
    }
  });

  it.each(['confirm', 'refuse'])('says when the link was used: %s', async (decision) => {
    const page = await post({ token: 'U'.repeat(43), decision });
    expect([page.statusCode, page.body.includes('no longer works')]).toEqual([410, true]);
  });

  it('counts tries, and takes no form of another site', async () => {
    isWithinLimits = false;
    expect((await post({ token, decision: 'confirm' })).statusCode).toBe(429);
    isWithinLimits = true;
    expect((await post({ token, decision: 'confirm' }, 'https://evil.example')).statusCode).toBe(403);
    expect(calls).toEqual([]);
  });

  it('takes an answer, and half a form for none', async () => {
    expect((await post({ token, decision: 'burn' })).statusCode).toBe(400);
    expect((await post({ token, decision: 'confirm' })).body).toContain('The mailbox is confirmed');
    expect((await post({ token, decision: 'refuse' })).body).toContain('Nothing will be forwarded');
    expect(calls).toEqual(['confirmed', 'refused']);
  });
});

const folder = process.env['SCREENSHOTS'];

describe.skipIf(!hasBrowser)('the page in a browser', () => {
  let browser: Browser;
  let base: string;
  beforeAll(async () => {
    base = await app.listen({ host: '127.0.0.1', port: 0 });
    browser = await openBrowser();
  }, 90_000);
  afterAll(() => browser.close());

  const shoot = async (page: Page, name: string): Promise<void> => {
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  };

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [390, 1280]) {
      it(`fits ${String(width)} px, ${colorScheme}, and breaks no rule of its policy`, async () => {
        const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } });
        const page = await context.newPage();
        const complaints: string[] = [];
        page.on('console', (message) => complaints.push(message.text()));
        for (const given of [token, 'x']) {
          await page.goto(`${base}/confirm-mailbox?token=${given}`);
          const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
          expect([given, overflow]).toEqual([given, 0]);
          await shoot(page, `confirm-mailbox-${given.slice(0, 1)}-${String(width)}-${colorScheme}`);
        }
        // Expected: it tells of the link that does not work.
        expect(complaints.filter((text) => !text.includes('status of 410'))).toEqual([]);
        await context.close();
      }, 60_000);
    }
  }

  it('is answered by keyboard alone', async () => {
    const page = await browser.newPage();
    await page.goto(`${base}/confirm-mailbox?token=${token}`);
    await page.getByRole('button', { name: 'Confirm mailbox' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'The mailbox is confirmed' }).waitFor();
    expect(calls).toEqual(['confirmed']);
    await page.close();
  }, 60_000);
});
