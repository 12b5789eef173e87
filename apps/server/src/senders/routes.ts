import { senderOperations } from '@smtpy/contract';
import { ApiError, pageAfter, parseIdCursor, route, type Route } from '../api/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Db } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';
import { createSenderEntries } from './entries.ts';
import { createSenderChanges, type AddSenderAsResult, type SenderChanges } from './sender-changes.ts';
import { findShownSender, listShownSenders, type ShownSender } from './shown-store.ts';

/** What the routes of blocked and allowed senders need. */
export interface SenderRoutesDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly audit: Audit;
}

/** The routes of blocked and allowed senders. */
export function senderRoutes({ db, clock, audit }: SenderRoutesDependencies): readonly Route[] {
  const changes = createSenderChanges({ db, audit, entries: createSenderEntries({ db, clock }) });
  return [listRoute(db), createRoute(changes), ...oneSenderRoutes(db, changes)];
}

function listRoute(db: Db): Route {
  return route(senderOperations.listSenders, async ({ caller: { organizationId }, query }) => {
    const { limit, cursor, verdict, alias_id: aliasId, scope, source, search } = query;
    const { senders, total } = await listShownSenders(db, {
      organizationId,
      verdict,
      aliasId,
      scope,
      source,
      search,
      limit: limit + 1,
      beforeId: parseIdCursor(cursor),
    });
    const { rows, nextCursor } = pageAfter(senders, { limit, keysOf: ({ id }) => [id] });
    return { items: rows.map(formatSender), next_cursor: nextCursor, total };
  });
}

function createRoute(changes: SenderChanges): Route {
  return route(senderOperations.createSender, async ({ caller: { organizationId, actor }, body }) => {
    if (body.verdict === 'block' && body.accepts_unproven) throw blockFault();
    const result = await changes.add({
      organizationId,
      actor,
      verdict: body.verdict,
      subject: body.subject,
      aliasId: body.alias_id ?? undefined,
      acceptsUnproven: body.accepts_unproven,
      note: body.note ?? undefined,
      source: 'owner',
    });
    if (result.kind !== 'added') throw refusalOf(result);
    const { sender, overruledBy } = result;
    return {
      ...formatSender(sender),
      overruled_by: overruledBy === undefined ? null : formatAllow(overruledBy),
    };
  });
}

function oneSenderRoutes(db: Db, changes: SenderChanges): readonly Route[] {
  return [
    route(senderOperations.getSender, async ({ caller: { organizationId }, params }) => {
      const sender = await findShownSender(db, { organizationId, senderId: params.sender_id });
      if (sender === undefined) throw new ApiError('not_found');
      return formatSender(sender);
    }),
    route(senderOperations.changeSender, async ({ caller: { organizationId, actor }, params, body }) => {
      const { accepts_unproven: acceptsUnproven, note } = body;
      const reference = { organizationId, senderId: params.sender_id };
      const result = await changes.change({ ...reference, actor, acceptsUnproven, note });
      if (result.kind === 'block_accepts_nothing') throw blockFault();
      if (result.kind !== 'changed') throw new ApiError('not_found');
      return formatSender(result.sender);
    }),
    route(senderOperations.deleteSender, async ({ caller: { organizationId, actor }, params }) => {
      const result = await changes.remove({ organizationId, actor, senderId: params.sender_id });
      if (result.kind !== 'removed') throw new ApiError('not_found');
      return undefined;
    }),
  ];
}

/** An entry in the form of the contract. */
function formatSender(sender: ShownSender) {
  return {
    id: sender.id,
    verdict: sender.verdict,
    subject: sender.subject,
    kind: sender.subject.includes('@') ? ('address' as const) : ('domain' as const),
    alias: aliasOf(sender),
    accepts_unproven: sender.acceptsUnproven,
    note: sender.note ?? null,
    // The database keeps `operator` for entries without an organization.
    source: sender.source === 'quarantine' ? ('quarantine' as const) : ('owner' as const),
    created_at: sender.createdAt.toISOString(),
  };
}

function formatAllow(sender: ShownSender) {
  const { id, subject, acceptsUnproven } = sender;
  return { id, subject, alias: aliasOf(sender), accepts_unproven: acceptsUnproven };
}

function aliasOf({ aliasId, aliasAddress }: ShownSender) {
  return aliasId === undefined ? null : { id: aliasId, address: aliasAddress ?? '' };
}

function blockFault(): ApiError {
  return ApiError.field('body.accepts_unproven', 'A block needs no proof: this goes with an allow.');
}

function refusalOf(result: Exclude<AddSenderAsResult, { readonly kind: 'added' }>): ApiError {
  switch (result.kind) {
    case 'exists': {
      const { entry } = result;
      const verb = entry.verdict === 'block' ? 'blocked' : 'allowed';
      return new ApiError('already_exists', {
        detail: `${entry.subject} is ${verb} here already (${entry.id}).`,
      });
    }
    case 'invalid_subject':
      return ApiError.field('body.subject', `${result.reason}.`);
    case 'unknown_alias':
    case 'unknown_organization':
      return new ApiError('not_found', { detail: `${result.reason}.` });
    case 'too_many':
      return new ApiError('limit_reached', { detail: `${result.reason}.` });
  }
}
