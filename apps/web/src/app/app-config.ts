import {
  provideAppInitializer,
  provideBrowserGlobalErrorListeners,
  inject,
  type ApplicationConfig,
} from '@angular/core';
import {
  provideRouter,
  Router,
  TitleStrategy,
  withComponentInputBinding,
  withInMemoryScrolling,
  withNavigationErrorHandler,
  withViewTransitions,
  type Navigation,
} from '@angular/router';
import { provideTransloco } from '@jsverse/transloco';
import { routes } from './app-routes.ts';
import { cspNonceProvider } from './shared/util/csp-nonce.ts';
import { PageTitles } from './shared/util/page-titles.ts';
import { Theme } from './shared/util/theme.ts';
import { ToastList } from './shared/util/toast-list.ts';
import { pathOf } from './shared/util/url-query.ts';
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
      // A part of the pages did not come: no connection, or a new version has taken its place. A click without an answer would be the worst.
      withNavigationErrorHandler(({ url }) => {
        const { t } = inject(Words);
        inject(ToastList).offer(t('toast.not_loaded'), {
          label: t('toast.reload'),
          run: () => location.assign(url),
        });
      }),
      withInMemoryScrolling({ scrollPositionRestoration: 'enabled', anchorScrolling: 'enabled' }),
      withViewTransitions({
        skipInitialTransition: true,
        onViewTransitionCreated: ({ transition }) => {
          // Within a page (a filter, a search) nothing slides: what is typed would wait for the picture.
          if (isSamePage(inject(Router).currentNavigation())) transition.skipTransition();
        },
      }),
    ),
    { provide: TitleStrategy, useExisting: PageTitles },
  ],
};

/** Whether a navigation changes nothing but the query or the fragment. */
function isSamePage(navigation: Navigation | null): boolean {
  const before = navigation?.previousNavigation?.finalUrl?.toString();
  const after = navigation?.finalUrl?.toString();
  return before !== undefined && after !== undefined && pathOf(before) === pathOf(after);
}
