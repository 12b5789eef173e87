import { computed, inject, type Signal } from '@angular/core';
import type { Answer } from '@smtpy/contract/web';
import type { Failure } from '../../../shared/data/failure.ts';
import { Live } from '../../../shared/data/live.ts';
import { loading } from '../../../shared/data/loading.ts';
import type { ItemOf } from '../../../shared/data/paged.ts';
import { progressOf, type Step, type StepState } from '../util/progress.ts';

/** A domain on which aliases can be made. */
export type UsableDomain = Answer<'getAliasOptions'>['domains'][number];
/** A domain of the organization. */
export type Domain = ItemOf<'listDomains'>;
/** A mailbox of the organization. */
export type Mailbox = ItemOf<'listMailboxes'>;
/** An alias of the organization. */
export type Alias = ItemOf<'listAliases'>;

/** What the organization has, as far as the first steps need it. */
export interface WelcomeState {
  readonly progress: Signal<Readonly<Record<Step, StepState>> | undefined>;
  readonly failure: Signal<Failure | undefined>;
  readonly usableDomains: Signal<readonly UsableDomain[]>;
  readonly pendingDomains: Signal<readonly Domain[]>;
  readonly mailboxes: Signal<readonly Mailbox[]>;
  /** The newest. */
  readonly alias: Signal<Alias | undefined>;
  reload(): void;
}

/** Loads it, and again when a domain or mailbox gets going. To be called where `inject` works. */
export function loadWelcomeState(): WelcomeState {
  const options = loading('getAliasOptions', () => ({}));
  const domains = loading('listDomains', () => ({ query: { state: 'pending', limit: 10 } }));
  const mailboxes = loading('listMailboxes', () => ({ query: { limit: 10 } }));
  const aliases = loading('listAliases', () => ({ query: { limit: 1 } }));
  const alias = computed(() => aliases.value()?.items[0]);
  const messages = loading('listMessages', () => {
    const newest = alias();
    return newest === undefined ? undefined : { query: { alias_id: newest.id, limit: 1 } };
  });
  const all = [options, domains, mailboxes, aliases] as const;
  const reload = (): void => {
    for (const each of [...all, messages]) each.reload();
  };
  inject(Live).onAny(['domain.activated', 'mailbox.confirmed'], reload);
  return {
    progress: computed(() => {
      const [usable, pending, boxes, made] = [
        options.value(),
        domains.value(),
        mailboxes.value(),
        aliases.value(),
      ];
      if (usable === undefined || pending === undefined || boxes === undefined || made === undefined)
        return undefined;
      const confirmed = boxes.items.filter(({ state }) => state === 'confirmed').length;
      return progressOf({
        usableDomains: usable.domains.length,
        pendingDomains: pending.items.length,
        confirmedMailboxes: confirmed,
        pendingMailboxes: boxes.items.length - confirmed,
        aliases: made.items.length,
        messages: messages.value()?.items.length ?? 0,
      });
    }),
    failure: computed(() => all.map(({ failure }) => failure()).find((failure) => failure !== undefined)),
    usableDomains: computed(() => options.value()?.domains ?? []),
    pendingDomains: computed(() => domains.value()?.items ?? []),
    mailboxes: computed(() => mailboxes.value()?.items ?? []),
    alias,
    reload,
  };
}
