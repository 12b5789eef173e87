import type { DomainRecord } from './steps.ts';

/**
 * Why a record has its verdict, as the end of the key of a sentence: `domains.reason.<reason>`. The server says it in English; what it goes by is in
 * its answer, so that the same can be said in other languages. Undefined: something this table does not know, and the server's sentence stands.
 */
export function reasonOf(record: Pick<DomainRecord, 'purpose' | 'verdict' | 'found' | 'checked_at'>) {
  const { purpose, verdict, found } = record;
  switch (verdict) {
    case 'unknown':
      return record.checked_at === null ? 'never_checked' : 'no_answer';
    case 'missing':
      return 'missing';
    case 'ok':
      return purpose === 'mx' && found.length > 1 ? 'mx_ok_more' : (`${purpose}_ok` as const);
    case 'different':
      return differenceOf(record);
  }
}

/** Of what there may be only one; several are as good as none for whoever reads them. */
const single: readonly DomainRecord['purpose'][] = ['spf', 'dkim', 'dmarc', 'mta_sts', 'tls_rpt'];

function differenceOf({ purpose, found }: Pick<DomainRecord, 'purpose' | 'found'>) {
  return single.includes(purpose) && found.length > 1
    ? (`${purpose}_several` as const)
    : (`${purpose}_different` as const);
}

/** The host that an SPF record should include, from the value to publish. */
export function includedHost(value: string): string {
  return /include:(\S+)/u.exec(value)?.[1] ?? '';
}

/** Whether a published SPF record includes the host already: then the fault is at that host, with the operator. */
export function isIncludeBroken({ purpose, verdict, found, value }: DomainRecord): boolean {
  if (purpose !== 'spf' || verdict !== 'different' || found.length !== 1) return false;
  const wanted = `include:${includedHost(value)}`.toLowerCase();
  return (found[0] ?? '')
    .toLowerCase()
    .split(' ')
    .some((term) => term.replace(/^\+/u, '').replace(/\.$/u, '') === wanted);
}
