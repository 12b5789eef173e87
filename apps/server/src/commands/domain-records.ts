import { ownNames, type DomainRecord } from '../domains/index.ts';
import { domainJson, recordJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { domainOwnerOptions, findDomain } from './owner.ts';
import { formatTable } from './table-text.ts';

/** Shows what to publish. */
export const domainRecords = defineDatabaseCommand({
  name: 'domain records',
  summary: 'Show the DNS records to publish for a domain',
  operands: [{ name: 'NAME', text: 'the domain name' }],
  options: domainOwnerOptions,
  examples: ['smtpy domain records example.com'],
  run: async (installation, { operands: [name = ''], options }) => {
    const domain = await findDomain(installation, name, options.user);
    if (domain.kind === 'refused') return domain;
    const records = await installation.domains.records(domain.value, ownNames(installation.config));
    return {
      kind: 'done',
      text: formatRecords(records),
      data: { ...domainJson(domain.value), records: records.map(recordJson) },
    };
  },
});

/** Records as a table; the values come last, since they are long. */
export function formatRecords(records: readonly DomainRecord[]): string {
  const rows = records.map(({ purpose, isRequired, type, name, value }) => [
    purpose,
    isRequired ? 'yes' : 'no',
    type,
    name,
    value,
  ]);
  return formatTable(['for', 'required', 'type', 'name', 'value'], rows, { empty: 'No records.' });
}
