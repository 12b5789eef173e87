import type { domainOperations } from '@smtpy/contract';
import { ApiError, type Call, type MemberCaller } from '../api/index.ts';
import { differenceOf, type JsonObject } from '../audit/index.ts';
import { formatAddress } from '@smtpy/mail';
import type { KnownCatchAll, RouteContext } from './context.ts';
import type { OwnDomain } from './domain.ts';

type Body = Call<(typeof domainOperations)['changeDomain']>['body'];

interface ChangeRequest {
  readonly caller: MemberCaller;
  readonly domainId: string;
  readonly body: Body;
}

/** Changes a domain as a request asks: its settings and its catch-all, within the transaction of the request. */
export async function changeByRequest(context: RouteContext, request: ChangeRequest): Promise<void> {
  const { caller, domainId, body } = request;
  const { organizationId, actor } = caller;
  const result = await context.domains.change({
    organizationId,
    domainId,
    actor,
    defaultMode: body.default_mode,
    wantsMtaSts: body.wants_mta_sts,
    mtaStsMode: body.mta_sts_mode,
    wantsTlsRpt: body.wants_tls_rpt,
    tlsRptAddress: body.tls_rpt_address,
  });
  switch (result.kind) {
    case 'changed':
      break;
    case 'unknown_domain':
      throw new ApiError('not_found');
    case 'invalid_address':
    case 'no_address':
      throw ApiError.field('body.tls_rpt_address', `${result.reason}.`);
  }
  if (body.catch_all !== undefined)
    await changeCatchAll(context, { ...request, name: result.domain.name }, body.catch_all);
}

async function changeCatchAll(
  { aliases, db, audit }: RouteContext,
  { caller, domainId, name }: ChangeRequest & { readonly name: string },
  change: NonNullable<Body['catch_all']>,
): Promise<void> {
  const { organizationId, actor } = caller;
  const domain: OwnDomain = { organizationId, domainId };
  const before = await aliases.findCatchAll(domain);
  const set = await aliases.setCatchAll({
    ...domain,
    mode: change.mode,
    mailboxAddresses: change.mailboxes,
    pattern: change.pattern === null ? '' : change.pattern,
  });
  if (set.kind !== 'set') throw refusalOf(set);
  const difference = differenceOf(factsOf(before), factsOf(set.catchAll));
  if (difference === undefined) return;
  const subject = { kind: 'domain', id: domainId, label: name };
  await db.transaction((tx) =>
    audit.record(tx, { action: 'domain.changed', actor, organizationId, subject, ...difference }),
  );
}

function refusalOf({ kind, reason }: { readonly kind: string; readonly reason: string }): ApiError {
  if (kind === 'unknown_domain') return new ApiError('not_found');
  const field = kind === 'invalid_pattern' ? 'pattern' : 'mailboxes';
  return ApiError.field(`body.catch_all.${field}`, `${reason}.`);
}

function factsOf(catchAll: KnownCatchAll | undefined): JsonObject {
  return {
    catch_all: catchAll?.mode ?? 'off',
    catch_all_pattern: catchAll?.pattern ?? null,
    catch_all_mailboxes: (catchAll?.mailboxes ?? []).map(formatAddress).join(', '),
  };
}
