import { computed, inject, signal, type Signal } from '@angular/core';
import { AtSign, Contact, Globe, Inbox, Mail, type IconNode } from 'lucide';
import type { Permission } from '@smtpy/contract/web';
import { Api } from '../shared/data/api.ts';
import { loadingOf, type Loading } from '../shared/data/loading.ts';
import { Session } from '../shared/data/session.ts';
import type { FinderGroup, FinderOption } from '../shared/ui/finder.ts';
import { Words } from '../shared/util/words.ts';
import { looksLikeMessageId, matching } from './palette-ranking.ts';

/** Something that the palette leads to, or does. */
export interface PaletteOption extends FinderOption {
  /** Where it leads; undefined where it does something else. */
  readonly path?: string | undefined;
  readonly run?: (() => void) | undefined;
}

/** What the server finds, kind by kind, each as soon as it is there. */
export interface PaletteSearch {
  readonly groups: Signal<readonly FinderGroup<PaletteOption>[]>;
  readonly isBusy: Signal<boolean>;
  /** Whether something could not be asked. */
  readonly hasFailed: Signal<boolean>;
}

interface Found {
  readonly text: string;
  readonly options: readonly PaletteOption[];
}

type Kind = 'alias' | 'domain' | 'mailbox' | 'contact' | 'message';
const kinds: readonly Kind[] = ['alias', 'domain', 'mailbox', 'contact', 'message'];

/** The icon of each kind, also of those that were chosen before. */
export const kindIcons: Readonly<Record<Kind, IconNode>> = {
  alias: AtSign,
  domain: Globe,
  mailbox: Inbox,
  contact: Contact,
  message: Mail,
};
const permissions: Readonly<Record<Kind, Permission>> = {
  alias: 'aliases:read',
  domain: 'domains:read',
  mailbox: 'mailboxes:read',
  contact: 'contacts:read',
  message: 'messages:read',
};
/** One letter finds everything, which helps nobody. */
const fewestCharacters = 2;
const limit = 5;
/** After the last key. */
const waitMs = 150;

/** Searches the server for a text as it is typed; questions that are out of date are broken off. To be called where `inject` works. */
export function paletteSearch(text: Signal<string>): PaletteSearch & { ask(): void } {
  const asks = questions(inject(Api), inject(Words));
  const session = inject(Session);
  const asked = signal('');
  const loadings = kinds.map((kind): readonly [Kind, Loading<Found>] => [
    kind,
    loadingOf<{ readonly wanted: string }, Found>(
      () => {
        const wanted = asked();
        return wanted.length >= fewestCharacters && session.can(permissions[kind]) ? { wanted } : undefined;
      },
      async ({ wanted }, abort) => ({ text: wanted, options: await asks[kind](wanted, abort) }),
    ),
  ]);
  const { t } = inject(Words);
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    ask: () => {
      clearTimeout(timer);
      timer = setTimeout(() => asked.set(text().trim()), waitMs);
    },
    groups: computed(() =>
      loadings.map(([kind, { value }]) => ({
        id: kind,
        title: t(`palette.group.${kind}`),
        options: stillRight(value(), text().trim()),
      })),
    ),
    isBusy: computed(
      () =>
        text().trim().length >= fewestCharacters &&
        (text().trim() !== asked() || loadings.some(([, { isLoading }]) => isLoading())),
    ),
    hasFailed: computed(() => loadings.some(([, { failure }]) => failure() !== undefined)),
  };
}

/** What was found for the text, or, while the next answer is on its way, what of the last one still matches. */
function stillRight(found: Found | undefined, wanted: string): readonly PaletteOption[] {
  if (found === undefined || wanted.length < fewestCharacters) return [];
  if (found.text === wanted) return found.options;
  return wanted.startsWith(found.text) ? matching(found.options, wanted) : [];
}

type Question = (text: string, signal: AbortSignal) => Promise<readonly PaletteOption[]>;

function questions(api: Api, { t }: Pick<Words, 't'>): Readonly<Record<Kind, Question>> {
  return {
    alias: async (search, signal) => {
      const { items } = await api.call('listAliases', { query: { search, limit } }, { signal });
      return items.map(({ id, address, display_name }) =>
        option('alias', id, { title: address, detail: display_name ?? undefined, path: `/aliases/${id}` }),
      );
    },
    domain: async (search, signal) => {
      const { items } = await api.call('listDomains', { query: { search, limit } }, { signal });
      return items.map(({ id, unicode_name, state }) =>
        option('domain', id, { title: unicode_name, detail: t(`state.${state}`), path: `/domains/${id}` }),
      );
    },
    mailbox: async (text, signal) => {
      const query = { search: text.slice(0, 100), limit };
      const { items } = await api.call('listMailboxes', { query }, { signal });
      return items.map(({ id, address }) =>
        option('mailbox', id, { title: address, path: `/mailboxes/${id}` }),
      );
    },
    contact: async (search, signal) => {
      const { items } = await api.call('listContacts', { query: { search, limit } }, { signal });
      return items.map(({ id, address, alias_address, display_name }) =>
        option('contact', id, {
          title: address,
          detail: display_name ?? alias_address,
          path: `/contacts?search=${encodeURIComponent(address)}`,
        }),
      );
    },
    message: (text, signal) => findMessages(api, t, { text, signal }),
  };
}

/** By subject or address, and by Message-ID where the text may be one. */
async function findMessages(
  api: Api,
  t: Words['t'],
  { text, signal }: { readonly text: string; readonly signal: AbortSignal },
): Promise<readonly PaletteOption[]> {
  const queries = [
    { text, limit },
    ...(looksLikeMessageId(text) ? [{ message_id_header: text, limit }] : []),
  ];
  const pages = await Promise.all(queries.map((query) => api.call('listMessages', { query }, { signal })));
  const byId = new Map(pages.flatMap(({ items }) => items).map((message) => [message.id, message]));
  return Array.from(byId.values(), ({ id, subject, header_from, mail_from }) =>
    option('message', id, {
      title: subject ?? t('palette.no_subject'),
      detail: header_from ?? mail_from,
      path: `/messages/${id}`,
    }),
  );
}

function option(
  kind: Kind,
  id: string,
  rest: Pick<PaletteOption, 'title' | 'detail' | 'path'>,
): PaletteOption {
  return { id: `${kind}:${id}`, icon: kindIcons[kind], isAddress: kind !== 'message', ...rest };
}
