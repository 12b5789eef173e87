import { inject } from '@angular/core';
import type { Arguments, RuleDefinition } from '@smtpy/contract/web';
import { Api } from '../../../shared/data/api.ts';
import { loadingOf, type Loading } from '../../../shared/data/loading.ts';
import type { ItemOf } from '../../../shared/data/paged.ts';

type RuleOnWire = ItemOf<'listRules'>;
/** A rule with what it asks and does; null: what is stored cannot be read any more. */
export type Rule = Omit<RuleOnWire, 'definition'> & { readonly definition: RuleDefinition | null };
/** A mailbox as the list gives it. */
export type Mailbox = ItemOf<'listMailboxes'>;

const pageSize = 100;

/** The contract describes definitions by a schema that refers to itself, whose type the wire loses. */
export function toRule(rule: RuleOnWire): Rule {
  return { ...rule, definition: (rule.definition ?? null) as RuleDefinition | null };
}

/** All rules of the organization, in the order in which they are asked; there are 200 at most. */
export function loadAllRules(): Loading<readonly Rule[]> {
  const api = inject(Api);
  return loadingOf(
    () => true,
    async (_given, signal) => {
      const rules: Rule[] = [];
      let cursor: string | undefined;
      do {
        const query: Arguments<'listRules'>['query'] = { limit: pageSize, cursor };
        const page = await api.call('listRules', { query }, { signal });
        rules.push(...page.items.map(toRule));
        cursor = page.next_cursor ?? undefined;
      } while (cursor !== undefined);
      return rules;
    },
  );
}

/** All mailboxes of the organization: rules name them by their ids. */
export function loadAllMailboxes(): Loading<readonly Mailbox[]> {
  const api = inject(Api);
  return loadingOf(
    () => true,
    async (_given, signal) => {
      const mailboxes: Mailbox[] = [];
      let cursor: string | undefined;
      do {
        const query: Arguments<'listMailboxes'>['query'] = { limit: pageSize, cursor };
        const page = await api.call('listMailboxes', { query }, { signal });
        mailboxes.push(...page.items);
        cursor = page.next_cursor ?? undefined;
      } while (cursor !== undefined);
      return mailboxes;
    },
  );
}
