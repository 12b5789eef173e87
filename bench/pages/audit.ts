import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import lighthouse, { desktopConfig, type Result } from 'lighthouse';
import { chromium } from 'playwright-core';
import { freePort } from '@smtpy/testkit';
import { browserProgram } from '../../tests/e2e/browser.ts';

/** What Lighthouse imitates: its phone on a slow network, or a desk. */
export const forms = ['phone', 'desktop'] as const;
/** One of {@link forms}. */
export type Form = (typeof forms)[number];

/** A page to open, with nothing in the cache. */
export interface Visit {
  readonly origin: string;
  readonly path: string;
  /** Who is signed in; nobody where it is absent. */
  readonly as?: { readonly cookie: string; readonly organizationId: string };
}

/** What Lighthouse found. Points go from 0 to 100, times are in ms. */
export interface Audited {
  readonly performance: number;
  readonly accessibility: number;
  readonly bestPractices: number;
  readonly firstPaintMs: number;
  readonly largestPaintMs: number;
  readonly blockingMs: number;
  readonly layoutShift: number;
  /** All scripts until the page is idle, as they are transferred. */
  readonly scriptBytes: number;
  /** Everything until the page is idle, as it is transferred. */
  readonly totalBytes: number;
  /** Lighthouse's measure of the processor while it looked; below 1,000 it calls the machine slower than its bars are made for. */
  readonly processorIndex: number;
  /** Every audit that is not perfect, with what it points at. */
  readonly complaints: readonly string[];
}

/** Of a browser that asks nobody but the server that is measured. */
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-sync',
  '--no-first-run',
];

/** Opens a page in a new browser, and takes its measure. */
export async function audit(visit: Visit, form: Form): Promise<Audited> {
  const profile = await mkdtemp(path.join(tmpdir(), 'smtpy-lighthouse-'));
  try {
    return await auditIn(profile, visit, form);
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function auditIn(profile: string, visit: Visit, form: Form): Promise<Audited> {
  const port = await freePort();
  const context = await chromium.launchPersistentContext(profile, {
    ...(browserProgram !== undefined && { executablePath: browserProgram }),
    args: [...quiet, `--remote-debugging-port=${String(port)}`, ...(isRoot() ? ['--no-sandbox'] : [])],
  });
  try {
    if (visit.as !== undefined) {
      const pairs = visit.as.cookie.split('; ').map((pair) => pair.split(/=(.*)/su));
      await context.addCookies(pairs.map(([name = '', value = '']) => ({ name, value, url: visit.origin })));
      const page = context.pages()[0] ?? (await context.newPage());
      // A file of the same origin that is no page: nothing of the application is loaded before it is measured.
      await page.goto(`${visit.origin}/robots.txt`);
      await page.evaluate(`localStorage.setItem('smtpy.organization', '${visit.as.organizationId}')`);
    }
    const flags = {
      port,
      logLevel: 'error' as const,
      onlyCategories: ['performance', 'accessibility', 'best-practices'],
      // The session is kept; there is nothing else in this profile.
      disableStorageReset: true,
    };
    const run = await lighthouse(
      visit.origin + visit.path,
      flags,
      form === 'desktop' ? desktopConfig : undefined,
    );
    if (run === undefined) throw new Error('Lighthouse gave no result');
    return read(run.lhr);
  } finally {
    await context.close();
  }
}

const isRoot = (): boolean => process.getuid?.() === 0;

function read(result: Result): Audited {
  if (result.runtimeError !== undefined) throw new Error(result.runtimeError.message);
  const points = (category: string): number => Math.round((result.categories[category]?.score ?? 0) * 100);
  const number = (name: string): number => result.audits[name]?.numericValue ?? Number.NaN;
  const requests = itemsOf(result, 'network-requests');
  const sum = (kept: readonly Item[]): number =>
    kept.reduce((bytes, { transferSize }) => bytes + Number(transferSize ?? 0), 0);
  return {
    performance: points('performance'),
    accessibility: points('accessibility'),
    bestPractices: points('best-practices'),
    firstPaintMs: number('first-contentful-paint'),
    largestPaintMs: number('largest-contentful-paint'),
    blockingMs: number('total-blocking-time'),
    layoutShift: number('cumulative-layout-shift'),
    scriptBytes: sum(requests.filter(({ resourceType }) => resourceType === 'Script')),
    totalBytes: sum(requests),
    processorIndex: result.environment.benchmarkIndex,
    complaints: complaintsOf(result),
  };
}

type Item = Readonly<Record<string, unknown>>;

function itemsOf(result: Result, name: string): readonly Item[] {
  const details = result.audits[name]?.details as { readonly items?: readonly Item[] } | undefined;
  return details?.items ?? [];
}

function complaintsOf(result: Result): readonly string[] {
  return Object.values(result.audits)
    .filter(({ score }) => score !== null && score < 1)
    .map(({ id, displayValue, details }) => {
      const items = (details as { readonly items?: unknown } | undefined)?.items;
      return `${id} ${displayValue ?? ''} ${JSON.stringify(items ?? '').slice(0, 600)}`;
    });
}
