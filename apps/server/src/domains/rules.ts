import { randomBytes } from 'node:crypto';
import { formatDkimRecord, parseDomainName, type DomainName, type Parsed } from '@smtpy/mail';
import type { Domain, DomainRecord, DomainState, RecordCheck } from './domain.ts';

/** Selector of a domain's first key. */
export const firstSelector = 'default';

/** What the ownership TXT record begins with. */
export const ownershipPrefix = 'smtpy-verification=';

/** RFC 5321 §5.1: lower is preferred. 10 leaves room on both sides for hosts of the owner. */
const mxPreference = 10;

/** Reads the name of a domain to be added. A single label cannot have records of its own, so two are the least. */
export function parseNewDomainName(text: string): Parsed<DomainName> {
  const parsed = parseDomainName(text.trim());
  if (parsed.ok && !parsed.value.includes('.'))
    return { ok: false, reason: 'a domain has at least two labels' };
  return parsed;
}

/** 160 random bits in hexadecimal: nobody can publish it without having been told. */
export function makeVerificationToken(): string {
  return randomBytes(20).toString('hex');
}

/** The records to publish for a domain. */
export function formatRecords(input: {
  readonly domain: Domain;
  readonly hostname: string;
  readonly selector: string;
  readonly publicKeyDer: Buffer;
}): readonly DomainRecord[] {
  const { domain, hostname, selector, publicKeyDer } = input;
  const { name } = domain;
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
    { purpose: 'spf', type: 'TXT', name, value: `v=spf1 include:${hostname} ~all`, isRequired: false },
    {
      purpose: 'dkim',
      type: 'TXT',
      name: `${selector}._domainkey.${name}`,
      value: formatDkimRecord(publicKeyDer),
      isRequired: false,
    },
    // `none` asks for nothing to be refused: the owner may send by other ways that we know nothing of.
    { purpose: 'dmarc', type: 'TXT', name: `_dmarc.${name}`, value: 'v=DMARC1; p=none', isRequired: false },
  ];
}

/** The state of a domain after a check; the table is in the header of the folder. */
export function stateAfterCheck(state: DomainState, checks: readonly RecordCheck[]): DomainState {
  const isReceiving = checks.every((check) => !check.record.isRequired || check.verdict === 'ok');
  switch (state) {
    case 'pending':
    case 'degraded':
      return isReceiving ? 'active' : state;
    case 'active':
    case 'suspended':
      return state;
  }
}
