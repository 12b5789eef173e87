import { isDevMode } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { appConfig } from './app/app-config.ts';
import { App } from './app/app.ts';
import { nextTask } from './app/shared/util/next-task.ts';

async function start(): Promise<void> {
  // Scripts are read in one task, and the application begins in the next: both in one keep a phone from anything else for too long.
  await nextTask();
  const { injector } = await bootstrapApplication(App, appConfig);
  if (isDevMode()) return;
  await pageSettled();
  const { NewVersion } = await import('./app/new-version.ts');
  await injector.get(NewVersion).start();
}

/** How long a page has to be there before it is made ready for the next visit, milliseconds. A service worker takes a process of its own to start. */
const settleMs = 5_000;

/** So that what only later visits need takes nothing from this one: it starts when the page was loaded, drawn, and has nothing else to do. */
async function pageSettled(): Promise<void> {
  if (document.readyState !== 'complete') {
    await new Promise((resolve) => window.addEventListener('load', resolve, { once: true }));
  }
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  // Safari has no idle callbacks.
  if ('requestIdleCallback' in window)
    await new Promise((resolve) => requestIdleCallback(resolve, { timeout: settleMs }));
}

start().catch((error: unknown) => {
  console.error(error);
  document.getElementById('not-loaded')?.removeAttribute('hidden');
});
