import { operatorActor, differenceOf, type Audit, type JsonObject } from '../audit/index.ts';
import type { Db } from '../db/index.ts';
import { announceDirectoryChange } from './directory-channel.ts';
import type { ChangeDomain, ChangeDomainResult, Domain } from './domain.ts';
import { parseReportAddress } from './records.ts';
import { lockOwnDomain, updateSettings } from './store.ts';

const unknownDomain = { kind: 'unknown_domain', reason: 'There is no such domain' } as const;

/** Changes the settings of a domain, with the log, in one transaction. */
export async function changeDomain(
  { db, audit }: { readonly db: Db; readonly audit: Pick<Audit, 'record'> },
  input: ChangeDomain,
): Promise<ChangeDomainResult> {
  const address = readAddress(input.tlsRptAddress);
  if (address.kind === 'invalid_address') return address;
  const { organizationId, actor = operatorActor } = input;
  return db.transaction(async (tx): Promise<ChangeDomainResult> => {
    const before = await lockOwnDomain(tx, input);
    if (before === undefined) return unknownDomain;
    const wantsReports = input.wantsTlsRpt ?? before.wantsTlsRpt;
    const target = address.value === undefined ? before.tlsRptAddress : address.value;
    if (wantsReports && (target ?? undefined) === undefined) {
      return { kind: 'no_address', reason: 'Reports on TLS need an address that they go to' };
    }
    const after = await updateSettings(tx, { ...input, tlsRptAddress: address.value });
    if (after === undefined) return unknownDomain;
    const difference = differenceOf(factsOf(before), factsOf(after));
    if (difference === undefined) return { kind: 'changed', domain: after };
    // What the catch-all takes is forwarded in the default mode from now on.
    await announceDirectoryChange(tx, { subject: 'domain', name: after.name });
    const subject = { kind: 'domain', id: after.id, label: after.name };
    await audit.record(tx, { action: 'domain.changed', actor, organizationId, subject, ...difference });
    return { kind: 'changed', domain: after };
  });
}

/** What the log tells of the settings of a domain. */
export function factsOf(domain: Domain): JsonObject {
  return {
    default_mode: domain.defaultMode,
    wants_mta_sts: domain.wantsMtaSts,
    mta_sts_mode: domain.mtaStsMode,
    wants_tls_rpt: domain.wantsTlsRpt,
    tls_rpt_address: domain.tlsRptAddress ?? null,
  };
}

function readAddress(
  text: string | null | undefined,
):
  | { readonly kind: 'address'; readonly value: string | null | undefined }
  | { readonly kind: 'invalid_address'; readonly reason: string } {
  if (text === undefined || text === null) return { kind: 'address', value: text };
  const parsed = parseReportAddress(text);
  return parsed.ok
    ? { kind: 'address', value: parsed.value }
    : { kind: 'invalid_address', reason: `Reports cannot go to this address: ${parsed.reason}` };
}
