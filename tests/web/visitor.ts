import type { Browser, BrowserContext, Page } from 'playwright-core';

/** The two sizes that every page is tried at. */
export const devices = {
  desktop: { viewport: { width: 1280, height: 800 }, isMobile: false, hasTouch: false },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
} as const;
/** One of {@link devices}. */
export type Device = keyof typeof devices;

/** Somebody in front of a browser: nothing is mocked, and what the page complains about is kept. */
export interface Visitor extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly device: Device;
  /** Errors that the page logged or threw, and answers 5xx. Refusals that a journey provokes (4xx) are none. */
  readonly complaints: readonly string[];
}

/** How somebody comes. */
export interface VisitOptions {
  readonly baseUrl: string;
  readonly device?: Device;
  readonly theme?: 'light' | 'dark';
  readonly language?: 'en' | 'fr';
  /** The cookies of somebody who is signed in: `name=value; name=value`. */
  readonly cookie?: string;
  /** For scripts of tests that the policy of the pages would refuse, such as axe. */
  readonly isPolicyOff?: boolean;
}

/** Opens a browser of one's own: no cookies, nothing stored. */
export async function openVisitor(browser: Browser, options: VisitOptions): Promise<Visitor> {
  const device = options.device ?? 'desktop';
  const context = await browser.newContext({
    ...devices[device],
    baseURL: options.baseUrl,
    colorScheme: options.theme ?? 'light',
    locale: options.language === 'fr' ? 'fr-FR' : 'en-GB',
    timezoneId: 'Europe/Paris',
    reducedMotion: 'reduce',
    bypassCSP: options.isPolicyOff === true,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(15_000);
  if (options.cookie !== undefined) await context.addCookies(readCookies(options.cookie, options.baseUrl));
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`thrown: ${error.message}`));
  page.on('console', (message) => {
    // Chromium logs every refusal that the server sends; those are judged by what the page says.
    const isRefusal =
      message.text().startsWith('Failed to load resource') || message.text().includes('WebSocket connection');
    if (message.type() === 'error' && !isRefusal) complaints.push(`logged: ${message.text()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${String(response.status())} ${response.url()}`);
  });
  return { page, context, device, complaints, [Symbol.asyncDispose]: () => context.close() };
}

function readCookies(text: string, url: string): { name: string; value: string; url: string }[] {
  return text.split('; ').map((pair) => {
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url };
  });
}
