import {
  provideAppInitializer,
  provideBrowserGlobalErrorListeners,
  inject,
  type ApplicationConfig,
} from '@angular/core';
import {
  provideRouter,
  TitleStrategy,
  withComponentInputBinding,
  withInMemoryScrolling,
  withViewTransitions,
} from '@angular/router';
import { provideTransloco } from '@jsverse/transloco';
import { routes } from './app-routes.ts';
import { cspNonceProvider } from './shared/util/csp-nonce.ts';
import { PageTitles } from './shared/util/page-titles.ts';
import { Theme } from './shared/util/theme.ts';
import { Words } from './shared/util/words.ts';

/** What the application is made of. */
export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    cspNonceProvider,
    provideTransloco({
      config: { availableLangs: ['en', 'fr'], defaultLang: 'en', prodMode: true, reRenderOnLangChange: true },
    }),
    provideAppInitializer(() => {
      inject(Theme).start();
      return inject(Words).start();
    }),
    provideRouter(
      routes,
      withComponentInputBinding(),
      withInMemoryScrolling({ scrollPositionRestoration: 'enabled', anchorScrolling: 'enabled' }),
      withViewTransitions({ skipInitialTransition: true }),
    ),
    { provide: TitleStrategy, useExisting: PageTitles },
  ],
};
