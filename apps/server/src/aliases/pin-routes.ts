import { aliasOperations } from '@smtpy/contract';
import { formatAddress } from '@smtpy/mail';
import { ApiError, pageAfter, route, type MemberCaller, type Route } from '../api/index.ts';
import { listContactPage, readContactPlace } from '../contacts/index.ts';
import { subjectOf, type AliasEditing } from './editing.ts';
import type { AliasDetails } from './details.ts';
import { coversDomain, type AddPinResult, type Pin, type Pins } from './pins.ts';
import type { AliasRoutesDependencies } from './dependencies.ts';

interface Routing extends AliasRoutesDependencies {
  readonly editing: AliasEditing;
  readonly pins: Pins;
}

/** The routes of whom an alias knows. */
export function pinRoutes(dependencies: Routing): readonly Route[] {
  return [
    listRoute(dependencies),
    addRoute(dependencies),
    removeRoute(dependencies),
    sendersRoute(dependencies),
  ];
}

async function getAlias(
  { editing }: Routing,
  { organizationId }: MemberCaller,
  aliasId: string,
): Promise<AliasDetails> {
  const details = await editing.find({ organizationId, aliasId });
  if (details === undefined) throw new ApiError('not_found');
  return details;
}

function formatPin({ domain, source, createdAt }: Pin) {
  return { domain, source, created_at: createdAt.toISOString() };
}

function listRoute(dependencies: Routing): Route {
  return route(aliasOperations.listAliasPins, async ({ caller, params: { alias_id: aliasId } }) => {
    await getAlias(dependencies, caller, aliasId);
    const pins = await dependencies.pins.list({ organizationId: caller.organizationId, aliasId });
    return { items: pins.map(formatPin), next_cursor: null, total: pins.length };
  });
}

/** Notes what became of the domains that an alias knows. */
async function record(
  { audit, editing, db }: Routing,
  { organizationId, actor }: MemberCaller,
  before: AliasDetails,
): Promise<void> {
  const after = await editing.find({ organizationId, aliasId: before.alias.id });
  const pinsOf = ({ pins }: AliasDetails) => ({ pins: pins.join(', ') });
  if (after === undefined || pinsOf(before).pins === pinsOf(after).pins) return;
  await db.transaction((tx) =>
    audit.record(tx, {
      action: 'alias.changed',
      actor,
      organizationId,
      subject: subjectOf(after),
      before: pinsOf(before),
      after: pinsOf(after),
    }),
  );
}

function addRoute(dependencies: Routing): Route {
  return route(aliasOperations.addAliasPin, async ({ caller, params: { alias_id: aliasId }, body }) => {
    const { organizationId } = caller;
    const before = await getAlias(dependencies, caller, aliasId);
    const result = await dependencies.pins.add({ organizationId, aliasId, domain: body.domain });
    if (result.kind !== 'added') throw pinError(result);
    await record(dependencies, caller, before);
    const pins = await dependencies.pins.list({ organizationId, aliasId });
    const pin = pins.find(({ domain }) => domain === result.domain);
    if (pin === undefined) throw new Error('the pin is gone within the transaction that made it');
    return formatPin(pin);
  });
}

function pinError({ kind, reason }: Exclude<AddPinResult, { kind: 'added' }>): ApiError {
  switch (kind) {
    case 'invalid_domain':
      return ApiError.field('body.domain', `${reason}.`);
    case 'too_many':
      return new ApiError('limit_reached', { detail: `${reason}.` });
    case 'unknown_alias':
      return new ApiError('not_found');
  }
}

function removeRoute(dependencies: Routing): Route {
  return route(aliasOperations.removeAliasPin, async ({ caller, params: { alias_id: aliasId, pin } }) => {
    const { organizationId } = caller;
    const before = await getAlias(dependencies, caller, aliasId);
    if (!(await dependencies.pins.remove({ organizationId, aliasId, domain: pin })))
      throw new ApiError('not_found');
    await record(dependencies, caller, before);
    return undefined;
  });
}

function sendersRoute(dependencies: Routing): Route {
  return route(aliasOperations.listAliasSenders, async ({ caller, params: { alias_id: aliasId }, query }) => {
    const { organizationId } = caller;
    const { pins } = await getAlias(dependencies, caller, aliasId);
    const listed = await listContactPage(dependencies.db, {
      organizationId,
      aliasId,
      search: undefined,
      order: 'created_at',
      isDescending: true,
      after: readContactPlace(query.cursor, 'created_at'),
      limit: query.limit + 1,
    });
    const { rows, nextCursor } = pageAfter(listed, {
      limit: query.limit,
      keysOf: ({ place }) => place,
    });
    return {
      items: rows.map(({ listed: { contact, isBlocked, createdAt } }) => ({
        contact_id: contact.id,
        address: formatAddress(contact.address),
        domain: contact.address.domain,
        display_name: contact.displayName ?? null,
        is_pinned: coversDomain(pins, contact.address.domain),
        is_blocked: isBlocked,
        first_seen_at: createdAt.toISOString(),
      })),
      next_cursor: nextCursor,
      total: null,
    };
  });
}
