import { contactOperations, type ContactBody } from '@smtpy/contract';
import { formatAddress } from '@smtpy/mail';
import { ApiError, pageAfter, route, type Route } from '../api/index.ts';
import {
  changeContact,
  createContact,
  removeContact,
  type ContactRefusal,
  type EditingDependencies,
} from './editing.ts';
import { findListed, listContactPage, type ContactOrder, type ListedContact } from './list-store.ts';
import { readContactPlace } from './place.ts';

/** What the routes of contacts need. */
export type ContactRoutesDependencies = EditingDependencies;

/** The routes of contacts. */
export function contactRoutes(dependencies: ContactRoutesDependencies): readonly Route[] {
  return [listRoute(dependencies), createRoute(dependencies), ...oneContactRoutes(dependencies)];
}

/** A contact in the form of the contract. */
function formatContact({ contact, number, aliasAddress, isBlocked, createdAt }: ListedContact): ContactBody {
  return {
    id: contact.id,
    number,
    alias_id: contact.aliasId,
    alias_address: aliasAddress,
    address: formatAddress(contact.address),
    display_name: contact.displayName ?? null,
    reply_address: formatAddress(contact.replyAddress),
    is_blocked: isBlocked,
    created_at: createdAt.toISOString(),
  };
}

function listRoute({ db }: EditingDependencies): Route {
  return route(contactOperations.listContacts, async ({ caller: { organizationId }, query }) => {
    const { limit, sort, search, alias_id: aliasId } = query;
    const isDescending = sort.startsWith('-');
    const order = (isDescending ? sort.slice(1) : sort) as ContactOrder;
    const listed = await listContactPage(db, {
      organizationId,
      aliasId,
      search,
      order,
      isDescending,
      after: readContactPlace(query.cursor, order),
      limit: limit + 1,
    });
    const { rows, nextCursor } = pageAfter(listed, { limit, keysOf: ({ place }) => place });
    return { items: rows.map(({ listed: row }) => formatContact(row)), next_cursor: nextCursor, total: null };
  });
}

function createRoute(editing: EditingDependencies): Route {
  return route(contactOperations.createContact, async ({ caller: { organizationId, actor }, body }) => {
    const { alias_id: aliasId, address, display_name: displayName } = body;
    const wanted = { organizationId, actor, aliasId, address, displayName: displayName ?? undefined };
    const result = await createContact(editing, wanted);
    if (result.kind !== 'contact') throw refusalError(result);
    return formatContact(result.contact);
  });
}

function oneContactRoutes(editing: EditingDependencies): readonly Route[] {
  return [
    route(contactOperations.getContact, async ({ caller: { organizationId }, params }) => {
      const contact = await findListed(editing.db, { organizationId, contactId: params.contact_id });
      if (contact === undefined) throw new ApiError('not_found');
      return formatContact(contact);
    }),
    route(contactOperations.changeContact, async ({ caller: { organizationId, actor }, params, body }) => {
      const result = await changeContact(editing, {
        organizationId,
        actor,
        contactId: params.contact_id,
        displayName: body.display_name,
        isBlocked: body.is_blocked,
      });
      if (result.kind !== 'contact') throw refusalError(result);
      return formatContact(result.contact);
    }),
    route(contactOperations.deleteContact, async ({ caller: { organizationId, actor }, params }) => {
      const isRemoved = await removeContact(editing, { organizationId, actor, contactId: params.contact_id });
      if (!isRemoved) throw new ApiError('not_found');
      return undefined;
    }),
  ];
}

function refusalError(refusal: ContactRefusal): ApiError {
  switch (refusal.kind) {
    case 'unknown':
      return new ApiError('not_found');
    case 'invalid_address':
      return ApiError.field('body.address', `${refusal.reason}.`);
    case 'too_many':
      return new ApiError('limit_reached', { detail: `${refusal.reason}.` });
  }
}
