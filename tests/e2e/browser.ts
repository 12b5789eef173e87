import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const program = '/usr/bin/chromium';

/** Whether Debian's Chromium is here; tests that need it are skipped otherwise. */
export const hasBrowser = existsSync(program);

/** Starts a real browser without a window. As root it has no sandbox of its own to give up. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: program,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    timeout: 60_000,
  });
}
