import { ruleOperations } from '@smtpy/contract';
import { ApiError, cursorFault, pageAfter, parseCursor, route, type Route } from '../api/index.ts';
import type { Audit } from '../audit/index.ts';
import { isUuid, type Db } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';
import { formatRule, ruleError } from './form.ts';
import type { JudgingDependencies } from './judge-message.ts';
import { createRuleChanges, type RuleChanges } from './rule-changes.ts';
import { createRuleEditing } from './rules.ts';
import { findShownRule, listShownRules, type RulePlace, type ShownRule } from './shown-store.ts';
import { readGivenDefinition } from './given-definition.ts';
import { testRoute } from './test-route.ts';

/** What the routes of rules need. */
export interface RuleRoutesDependencies extends JudgingDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly audit: Audit;
}

/** The routes of rules. */
export function ruleRoutes(dependencies: RuleRoutesDependencies): readonly Route[] {
  const { db, clock, audit } = dependencies;
  const changes = createRuleChanges({ db, audit, editing: createRuleEditing({ db, clock }) });
  return [
    listRoute(db),
    createRoute(changes),
    orderRoute(changes),
    testRoute(dependencies),
    ...oneRuleRoutes(db, changes),
  ];
}

function listRoute(db: Db): Route {
  return route(ruleOperations.listRules, async ({ caller: { organizationId }, query }) => {
    const { limit, cursor, alias_id: aliasId, scope, is_enabled: isEnabled } = query;
    const { rules, total } = await listShownRules(db, {
      organizationId,
      aliasId,
      scope,
      isEnabled: isEnabled && isEnabled === 'true',
      limit: limit + 1,
      after: readPlace(cursor),
    });
    const { rows, nextCursor } = pageAfter(rules, { limit, keysOf: placeOf });
    return { items: rows.map(formatRule), next_cursor: nextCursor, total };
  });
}

function placeOf({ aliasId, position, number }: ShownRule): RulePlace {
  return [aliasId ?? null, position, number];
}

function readPlace(cursor: string | undefined): RulePlace | undefined {
  const keys = parseCursor(cursor, 3);
  if (keys === undefined) return undefined;
  const [aliasId, position, number] = keys;
  const isAlias = aliasId === null || (typeof aliasId === 'string' && isUuid(aliasId));
  if (isAlias && isPlaceNumber(position) && isPlaceNumber(number)) return [aliasId, position, number];
  throw cursorFault();
}

/** What the columns can hold. */
function isPlaceNumber(key: unknown): key is number {
  return typeof key === 'number' && Number.isInteger(key) && Math.abs(key) < 2 ** 31;
}

function createRoute(changes: RuleChanges): Route {
  return route(ruleOperations.createRule, async ({ caller: { organizationId, actor }, body }) => {
    const definition = readGivenDefinition(body);
    if (definition === undefined)
      throw ApiError.field('body.definition', 'Give what the rule asks and does, here or as `simple`.');
    const result = await changes.add({
      organizationId,
      actor,
      aliasId: body.alias_id ?? undefined,
      name: body.name,
      definition,
      position: body.position,
      isEnabled: body.is_enabled,
    });
    if (result.kind !== 'changed') throw ruleError(result);
    return formatRule(result.rule);
  });
}

function orderRoute(changes: RuleChanges): Route {
  return route(ruleOperations.orderRules, async ({ caller: { organizationId, actor }, body }) => {
    const aliasId = body.alias_id ?? undefined;
    const result = await changes.order({ organizationId, actor, aliasId, ruleIds: body.rule_ids });
    if (result.kind === 'mismatch') throw new ApiError('conflict', { detail: `${result.reason}.` });
    if (result.kind === 'unknown_alias') throw ruleError(result);
    return { items: result.rules.map(formatRule) };
  });
}

function oneRuleRoutes(db: Db, changes: RuleChanges): readonly Route[] {
  return [
    route(ruleOperations.getRule, async ({ caller: { organizationId }, params }) => {
      const rule = await findShownRule(db, { organizationId, ruleId: params.rule_id });
      if (rule === undefined) throw new ApiError('not_found');
      return formatRule(rule);
    }),
    route(ruleOperations.changeRule, async ({ caller: { organizationId, actor }, params, body }) => {
      const result = await changes.change({
        organizationId,
        actor,
        ruleId: params.rule_id.toLowerCase(),
        name: body.name,
        definition: readGivenDefinition(body),
        isEnabled: body.is_enabled,
        position: body.position,
      });
      if (result.kind !== 'changed') throw ruleError(result);
      return formatRule(result.rule);
    }),
    route(ruleOperations.deleteRule, async ({ caller: { organizationId, actor }, params }) => {
      const result = await changes.remove({ organizationId, actor, ruleId: params.rule_id });
      if (result.kind !== 'removed') throw ruleError(result);
      return undefined;
    }),
  ];
}
