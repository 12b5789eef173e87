import { ownNames } from '../domains/index.ts';
import { domainJson, recordJson } from './json.ts';
import { formatRecords } from './domain-records.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findUser, isTrusted } from './owner.ts';

/** Adds a domain. */
export const domainAdd = defineDatabaseCommand({
  name: 'domain add',
  summary: 'Add a domain to the organization of a user',
  details:
    'Without --trust the domain is pending until its ownership and MX records are published and `smtpy domain check` has found them. In the sandbox every domain is trusted.',
  operands: [{ name: 'NAME', text: 'the domain name, in Unicode or A-labels' }],
  options: {
    user: { kind: 'text', placeholder: 'E', isRequired: true, text: 'email or username of the owner' },
    trust: { kind: 'flag', text: "the operator's word replaces the DNS check" },
  },
  examples: ['smtpy domain add example.com --user jane@example.com --trust'],
  run: async (installation, { operands: [name = ''], options }) => {
    const user = await findUser(installation, options.user);
    if (user.kind === 'refused') return user;
    const { organizationId } = user.value;
    const result = await installation.domains.addDomain({
      organizationId,
      name,
      isTrusted: isTrusted(installation, options),
    });
    if (result.kind === 'already_added') {
      return {
        kind: 'refused',
        reason: result.reason,
        hint: `It is ${result.domain.state}. Its records are compared by: smtpy domain check ${result.domain.name}`,
      };
    }
    if (result.kind !== 'added') return { kind: 'refused', reason: result.reason };
    const { domain } = result;
    const records = await installation.domains.records(domain, ownNames(installation.config));
    const data = { ...domainJson(domain), records: records.map(recordJson) };
    if (domain.state === 'active') return { kind: 'done', text: `Domain ${domain.name} is active.`, data };
    const text = [
      `Domain ${domain.name} is pending. Publish these records, then run: smtpy domain check ${domain.name}`,
      formatRecords(records),
    ].join('\n\n');
    return { kind: 'done', text, data };
  },
});
