import type { Arguments } from '@smtpy/contract/web';
import { aliasModes } from './alias.ts';

/** What narrows the list of aliases, by its names in the address of the page. */
export const aliasFilterNames = [
  'search',
  'state',
  'domain',
  'mailbox',
  'tag',
  'pinned',
  'origin',
  'mode',
] as const;

/** A filter as it stands in the address; empty text for what is not there. */
export type AliasFilter = Readonly<Record<(typeof aliasFilterNames)[number], string>>;

/** The orders that the list can be in; with a minus the other way around. */
export const aliasOrders = ['created_at', 'address', 'last_activity_at'] as const;
/** Newest first. */
export const defaultAliasOrder = '-created_at';

type Filter = NonNullable<NonNullable<Arguments<'changeAliases'>['body']>['filter']>;
type Query = NonNullable<Arguments<'listAliases'>['query']>;

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** What of a filter can be: an address can be mistyped or old, and what the API would refuse is left out, so that the page shows something. */
export function readAliasFilter(filter: AliasFilter): AliasFilter {
  const keep = (value: string, isKnown: boolean): string => (isKnown ? value : '');
  return {
    search: filter.search.slice(0, 200),
    state: keep(filter.state, filter.state === 'on' || filter.state === 'off'),
    domain: keep(filter.domain, uuid.test(filter.domain)),
    mailbox: keep(filter.mailbox, uuid.test(filter.mailbox)),
    tag: keep(filter.tag.slice(0, 40), !/[,;]/u.test(filter.tag)),
    pinned: keep(filter.pinned, filter.pinned === '1'),
    origin: keep(filter.origin, filter.origin === 'catch_all'),
    mode: keep(
      filter.mode,
      aliasModes.some((name) => name === filter.mode),
    ),
  };
}

/** The filter as the API takes it in a body; of {@link readAliasFilter}. */
export function parseAliasFilter(filter: AliasFilter, isTrash: boolean): Filter {
  const mode = aliasModes.find((name) => name === filter.mode);
  return {
    ...(filter.search !== '' && { search: filter.search }),
    ...(filter.state !== '' && { is_enabled: filter.state === 'on' }),
    ...(filter.domain !== '' && { domain_id: filter.domain }),
    ...(filter.mailbox !== '' && { mailbox_id: filter.mailbox }),
    ...(filter.tag !== '' && { tag: filter.tag }),
    ...(filter.pinned !== '' && { is_pinned: true }),
    ...(filter.origin !== '' && { origin: 'catch_all' as const }),
    ...(mode !== undefined && { mode }),
    in_trash: isTrash,
  };
}

/** The same in a query, for the export. */
export function toAliasQuery(filter: AliasFilter, isTrash: boolean): Omit<Query, 'sort' | 'cursor'> {
  const {
    is_enabled: isEnabled,
    is_pinned: isPinned,
    in_trash: _,
    ...rest
  } = parseAliasFilter(filter, isTrash);
  return {
    ...rest,
    ...(isEnabled !== undefined && { is_enabled: String(isEnabled) }),
    ...(isPinned !== undefined && { is_pinned: String(isPinned) }),
    ...(isTrash && { in_trash: 'true' }),
  };
}

/** An order as it stands in the address, or the default. */
export function parseAliasOrder(text: string): string {
  const isKnown = aliasOrders.some((order) => text === order || text === `-${order}`);
  return isKnown ? text : defaultAliasOrder;
}

/** Whether anything narrows the list; the trash itself does not. */
export function isNarrowed(filter: AliasFilter): boolean {
  return aliasFilterNames.some((name) => filter[name] !== '');
}

/** How many filters there are besides the search. */
export function countFilters(filter: AliasFilter): number {
  return aliasFilterNames.filter((name) => name !== 'search' && filter[name] !== '').length;
}

/** A filter that narrows nothing. */
export const noAliasFilter: AliasFilter = {
  search: '',
  state: '',
  domain: '',
  mailbox: '',
  tag: '',
  pinned: '',
  origin: '',
  mode: '',
};
