import { operatorActor } from '../audit/index.ts';
import { createResolver } from '../dns/index.ts';
import { ownNames } from '../domains/index.ts';
import { systemClock } from '../observe/index.ts';
import { domainJson, recordCheckJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { domainOwnerOptions, findDomain } from './owner.ts';
import { formatTable } from './table-text.ts';

/** A person waits: a DNS server that has not answered one question by then counts as failed. */
const timeoutMs = 5_000;

/** Compares the records of a domain with DNS. */
export const domainCheck = defineDatabaseCommand({
  name: 'domain check',
  summary: 'Compare the DNS records of a domain with what is published',
  details:
    'A pending domain becomes active when the required records are right. The exit code is 1 while a required record is not.',
  operands: [{ name: 'NAME', text: 'the domain name' }],
  options: domainOwnerOptions,
  examples: ['smtpy domain check example.com'],
  run: async (installation, { operands: [name = ''], options }) => {
    const { config, domains } = installation;
    const found = await findDomain(installation, name, options.user);
    if (found.kind === 'refused') return found;
    const resolver = createResolver({ servers: config.dnsServers, timeoutMs, clock: systemClock });
    const { domain, records, isNewlyActive } = await domains.checkRecords(found.value, {
      ...ownNames(config),
      resolver,
      actor: operatorActor,
    });
    const rows = records.map(({ record, verdict, reason }) => [
      record.purpose,
      record.isRequired ? 'yes' : 'no',
      verdict,
      reason,
    ]);
    const text = [
      formatTable(['for', 'required', 'verdict', 'reason'], rows, { empty: 'No records.' }),
      `Domain ${domain.name} is ${isNewlyActive ? 'now ' : ''}${domain.state}.`,
    ].join('\n\n');
    const data = {
      ...domainJson(domain),
      is_newly_active: isNewlyActive,
      records: records.map(recordCheckJson),
    };
    const isRight = records.every(({ record, verdict }) => !record.isRequired || verdict === 'ok');
    return { kind: isRight ? 'done' : 'failed', text, data };
  },
});
