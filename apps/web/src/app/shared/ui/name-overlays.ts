import { OverlayContainer } from '@angular/cdk/overlay';
import { effect, type Injector } from '@angular/core';
import { Words } from '../util/words.ts';

/**
 * Makes a landmark of where menus and dialogs open, which is outside of the page's own: screen readers then say where one is. It follows the language.
 */
export function nameOverlays(injector: Injector): void {
  const { t } = injector.get(Words);
  const container = injector.get(OverlayContainer).getContainerElement();
  container.setAttribute('role', 'region');
  effect(() => container.setAttribute('aria-label', t('nav.overlays')), { injector });
}
