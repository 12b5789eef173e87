import { computed, inject, type Signal } from '@angular/core';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Wording } from '../util/sentence.ts';
import type { Mailbox } from './all-pages.ts';

/** How rules are written out in the language of the pages, with these mailboxes by their addresses. To be called where `inject` works. */
export function ruleWording(mailboxes: Signal<readonly Mailbox[] | undefined>): Signal<Wording> {
  const words = inject(Words);
  const formats = inject(Formats);
  return computed(() => {
    const addresses = new Map(mailboxes()?.map(({ id, address }) => [id, address]));
    return {
      t: words.t,
      bytes: formats.bytes,
      language: words.language(),
      mailbox: (id) => addresses.get(id),
    };
  });
}
