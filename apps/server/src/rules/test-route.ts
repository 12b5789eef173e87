import { isAtLeast, roleFor, ruleOperations, scopesCover, type OperationInput } from '@smtpy/contract';
import { ApiError, route, type MemberCaller, type Route } from '../api/index.ts';
import type { Clock } from '../observe/index.ts';
import { formatTested } from './form.ts';
import { testRules, type RuleTesterDependencies, type TestRules, type TestRulesResult } from './tester.ts';

type Body = OperationInput<typeof ruleOperations.testRules>['body'];

/** The route that says what rules would do. */
export function testRoute(dependencies: RuleTesterDependencies & { readonly clock: Clock }): Route {
  return route(ruleOperations.testRules, async ({ caller, body }) => {
    const message = readMessage(body, dependencies.clock.now());
    if (message.kind === 'stored') demandContent(caller);
    const unsaved = body.definition && { definition: body.definition, replaces: body.replaces };
    if (unsaved === undefined && body.replaces !== undefined)
      throw ApiError.field('body.replaces', 'This goes with `definition`.');
    const { organizationId } = caller;
    const result = await testRules(dependencies, { organizationId, message, unsaved });
    if (result.kind !== 'tested') throw errorOf(result);
    return { items: result.messages.map(formatTested) };
  });
}

function readMessage(body: Body, now: Date): TestRules['message'] {
  const { message_id: messageId, raw, alias_id: aliasId } = body;
  if ((messageId === undefined) === (raw === undefined))
    throw ApiError.field('body.raw', 'Give either `message_id` or `raw`.');
  if (messageId !== undefined) return { kind: 'stored', messageId, aliasId };
  if (aliasId === undefined) throw ApiError.field('body.alias_id', 'Say for which alias `raw` is judged.');
  const { mail_from: mailFrom, authentication, received_at: receivedAt } = body;
  return {
    kind: 'raw',
    octets: Buffer.from(raw ?? '', body.encoding === 'base64' ? 'base64' : 'utf8'),
    aliasId,
    mailFrom,
    authentication: authentication ?? { spf: 'none', dkim: 'none', dmarc: 'none' },
    receivedAt: receivedAt === undefined ? now : new Date(receivedAt),
  };
}

/** By which conditions a stored message meets tells what stands in it. */
function demandContent({ role, principal: { credential } }: MemberCaller): void {
  if (!isAtLeast(role, roleFor('content:read'))) throw new ApiError('role_insufficient');
  if (credential.kind === 'key' && !scopesCover(credential.scopes, 'content:read'))
    throw new ApiError('scope_insufficient');
}

function errorOf({ kind, reason }: Exclude<TestRulesResult, { readonly kind: 'tested' }>): ApiError {
  return kind === 'invalid_definition'
    ? ApiError.field('body.definition', `${reason}.`)
    : new ApiError('not_found', { detail: `${reason}.` });
}
