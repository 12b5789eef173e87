import { computed, effect, inject, signal, untracked } from '@angular/core';
import { loading } from '../../../shared/data/loading.ts';
import { paged } from '../../../shared/data/paged.ts';
import { nextPaint } from '../../../shared/util/next-task.ts';
import { createSelection } from '../../../shared/util/selection.ts';
import { urlQuery } from '../../../shared/util/url-query.ts';
import { Words } from '../../../shared/util/words.ts';
import type { FilterChoice } from '../ui/alias-filters.ts';
import {
  aliasFilterNames,
  isNarrowed,
  parseAliasFilter,
  parseAliasOrder,
  readAliasFilter,
  toAliasQuery,
} from '../util/alias-filter.ts';

/** What the page of aliases shows, read from its address, with what is chosen of it. To be called where `inject` works. */
export function aliasList() {
  const query = urlQuery(...aliasFilterNames, 'trash', 'sort', 'new');
  const filter = computed(() => readAliasFilter(query.values()));
  const isTrash = computed(() => query.values().trash === '1');
  const sort = computed(() => parseAliasOrder(query.values().sort));
  const wanted = computed(() => ({
    ...toAliasQuery(filter(), isTrash()),
    sort: sort(),
    ...(!isTrash() && { pinned_first: 'true' }),
  }));
  const list = paged('listAliases', () => ({ query: wanted() }));
  const selection = createSelection();
  effect(() => {
    // What is not to be seen any more should not be changed by mistake.
    list.pageNumber();
    wanted();
    untracked(() => selection.clear());
  });
  return {
    query,
    filter,
    isTrash,
    sort,
    list,
    selection,
    isFiltered: computed(() => isNarrowed(filter())),
    /** As bulk actions take it. */
    bulkFilter: () => parseAliasFilter(filter(), isTrash()),
    /** As the export takes it. */
    exportQuery: () => toAliasQuery(filter(), isTrash()),
  };
}

/**
 * What can be filtered by: the first hundred of each, and what is filtered by already, so that it can be taken away. It is asked for when the list is
 * seen, which it would take time from.
 */
export function filterChoices(list: ReturnType<typeof aliasList>) {
  const { t } = inject(Words);
  const query = { limit: 100 };
  const isSeen = signal(false);
  effect(() => {
    if (!isSeen() && (list.list.items() ?? list.list.failure()) !== undefined)
      void nextPaint().then(() => isSeen.set(true));
  });
  const domains = loading('listDomains', () => (isSeen() ? { query } : undefined));
  const mailboxes = loading('listMailboxes', () =>
    isSeen() ? { query: { ...query, sort: 'address' as const } } : undefined,
  );
  const tags = loading('listAliasTags', () => (isSeen() ? { query } : undefined));
  const withCurrent = (choices: readonly FilterChoice[], current: string, label: string): FilterChoice[] =>
    current === '' || choices.some(({ value }) => value === current)
      ? [...choices]
      : [{ value: current, label }, ...choices];
  return {
    tags: computed(() => {
      const { tag } = list.filter();
      const choices = (tags.value()?.items ?? []).map((each) => ({ value: each.tag, label: each.tag }));
      return withCurrent(choices, tag, tag);
    }),
    domains: computed(() => {
      const choices = (domains.value()?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
      const { domain } = list.filter();
      return withCurrent(choices, domain, t('aliases.filter.chosen_domain'));
    }),
    mailboxes: computed(() => {
      const choices = (mailboxes.value()?.items ?? []).map(({ id, address }) => ({
        value: id,
        label: address,
      }));
      const { mailbox } = list.filter();
      return withCurrent(choices, mailbox, t('aliases.filter.chosen_mailbox'));
    }),
    reloadTags: () => tags.reload(),
  };
}
