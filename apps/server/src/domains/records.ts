import { formatDkimRecord, parseAddress, type Parsed } from '@smtpy/mail';
import type { Domain, DomainKey, DomainRecord } from './domain.ts';
import { mtaStsHost, mtaStsPolicy, mtaStsPolicyId } from './mta-sts.ts';
import { ownershipPrefix } from './rules.ts';

/** RFC 5321 §5.1: lower is preferred. 10 leaves room on both sides for hosts of the owner. */
const mxPreference = 10;

/** The names of this installation, as far as records name it. */
export interface OwnNames {
  /** Of the mail server: the target of MX, the subject of SPF. */
  readonly hostname: string;
  /** Of the web server, which serves policies of MTA-STS; default: the same. */
  readonly webHost?: string | undefined;
}

/** The records to publish for a domain, those of its first need first. The active key comes before the others. */
export function formatRecords(
  domain: Domain,
  keys: readonly DomainKey[],
  names: OwnNames,
): readonly DomainRecord[] {
  const { name } = domain;
  const { hostname } = names;
  return [
    {
      purpose: 'ownership',
      type: 'TXT',
      name,
      value: ownershipPrefix + domain.verificationToken,
      isRequired: true,
    },
    { purpose: 'mx', type: 'MX', name, value: `${String(mxPreference)} ${hostname}.`, isRequired: true },
    // An include lets the operator add sending hosts without asking every owner to change a record.
    optionalText('spf', name, `v=spf1 include:${hostname} ~all`),
    ...keys.map((key) => formatKeyRecord(domain, key)),
    // `none` asks for nothing to be refused: the owner may send by other ways that we know nothing of.
    optionalText('dmarc', `_dmarc.${name}`, 'v=DMARC1; p=none'),
    ...mtaStsRecords(domain, names),
    ...tlsRptRecords(domain),
  ];
}

/** The record of a key. */
export function formatKeyRecord({ name }: Pick<Domain, 'name'>, key: DomainKey): DomainRecord {
  const { selector, publicKeyDer, state } = key;
  const record = optionalText('dkim', `${selector}._domainkey.${name}`, formatDkimRecord(publicKeyDer));
  return { ...record, keyState: state };
}

function mtaStsRecords(domain: Domain, { hostname, webHost = hostname }: OwnNames): readonly DomainRecord[] {
  if (!domain.wantsMtaSts) return [];
  const { name } = domain;
  const id = mtaStsPolicyId(mtaStsPolicy(domain, hostname));
  return [
    // RFC 8461 §3.1
    optionalText('mta_sts', `_mta-sts.${name}`, `v=STSv1; id=${id}`),
    {
      purpose: 'mta_sts_host',
      type: 'CNAME',
      name: mtaStsHost(name),
      value: `${webHost}.`,
      isRequired: false,
    },
  ];
}

/** RFC 8460 §3. */
function tlsRptRecords({ name, wantsTlsRpt, tlsRptAddress }: Domain): readonly DomainRecord[] {
  if (!wantsTlsRpt || tlsRptAddress === undefined) return [];
  return [optionalText('tls_rpt', `_smtp._tls.${name}`, `v=TLSRPTv1; rua=mailto:${tlsRptAddress}`)];
}

/**
 * Reads an address for reports. Only characters that a URI in this record holds as they are (RFC 8460 §3): a comma or semicolon would
 * begin something else there.
 */
export function parseReportAddress(text: string): Parsed<string> {
  const address = parseAddress(text.trim());
  if (!address.ok) return address;
  const { localPart, domain } = address.value;
  return /^[A-Za-z0-9._~+-]+$/.test(localPart)
    ? { ok: true, value: `${localPart}@${domain}` }
    : {
        ok: false,
        reason: 'before the @ only letters, digits, dots, dashes, underscores and plus signs can be used',
      };
}

function optionalText(purpose: DomainRecord['purpose'], name: string, value: string): DomainRecord {
  return { purpose, type: 'TXT', name, value, isRequired: false };
}
