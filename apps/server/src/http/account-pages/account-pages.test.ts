import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser } from '../../../../../tests/e2e/browser.ts';
import { silentEvents } from '../../observe/index.ts';
import { createHttpApp } from '../app.ts';
import { registerAccountPages, type AccountPagesDependencies } from './index.ts';

type Reader = 'invited' | 'other' | 'signed_out' | 'without_account';

const token = 'T'.repeat(43);
const invitedEmail = 'jane@people.example';
const hostile = 'Acme <script>alert(1)</script>';

/** What was asked of authentication and members: `name argument`. */
let calls: string[];
let reader: Reader;
let isWithinLimits: boolean;
let app: FastifyInstance;

const note = <T>(call: string, result: T): Promise<T> => {
  calls.push(call);
  return Promise.resolve(result);
};

const answered = (kind: 'confirmed' | 'refused', given: string) =>
  given === token
    ? ({ kind, organizationName: hostile, address: invitedEmail } as const)
    : ({ kind: 'link_invalid' } as const);

/** The features as they answer: of links, that one works which has the right token. */
const dependencies: AccountPagesDependencies = {
  authentication: {
    verifyEmail: (use) =>
      note('verify', use.token === token ? { kind: 'verified' } : { kind: 'link_invalid' }),
    resetPassword: (use) => {
      if (use.token !== token) return note('reset', { kind: 'link_invalid' });
      const isWeak = use.newPassword.length < 8;
      return note(
        `reset ${use.newPassword}`,
        isWeak ? { kind: 'weak_password', reason: 'A password has 8 to 128 characters' } : { kind: 'reset' },
      );
    },
    requestPasswordReset: ({ email }) => note(`mail ${email}`, undefined),
    findSession: () => {
      if (reader !== 'invited' && reader !== 'other') return Promise.resolve(undefined);
      return Promise.resolve({
        userId: reader,
        email: reader === 'invited' ? invitedEmail : 'john@people.example',
        isEmailVerified: true,
        isAdministrator: false,
        isSuspended: false,
        credential: { kind: 'session', sessionId: 's', startedAt: new Date() },
      });
    },
    register: (wish) =>
      note(`register ${wish.email} ${wish.password}`, { kind: 'registered', userId: 'new' }),
  },
  members: {
    lookUpInvitation: (given) =>
      Promise.resolve(
        given === token
          ? {
              organizationName: hostile,
              inviterName: 'John Doe',
              role: 'admin',
              email: invitedEmail,
              expiresAt: new Date('2026-12-01T10:00:00Z'),
            }
          : undefined,
      ),
    accept: ({ userId }) => note(`accept ${userId}`, { kind: 'accepted' }),
    decline: ({ userId }) => note(`decline ${userId}`, { kind: 'declined' }),
  },
  accounts: { findUser: () => Promise.resolve(reader === 'without_account' ? undefined : { id: 'x' }) },
  mailboxConfirmations: {
    look: (given) =>
      Promise.resolve(
        given === token
          ? { organizationName: hostile, address: invitedEmail, expiresAt: new Date('2026-12-01T10:00:00Z') }
          : undefined,
      ),
    confirm: (wish) => note('confirm', answered('confirmed', wish.token)),
    refuse: (wish) => note('refuse', answered('refused', wish.token)),
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
      registerAccountPages(routes, dependencies);
    },
  });
});
afterAll(() => app.close());
beforeEach(() => {
  calls = [];
  reader = 'signed_out';
  isWithinLimits = true;
});

const host = 'smtpy.example';
const open = (url: string) => app.inject({ url, headers: { host } });
const post = (url: string, form: Record<string, string>, origin = `https://${host}`) =>
  app.inject({
    method: 'POST',
    url,
    headers: { host, origin, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  });

describe('the pages of links', () => {
  it.each(['/verify-email', '/reset-password', '/invitation', '/confirm-mailbox'])(
    '%s changes nothing when it is shown, and is not kept',
    async (path) => {
      const page = await open(`${path}?token=${token}`);
      expect([page.statusCode, page.headers['cache-control'], calls]).toEqual([200, 'no-store', []]);
      expect(page.body).not.toContain('<script>');
      expect(page.headers['referrer-policy']).toBe('same-origin');
    },
  );

  it.each(['/verify-email', '/reset-password', '/invitation', '/confirm-mailbox'])(
    '%s says what is no link',
    async (path) => {
      for (const query of ['', '?token=', '?token=x', `?token=${token}&token=${token}`, '?token=%00%22%3E']) {
        const page = await open(path + query);
        expect([page.statusCode, page.body.includes('no longer works')]).toEqual([410, true]);
      }
    },
  );

  it.each([
    ['/verify-email', {}],
    ['/reset-password', { password: 'correct horse', repeated: 'correct horse' }],
    ['/invitation', { decision: 'accept' }],
    ['/confirm-mailbox', { decision: 'confirm' }],
    ['/confirm-mailbox', { decision: 'refuse' }],
  ])('%s says when the link was used', async (path, form) => {
    const page = await post(path, { token: 'U'.repeat(43), ...form });
    expect([page.statusCode, page.body.includes('no longer works')]).toEqual([410, true]);
  });

  it.each([
    ['/verify-email', { token }],
    ['/reset-password', { token, password: 'correct horse', repeated: 'correct horse' }],
    ['/forgot-password', { email: invitedEmail }],
    ['/invitation', { token, decision: 'accept' }],
  ])('%s counts tries, and takes no form of another site', async (path, form) => {
    isWithinLimits = false;
    expect((await post(path, form)).statusCode).toBe(429);
    isWithinLimits = true;
    expect((await post(path, form, 'https://evil.example')).statusCode).toBe(403);
    expect(calls).toEqual([]);
  });

  it('confirms an address', async () => {
    expect((await post('/verify-email', { token })).body).toContain('The address is confirmed');
    expect(calls).toEqual(['verify']);
  });

  it('sets a password that was typed twice the same', async () => {
    const set = (password: string, repeated: string) =>
      post('/reset-password', { token, password, repeated });
    expect((await set('correct horse', 'correct house')).body).toContain('not the same');
    expect(calls).toEqual([]);
    const weak = await set('short', 'short');
    expect([weak.statusCode, weak.body.includes('8 to 128')]).toEqual([422, true]);
    expect((await set('correct horse', 'correct horse')).body).toContain('The password was set');
  });

  it('answers the same for every address, after the same time', async () => {
    const startedAt = performance.now();
    const page = await post('/forgot-password', { email: ' Jane@People.example ' });
    expect(performance.now() - startedAt).toBeGreaterThan(390);
    expect(page.body).toContain('Look into your mail');
    expect(page.body).not.toContain('people.example');
    expect(calls).toEqual(['mail jane@people.example']);
    expect((await post('/forgot-password', { email: 'nobody' })).statusCode).toBe(422);
  });
});

describe('the page of an invitation', () => {
  it.each([
    ['invited', 'Accept invitation', 'password'],
    ['other', 'Sign out', 'password'],
    ['signed_out', 'Sign in with it', 'Accept invitation'],
    ['without_account', 'Create account and accept', 'decline"'],
  ] as const)('shows someone who is %s what to do', async (who, shown, hidden) => {
    reader = who;
    const { body } = await open(`/invitation?token=${token}`);
    expect(body).toContain(shown);
    expect(body).not.toContain(hidden);
    expect(body).toContain('Acme &lt;script&gt;');
    expect(body.replaceAll(/<[^>]+>/gu, '').includes(invitedEmail)).toBe(
      who === 'signed_out' || who === 'without_account',
    );
  });

  it('is accepted and declined by who is signed in', async () => {
    reader = 'invited';
    expect((await post('/invitation', { token, decision: 'accept' })).body).toContain('You are a member');
    expect((await post('/invitation', { token, decision: 'decline' })).body).toContain('was declined');
    expect(calls).toEqual(['accept invited', 'decline invited']);
  });

  it('is answered by nobody who is not', async () => {
    for (const decision of ['accept', 'decline']) await post('/invitation', { token, decision });
    expect((await post('/invitation', { token, decision: 'burn' })).statusCode).toBe(400);
    expect(calls).toEqual([]);
  });

  it('makes an account for the invited address alone', async () => {
    reader = 'without_account';
    const form = { token, decision: 'register', password: 'correct horse', repeated: 'correct horse' };
    const page = await post('/invitation', { ...form, email: 'john@people.example' });
    expect(page.body).toContain('You are a member');
    expect(calls).toEqual([`register ${invitedEmail} correct horse`, 'accept new']);
  });
});

const folder = process.env['SCREENSHOTS'];

describe.skipIf(!hasBrowser)('the pages in a browser', () => {
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

  const shown: readonly (readonly [name: string, path: string, reader: Reader])[] = [
    ['verify-email', `/verify-email?token=${token}`, 'signed_out'],
    ['forgot-password', '/forgot-password', 'signed_out'],
    ['reset-password', `/reset-password?token=${token}`, 'signed_out'],
    ['invalid', '/reset-password?token=x', 'signed_out'],
    ['invitation-register', `/invitation?token=${token}`, 'without_account'],
    ['invitation-accept', `/invitation?token=${token}`, 'invited'],
    ['invitation-other', `/invitation?token=${token}`, 'other'],
  ];

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [390, 1280]) {
      it(`fit ${String(width)} px, ${colorScheme}, and break no rule of their policy`, async () => {
        const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } });
        const page = await context.newPage();
        const complaints: string[] = [];
        page.on('console', (message) => complaints.push(message.text()));
        for (const [name, path, who] of shown) {
          reader = who;
          await page.goto(base + path);
          const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
          expect([name, overflow]).toEqual([name, 0]);
          await shoot(page, `${name}-${String(width)}-${colorScheme}`);
        }
        // Expected: it tells of the link that does not work, and of a password form whose user is not known to the page.
        const expected = /status of 410|hidden\) username fields/u;
        expect(complaints.filter((text) => !expected.test(text))).toEqual([]);
        await context.close();
      }, 60_000);
    }
  }

  it('set a new password by keyboard alone', async () => {
    const page = await browser.newPage();
    await page.goto(`${base}/reset-password?token=${token}`);
    await page.getByLabel('New password', { exact: false }).first().fill('correct horse');
    await page.getByLabel('New password once more').fill('correct horse');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'The password was set' }).waitFor();
    expect(calls).toEqual(['reset correct horse']);
    await page.close();
  }, 60_000);
});
