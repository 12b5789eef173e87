import { OverlayContainer } from '@angular/cdk/overlay';
import { effect, inject } from '@angular/core';
import { Words } from '../util/words.ts';

/**
 * Makes a landmark of where menus and dialogs open, which is outside of the page's own: screen readers then say where one is. It follows the language; called
 * where a component is made.
 */
export function nameOverlays(): void {
  const { t } = inject(Words);
  const container = inject(OverlayContainer).getContainerElement();
  container.setAttribute('role', 'region');
  effect(() => container.setAttribute('aria-label', t('nav.overlays')));
}
