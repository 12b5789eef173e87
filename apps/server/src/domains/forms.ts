import { domainToUnicode } from 'node:url';
import type { Domain, DomainKey, DomainOverview, RecordResult } from './domain.ts';
import { formatKeyRecord } from './records.ts';

/** A domain as the API gives it. */
export function formatDomain({ domain, catchAllMailboxes, aliasCount }: DomainOverview) {
  return {
    id: domain.id,
    number: domain.number,
    name: domain.name,
    unicode_name: domainToUnicode(domain.name) || domain.name,
    state: domain.state,
    default_mode: domain.defaultMode,
    catch_all: {
      mode: domain.catchAll,
      pattern: domain.catchAllPattern ?? null,
      mailboxes: [...catchAllMailboxes],
    },
    wants_mta_sts: domain.wantsMtaSts,
    mta_sts_mode: domain.mtaStsMode,
    wants_tls_rpt: domain.wantsTlsRpt,
    tls_rpt_address: domain.tlsRptAddress ?? null,
    alias_count: aliasCount ?? null,
    created_at: domain.createdAt.toISOString(),
    activated_at: formatInstant(domain.activatedAt),
    ...formatTimes(domain),
  };
}

/** The records of a domain with what was last found, as the API gives them. */
export function formatResults(domain: Domain, results: readonly RecordResult[]) {
  return { state: domain.state, ...formatTimes(domain), items: results.map(formatResult) };
}

function formatResult({ record, found, verdict, reason, checkedAt }: RecordResult) {
  return {
    purpose: record.purpose,
    type: record.type,
    name: record.name,
    value: record.value,
    is_required: record.isRequired,
    key_state: record.keyState ?? null,
    verdict,
    found: [...found],
    reason,
    checked_at: formatInstant(checkedAt),
  };
}

/** A key as the API gives it. */
export function formatKey(domain: Pick<Domain, 'name'>, key: DomainKey) {
  const record = formatKeyRecord(domain, key);
  return {
    id: key.id,
    selector: key.selector,
    state: key.state,
    record_name: record.name,
    record_value: record.value,
    created_at: key.createdAt.toISOString(),
    activated_at: formatInstant(key.activatedAt),
    retires_at: formatInstant(key.retiresAt),
  };
}

function formatTimes({ state, checkedAt, nextCheckAt }: Domain) {
  return {
    checked_at: formatInstant(checkedAt),
    next_check_at: state === 'suspended' ? null : nextCheckAt.toISOString(),
  };
}

function formatInstant(instant: Date | undefined): string | null {
  return instant?.toISOString() ?? null;
}
