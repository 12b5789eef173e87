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
  await pageLoaded();
  const { NewVersion } = await import('./app/new-version.ts');
  await injector.get(NewVersion).start();
}

/** So that what only later visits need takes nothing from the first. */
function pageLoaded(): Promise<void> {
  if (document.readyState === 'complete') return Promise.resolve();
  return new Promise((resolve) => window.addEventListener('load', () => resolve(), { once: true }));
}

start().catch((error: unknown) => {
  console.error(error);
  document.getElementById('not-loaded')?.removeAttribute('hidden');
});
