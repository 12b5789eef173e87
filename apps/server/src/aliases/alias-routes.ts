import { aliasOperations, aliasStyles } from '@smtpy/contract';
import { formatAddress } from '@smtpy/mail';
import { ApiError, cursorFault, pageAfter, parseCursor, route, type Route } from '../api/index.ts';
import { isUuid } from '../db/index.ts';
import { listUsableDomains, type UsableDomain } from '../domains/index.ts';
import { listAliasPage } from './alias-list.ts';
import { countAliases, listTags } from './count-store.ts';
import type { AliasOrder, AliasPlace } from './details.ts';
import { isRefused, type AliasEditing } from './editing.ts';
import { formatAlias } from './form.ts';
import { isKeyOf } from './list-store.ts';
import { readChange, readFilter, readSettings } from './read-body.ts';
import { refusalError } from './refusal-error.ts';
import type { AliasRoutesDependencies, SubmissionPlace } from './dependencies.ts';
import { trashMs } from './rules.ts';

interface Routing extends AliasRoutesDependencies {
  readonly editing: AliasEditing;
}

/** The routes of aliases one by one. */
export function singleAliasRoutes(dependencies: Routing): readonly Route[] {
  return [
    listRoute(dependencies),
    createRoute(dependencies),
    optionsRoute(dependencies),
    tagsRoute(dependencies),
    ...oneAliasRoutes(dependencies),
  ];
}

function listRoute({ db, clock }: Routing): Route {
  return route(aliasOperations.listAliases, async ({ caller: { organizationId }, query }) => {
    const { limit, sort } = query;
    const isDescending = sort.startsWith('-');
    const order = (isDescending ? sort.slice(1) : sort) as AliasOrder;
    const filter = readFilter(query);
    const deletedAfter = new Date(clock.now().getTime() - trashMs);
    const shared = { organizationId, filter, deletedAfter };
    const listed = await listAliasPage(db, {
      ...shared,
      order,
      isDescending,
      isPinnedFirst: query.pinned_first,
      limit: limit + 1,
      after: readPlace(query.cursor, order, query.pinned_first),
    });
    const { rows, nextCursor } = pageAfter(listed, {
      limit,
      keysOf: ({ place: { part, key, id } }) => [part, key, id],
    });
    const total = filter.search === undefined ? await countAliases(db, shared) : undefined;
    return {
      items: rows.map(({ details }) => formatAlias(details)),
      next_cursor: nextCursor,
      total: total ?? null,
    };
  });
}

const pinnedFirstParts = ['pinned', 'others'] as const;
const onePart = ['all'] as const;

/** A cursor of another order is a fault as well: its key would have another type. */
function readPlace(
  cursor: string | undefined,
  order: AliasOrder,
  isPinnedFirst: boolean,
): AliasPlace | undefined {
  const keys = parseCursor(cursor, 3);
  if (keys === undefined) return undefined;
  const [part, key, id] = keys;
  const known = (isPinnedFirst ? pinnedFirstParts : onePart).find((each) => each === part);
  const isKey = typeof key === 'string' && isKeyOf(order, key) && typeof id === 'string' && isUuid(id);
  if (known !== undefined && isKey) return { part: known, key, id };
  throw cursorFault();
}

function createRoute(dependencies: Routing): Route {
  return route(aliasOperations.createAlias, async ({ caller, body }) => {
    const { organizationId, actor } = caller;
    const { local_part: localPart, style = 'words', domain_id: domainId, domain } = body;
    const domainName = await chooseDomain(dependencies, organizationId, { domainId, domain });
    const mailboxIds = body.mailbox_ids ?? (await defaultMailboxIds(dependencies, organizationId));
    const result = await dependencies.editing.create({
      organizationId,
      actor,
      domainName,
      address: localPart === undefined ? { kind: 'random', style } : { kind: 'custom', localPart },
      mailboxIds,
      mode: body.mode,
      displayName: body.display_name ?? undefined,
      settings: readSettings(body),
    });
    if (isRefused(result)) throw refusalError(result);
    return formatAlias(result);
  });
}

/** The name of the domain that a body names, or of the default one. */
async function chooseDomain(
  { db }: Routing,
  organizationId: string,
  named: { readonly domainId: string | undefined; readonly domain: string | undefined },
): Promise<string> {
  if (named.domain !== undefined) return named.domain;
  const domains = await listUsableDomains(db, organizationId);
  if (named.domainId !== undefined) {
    const found = domains.find(({ id }) => id === named.domainId?.toLowerCase());
    if (found === undefined) throw new ApiError('not_found');
    return found.name;
  }
  const name = pickDefaultDomain(domains)?.name;
  if (name === undefined)
    throw new ApiError('conflict', { detail: 'There is no domain to make aliases on. Add one first.' });
  return name;
}

function pickDefaultDomain(domains: readonly UsableDomain[]): UsableDomain | undefined {
  return domains.find(takesMail);
}

function takesMail({ state }: UsableDomain): boolean {
  return state === 'active' || state === 'degraded';
}

async function defaultMailboxIds({ mailboxes }: Routing, organizationId: string): Promise<readonly string[]> {
  const mailbox = await mailboxes.findDefault(organizationId);
  if (mailbox !== undefined) return [mailbox.id];
  throw new ApiError('conflict', { detail: 'There is no confirmed mailbox to forward to. Add one first.' });
}

function optionsRoute({ db, mailboxes, config }: Routing): Route {
  return route(aliasOperations.getAliasOptions, async ({ caller: { organizationId } }) => {
    const domains = (await listUsableDomains(db, organizationId)).filter(takesMail);
    const mailbox = await mailboxes.findDefault(organizationId);
    return {
      domains: domains.map(({ id, name, isShared, isOwn, defaultMode }) => ({
        id,
        name,
        is_shared: isShared,
        is_own: isOwn,
        default_mode: defaultMode,
      })),
      default_domain_id: pickDefaultDomain(domains)?.id ?? null,
      styles: [...aliasStyles],
      default_style: 'words' as const,
      default_mailbox:
        mailbox === undefined ? null : { id: mailbox.id, address: formatAddress(mailbox.address) },
      submission: formatSubmission(config),
    };
  });
}

/** Null where there is no listener for mail programs. */
function formatSubmission({ hostname, smtp: { submissionPort, submissionsPort } }: SubmissionPlace) {
  if (submissionPort === undefined && submissionsPort === undefined) return null;
  return { host: hostname, tls_port: submissionsPort ?? null, starttls_port: submissionPort ?? null };
}

function tagsRoute({ db }: Routing): Route {
  return route(aliasOperations.listAliasTags, async ({ caller: { organizationId }, query }) => {
    const after = parseCursor(query.cursor, 1)?.[0];
    if (after !== undefined && typeof after !== 'string') throw cursorFault();
    const { limit } = query;
    const listed = await listTags(db, { organizationId, after, limit: limit + 1 });
    const { rows, nextCursor } = pageAfter(listed, { limit, keysOf: ({ tag }) => [tag] });
    return {
      items: rows.map(({ tag, count }) => ({ tag, alias_count: count })),
      next_cursor: nextCursor,
      total: null,
    };
  });
}

function oneAliasRoutes({ editing }: Routing): readonly Route[] {
  return [
    route(aliasOperations.getAlias, async ({ caller: { organizationId }, params }) => {
      const details = await editing.find({ organizationId, aliasId: params.alias_id });
      if (details === undefined) throw new ApiError('not_found');
      return formatAlias(details);
    }),
    route(aliasOperations.changeAlias, async ({ caller: { organizationId, actor }, params, body }) => {
      const alias = { organizationId, aliasId: params.alias_id };
      const result = await editing.change({ ...alias, actor, ...readChange(body) });
      if (isRefused(result)) throw refusalError(result);
      return formatAlias(result);
    }),
    route(aliasOperations.deleteAlias, async ({ caller: { organizationId, actor }, params }) => {
      const result = await editing.remove({ organizationId, aliasId: params.alias_id, actor });
      if (isRefused(result)) throw refusalError(result);
      return undefined;
    }),
    route(aliasOperations.restoreAlias, async ({ caller: { organizationId, actor }, params }) => {
      const result = await editing.restore({ organizationId, aliasId: params.alias_id, actor });
      if (isRefused(result)) throw refusalError(result);
      return formatAlias(result);
    }),
  ];
}
