import { inject } from '@angular/core';
import type { CanDeactivateFn } from '@angular/router';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { Words } from '../../../shared/util/words.ts';

/** A page with something that may not be saved yet. */
export interface WithUnsaved {
  hasUnsaved(): boolean;
}

/** Asks before a page is left with something unsaved. */
export const keepsUnsaved: CanDeactivateFn<WithUnsaved> = (page) => {
  if (!page.hasUnsaved()) return true;
  const { t } = inject(Words);
  return inject(Dialogs).ask({
    title: t('rules.unsaved.title'),
    text: t('rules.unsaved.text'),
    action: t('rules.unsaved.action'),
  });
};
