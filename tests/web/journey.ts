import type { Browser, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { handOf, type Hand, type Way } from './hand.ts';
import { openVisitor, type Visitor, type VisitOptions } from './visitor.ts';
import { password, type World } from './world.ts';

/** Somebody on a journey. */
export interface Traveller extends Visitor {
  readonly hand: Hand;
}

/** How long a journey may take, in milliseconds: seconds on a quiet machine, minutes on one with much other work. */
export const journeyMs = 180_000;
/** How long what a person waits for may take to show on a busy machine. */
const patienceMs = 20_000;

/** Sets out in one of the ways. */
export async function setOut(
  browser: Browser,
  {
    world,
    way,
    ...options
  }: { readonly world: World; readonly way: Way } & Omit<VisitOptions, 'baseUrl' | 'device'>,
): Promise<Traveller> {
  const visitor = await openVisitor(browser, {
    baseUrl: world.server.httpUrl,
    device: way.device,
    ...options,
  });
  return {
    ...visitor,
    hand: handOf(visitor.page, way),
    [Symbol.asyncDispose]: () => visitor[Symbol.asyncDispose](),
  };
}

/** Signs in on the page. */
export async function signIn({ page, hand }: Traveller, email: string): Promise<void> {
  await page.goto('/sign-in');
  await hand.type(page.getByLabel('Email or username'), email);
  await hand.type(page.getByLabel('Password', { exact: true }), password);
  await hand.press(page.getByRole('button', { name: 'Sign in', exact: true }));
}

/** Waits until it is there to be seen. */
export async function see(target: Locator): Promise<void> {
  await target.first().waitFor({ state: 'visible', timeout: patienceMs });
}

/** Waits until the page is at this path. */
export async function arriveAt(page: Page, path: RegExp): Promise<void> {
  await page.waitForURL((url) => path.test(url.pathname), { timeout: patienceMs });
}

/** Nothing was thrown, logged as an error or answered with 5xx on the way. */
export function expectNoComplaints({ complaints }: Visitor): void {
  expect(complaints).toEqual([]);
}

/** A name that no other way of the same journey has. */
export function nameFor(what: string, { device, by }: Way): string {
  return `${what}-${device}-${by}`;
}
