import { maxAliasTags } from '@smtpy/contract';
import type { AliasMode } from './alias.ts';
import { cleanTags } from './rules.ts';

/** What to do with many aliases. */
export type BulkAction =
  | { readonly kind: 'enable' | 'disable' | 'delete' | 'restore' | 'pin' | 'unpin' }
  | { readonly kind: 'add_tags' | 'remove_tags'; readonly tags: readonly string[] }
  | { readonly kind: 'set_mailboxes'; readonly mailboxIds: readonly string[] }
  | { readonly kind: 'set_mode'; readonly mode: AliasMode };

/** What an action looks at. */
export interface BulkAlias {
  readonly id: string;
  readonly address: string;
  readonly domainName: string;
  readonly isEnabled: boolean;
  readonly isPinned: boolean;
  readonly mode: AliasMode;
  readonly tags: readonly string[];
  readonly mailboxIds: readonly string[];
  readonly isInTrash: boolean;
  /** Whether its domain was removed: then it stays in the trash. */
  readonly isDomainRemoved: boolean;
}

/** What an action comes to for one alias; `message` is a sentence for the person who asked. */
export type BulkPlan =
  { readonly kind: 'change' | 'unchanged' } | { readonly kind: 'refused'; readonly message: string };

/** Says what an action comes to for an alias. */
export function planBulk(alias: BulkAlias, action: BulkAction): BulkPlan {
  if (action.kind === 'restore')
    return alias.isInTrash && alias.isDomainRemoved
      ? { kind: 'refused', message: `The domain of ${alias.address} was removed. Add it again first.` }
      : changeIf(alias.isInTrash);
  if (action.kind === 'delete') return changeIf(!alias.isInTrash);
  if (alias.isInTrash)
    return { kind: 'refused', message: `${alias.address} is in the trash. Restore it first.` };
  switch (action.kind) {
    case 'enable':
    case 'disable':
      return changeIf(alias.isEnabled !== (action.kind === 'enable'));
    case 'pin':
    case 'unpin':
      return changeIf(alias.isPinned !== (action.kind === 'pin'));
    case 'set_mode':
      return changeIf(alias.mode !== action.mode);
    case 'set_mailboxes':
      return changeIf(!isSameSet(alias.mailboxIds, action.mailboxIds));
    case 'add_tags':
      return planTags(alias, cleanTags([...alias.tags, ...action.tags]));
    case 'remove_tags': {
      const removed = new Set(cleanTags(action.tags));
      return changeIf(alias.tags.some((tag) => removed.has(tag)));
    }
  }
}

function planTags({ address, tags: before }: BulkAlias, tags: readonly string[]): BulkPlan {
  if (tags.length <= maxAliasTags) return changeIf(tags.length !== before.length);
  return {
    kind: 'refused',
    message: `${address} would have ${String(tags.length)} tags, of which ${String(maxAliasTags)} are the most.`,
  };
}

function changeIf(isDifferent: boolean): BulkPlan {
  return { kind: isDifferent ? 'change' : 'unchanged' };
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item) => other.includes(item));
}
