import type { AliasFilter } from './details.ts';
import { cleanTags } from './rules.ts';

/** Takes a value and gives the place of its parameter. */
export type Place = (value: unknown) => string;

/** Parameters of a statement, gathered while it is written. */
export function createPlaces(...first: readonly unknown[]): {
  readonly params: unknown[];
  readonly place: Place;
} {
  const params = [...first];
  return { params, place: (value) => `$${String(params.push(value))}` };
}

/** What is searched; the index `aliases_search` is of the same expression. */
const searched = `lower(a.address || E'\\n' || coalesce(a.display_name, '') || E'\\n' || coalesce(a.note, ''))`;

/**
 * The conditions of a filter on aliases `a` of one organization, those of catch-alls left out. Only what was asked for is among them, so that
 * each statement is planned for what it does.
 */
export function filterConditions(
  organizationId: string,
  filter: AliasFilter & { readonly deletedAfter: Date },
  place: Place,
): string {
  const { search, isEnabled, domainId, mailboxId, tag, isPinned, origin, mode } = filter;
  const given = [
    search !== undefined && `${searched} like ${place(containing(search))}`,
    isEnabled !== undefined && `a.is_enabled = ${place(isEnabled)}`,
    domainId !== undefined && `a.domain_id = ${place(domainId)}`,
    mailboxId !== undefined &&
      `a.id in (select am.alias_id from alias_mailboxes am where am.mailbox_id = ${place(mailboxId)})`,
    tag !== undefined && `a.tags @> ${place(cleanTags([tag]))}::text[] and a.tags <> '{}'`,
    isPinned !== undefined && (isPinned ? 'a.is_pinned' : 'not a.is_pinned'),
    origin !== undefined && `a.origin = ${place(origin)}`,
    mode !== undefined && `a.mode = ${place(mode)}`,
    filter.isInTrash ? `a.deleted_at > ${place(filter.deletedAfter)}` : 'a.deleted_at is null',
  ].filter((condition) => condition !== false);
  return [`a.organization_id = ${place(organizationId)}`, ...given, 'not a.is_catch_all'].join(' and ');
}

/** A pattern of LIKE for a part of a text. */
function containing(part: string): string {
  return `%${part.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}
