import { inject } from '@angular/core';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Mailbox } from '../util/mailbox-state.ts';

/** Gives a function that asks what becomes of the aliases of a mailbox, and removes it; true: it is removed. To be called where `inject` works. */
export function removeMailbox(): (mailbox: Mailbox) => Promise<boolean> {
  const dialogs = inject(Dialogs);
  const toasts = inject(ToastList);
  const { t } = inject(Words);
  return async (mailbox) => {
    const load = () => import('./remove-mailbox.ts').then((m) => m.RemoveMailbox);
    const isRemoved = (await dialogs.open<boolean>(load, mailbox)) === true;
    if (isRemoved) toasts.done(t('mailboxes.done.removed', { address: mailbox.address }));
    return isRemoved;
  };
}
