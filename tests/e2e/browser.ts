import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** Debian's Chromium: without a window it takes a quarter less of the processor where it was built for that. */
const programs = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];

/** The browser of this machine; undefined where there is none. */
export const browserProgram = programs.find((program) => existsSync(program));

/** Whether there is one; tests that need it are skipped otherwise. */
export const hasBrowser = browserProgram !== undefined;

/** Starts a real browser without a window. As root it has no sandbox of its own to give up. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    ...(browserProgram !== undefined && { executablePath: browserProgram }),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    timeout: 60_000,
  });
}
