import { isDevMode } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { appConfig } from './app/app-config.ts';
import { App } from './app/app.ts';

bootstrapApplication(App, appConfig)
  .then(async ({ injector }) => {
    if (isDevMode()) return;
    await pageLoaded();
    const { NewVersion } = await import('./app/new-version.ts');
    await injector.get(NewVersion).start();
  })
  .catch((error: unknown) => {
    console.error(error);
    document.getElementById('not-loaded')?.removeAttribute('hidden');
  });

/** So that what only later visits need takes nothing from the first. */
function pageLoaded(): Promise<void> {
  if (document.readyState === 'complete') return Promise.resolve();
  return new Promise((resolve) => window.addEventListener('load', () => resolve(), { once: true }));
}
