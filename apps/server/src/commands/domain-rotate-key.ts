import { createResolver } from '../dns/index.ts';
import { ownNames, type Domain, type DomainKey } from '../domains/index.ts';
import { systemClock } from '../observe/index.ts';
import type { Outcome } from './command.ts';
import { formatRecords } from './domain-records.ts';
import { domainJson, recordJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import type { Installation } from './open.ts';
import { domainOwnerOptions, findDomain, isTrusted } from './owner.ts';

/** A person waits: a DNS server that has not answered one question by then counts as failed. */
const timeoutMs = 5_000;

/** Replaces the signing key of a domain, in two steps. */
export const domainRotateKey = defineDatabaseCommand({
  name: 'domain rotate-key',
  summary: 'Replace the DKIM key of a domain: prepare a new one, then sign with it',
  details:
    'Called once, it makes a key under a new selector and shows the record to publish. Called again, it signs with that key if its record is found. ' +
    'Leave the record of the key before published for seven days.',
  operands: [{ name: 'NAME', text: 'the domain name' }],
  options: {
    ...domainOwnerOptions,
    trust: { kind: 'flag', text: "the operator's word replaces the DNS check" },
  },
  examples: ['smtpy domain rotate-key example.com'],
  run: async (installation, { operands: [name = ''], options }) => {
    const found = await findDomain(installation, name, options.user);
    if (found.kind === 'refused') return found;
    const { organizationId, id: domainId } = found.value;
    const keys = await installation.domains.listKeys({ organizationId, domainId });
    const prepared = keys.find(({ state }) => state === 'pending');
    return prepared === undefined
      ? await prepare(installation, found.value)
      : await activate(installation, found.value, {
          key: prepared,
          isTrusted: isTrusted(installation, options),
        });
  },
});

async function prepare(installation: Installation, domain: Domain): Promise<Outcome> {
  const { organizationId, id: domainId, name } = domain;
  const result = await installation.domains.prepareKey({ organizationId, domainId });
  if (result.kind !== 'prepared') return { kind: 'refused', reason: result.reason };
  const records = await installation.domains.records(domain, ownNames(installation.config));
  const own = records.filter(({ keyState }) => keyState === 'pending');
  const text = [
    `A new key is prepared. Publish this record beside the others, then run again: smtpy domain rotate-key ${name}`,
    formatRecords(own),
  ].join('\n\n');
  return { kind: 'done', text, data: { ...domainJson(domain), records: own.map(recordJson) } };
}

async function activate(
  installation: Installation,
  domain: Domain,
  { key, isTrusted }: { readonly key: DomainKey; readonly isTrusted: boolean },
): Promise<Outcome> {
  const { organizationId, id: domainId, name } = domain;
  const { config, domains } = installation;
  const resolver = createResolver({ servers: config.dnsServers, timeoutMs, clock: systemClock });
  const result = await domains.activateKey({ organizationId, domainId, keyId: key.id, isTrusted, resolver });
  if (result.kind !== 'activated') {
    return {
      kind: 'refused',
      reason: result.reason,
      hint: `What to publish: smtpy domain records ${name}`,
    };
  }
  const records = await domains.records(domain, ownNames(config));
  const own = records.filter(({ purpose }) => purpose === 'dkim');
  return {
    kind: 'done',
    text: `Mail of ${name} is signed with the key ${key.selector}. Leave the record of the key before published for seven days.`,
    data: { ...domainJson(domain), records: own.map(recordJson) },
  };
}
