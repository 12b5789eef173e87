import { computed, DestroyRef, effect, inject, signal, untracked } from '@angular/core';
import { loading } from '../../../shared/data/loading.ts';
import { paged } from '../../../shared/data/paged.ts';
import { createSelection } from '../../../shared/util/selection.ts';
import { urlQuery } from '../../../shared/util/url-query.ts';
import { Words } from '../../../shared/util/words.ts';
import type { FilterChoice } from '../ui/alias-filters.ts';
import {
  aliasFilterNames,
  isNarrowed,
  parseAliasFilter,
  parseAliasOrder,
  toAliasQuery,
} from '../util/alias-filter.ts';

/** What the page of aliases shows, read from its address, with what is chosen of it. To be called where `inject` works. */
export function aliasList() {
  const query = urlQuery(...aliasFilterNames, 'trash', 'sort', 'new');
  const isTrash = computed(() => query.values().trash === '1');
  const sort = computed(() => parseAliasOrder(query.values().sort));
  const wanted = computed(() => ({
    ...toAliasQuery(query.values(), isTrash()),
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
    isTrash,
    sort,
    list,
    selection,
    isFiltered: computed(() => isNarrowed(query.values())),
    /** As bulk actions take it. */
    bulkFilter: () => parseAliasFilter(query.values(), isTrash()),
    /** As the export takes it. */
    exportQuery: () => toAliasQuery(query.values(), isTrash()),
  };
}

/** Rows wait no longer for what can be filtered by. */
const patienceMs = 1_000;

/** What can be filtered by: the first hundred of each, and what is filtered by already, so that it can be taken away. */
export function filterChoices(list: ReturnType<typeof aliasList>) {
  const { t } = inject(Words);
  const isLate = signal(false);
  const timer = setTimeout(() => isLate.set(true), patienceMs);
  inject(DestroyRef).onDestroy(() => clearTimeout(timer));
  const query = { limit: 100 };
  const domains = loading('listDomains', () => ({ query }));
  const mailboxes = loading('listMailboxes', () => ({ query: { ...query, sort: 'address' as const } }));
  const tags = loading('listAliasTags', () => ({ query }));
  const withCurrent = (choices: readonly FilterChoice[], current: string, label: string): FilterChoice[] =>
    current === '' || choices.some(({ value }) => value === current)
      ? [...choices]
      : [{ value: current, label }, ...choices];
  return {
    /** Whether they were answered for the first time, or cannot be: until then it is not known which filters there are. Tags always have theirs. */
    isKnown: computed(
      () =>
        isLate() || [domains, mailboxes].every(({ value, failure }) => (value() ?? failure()) !== undefined),
    ),
    tags: computed(() => {
      const { tag } = list.query.values();
      const choices = (tags.value()?.items ?? []).map((each) => ({ value: each.tag, label: each.tag }));
      return withCurrent(choices, tag, tag);
    }),
    domains: computed(() => {
      const choices = (domains.value()?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
      const { domain } = list.query.values();
      return withCurrent(choices.length > 1 ? choices : [], domain, choices[0]?.label ?? t('filter.all'));
    }),
    mailboxes: computed(() => {
      const choices = (mailboxes.value()?.items ?? []).map(({ id, address }) => ({
        value: id,
        label: address,
      }));
      const { mailbox } = list.query.values();
      return withCurrent(choices.length > 1 ? choices : [], mailbox, choices[0]?.label ?? t('filter.all'));
    }),
    reloadTags: () => tags.reload(),
  };
}
