import { z } from 'zod';
import { defineOperation } from '../api/operation.ts';
import { pageOf } from '../api/page.ts';
import { text } from '../api/text.ts';
import { domain, domainChange, domainExample, domainParams, domainQuery } from './domain.ts';
import { domainKeyOperations } from './key-operations.ts';
import { domainRecords, domainRecordsExample } from './record.ts';

const tag = 'Domains';

/** Characters of a domain name as typed: 253 octets (RFC 1035 §2.3.4) and a final dot. */
const domainName = text({ max: 254 });

/** Domains of the organization of the request. */
export const domainOperations = {
  listDomains: defineOperation({
    id: 'listDomains',
    method: 'GET',
    path: '/v1/domains',
    tag,
    summary: 'List domains',
    description: 'The domains of the organization, searched, filtered and sorted by the server.',
    access: { kind: 'member', permission: 'domains:read' },
    query: domainQuery,
    answer: {
      status: 200,
      body: pageOf(domain),
      example: { items: [domainExample], next_cursor: null, total: 1 },
    },
  }),
  createDomain: defineOperation({
    id: 'createDomain',
    method: 'POST',
    path: '/v1/domains',
    tag,
    summary: 'Add a domain',
    description:
      'The domain is `pending` until its ownership and MX records are found; `GET /v1/domains/{domain_id}/records` says what to publish. In the sandbox it is active at once. Whether somebody else asked for the same name does not matter and is not told: it goes to whoever proves it by DNS. A domain that was removed comes back with the aliases in its trash.',
    access: { kind: 'member', permission: 'domains:write' },
    body: z.strictObject({
      name: domainName.meta({
        description: 'In any case, in Unicode or A-labels, with or without a final dot',
        example: 'bücher.example',
      }),
    }),
    answer: { status: 201, body: domain, example: { ...domainExample, state: 'pending' } },
    errors: ['already_exists', 'conflict', 'limit_reached'],
    audited: ['domain.added'],
    takesIdempotencyKey: true,
    example: { name: 'bücher.example' },
  }),
  getDomain: defineOperation({
    id: 'getDomain',
    method: 'GET',
    path: '/v1/domains/{domain_id}',
    tag,
    summary: 'Show a domain',
    description: 'One domain of the organization.',
    access: { kind: 'member', permission: 'domains:read' },
    params: domainParams,
    answer: { status: 200, body: domain, example: domainExample },
    errors: ['not_found'],
  }),
  changeDomain: defineOperation({
    id: 'changeDomain',
    method: 'PATCH',
    path: '/v1/domains/{domain_id}',
    tag,
    summary: 'Change defaults, catch-all and wishes',
    description:
      'What is not given stays. Aliases that are there keep their mode. A catch-all that is switched on has at least one mailbox. Further records to publish for MTA-STS and TLS reports are then among the records of the domain.',
    access: { kind: 'member', permission: 'domains:write' },
    params: domainParams,
    body: domainChange,
    answer: { status: 200, body: domain, example: domainExample },
    errors: ['not_found'],
    audited: ['domain.changed'],
    example: { default_mode: 'rewrite', wants_tls_rpt: true, tls_rpt_address: 'tls-reports@example.com' },
  }),
  deleteDomain: defineOperation({
    id: 'deleteDomain',
    method: 'DELETE',
    path: '/v1/domains/{domain_id}',
    tag,
    summary: 'Remove a domain',
    description:
      'Nothing is received for it from now on. Its aliases go to the trash; mail that was accepted is still delivered, signed as before, and what waits in quarantine can be released. Whoever holds the name later gets nothing that is sent to its reply addresses. After 45 days nothing is left of it. The name is given as well, so that nothing is removed by mistake.',
    access: { kind: 'member', permission: 'domains:write' },
    params: domainParams,
    query: z.strictObject({
      confirm_name: domainName.meta({
        description: 'The name of the domain, so that nothing is removed by mistake',
        example: 'example.com',
      }),
    }),
    answer: { status: 204 },
    errors: ['not_found'],
    audited: ['domain.removed'],
  }),
  getDomainRecords: defineOperation({
    id: 'getDomainRecords',
    method: 'GET',
    path: '/v1/domains/{domain_id}/records',
    tag,
    summary: 'Show the DNS records',
    description: 'What to publish, and what was found when DNS was last asked. It does not ask now.',
    access: { kind: 'member', permission: 'domains:read' },
    params: domainParams,
    answer: { status: 200, body: domainRecords, example: domainRecordsExample },
    errors: ['not_found'],
  }),
  checkDomain: defineOperation({
    id: 'checkDomain',
    method: 'POST',
    path: '/v1/domains/{domain_id}/check',
    tag,
    summary: 'Check the DNS records now',
    description:
      'Asks DNS for every record and answers what was found. A pending domain becomes active when the required ones are right, a degraded one when all that count are. Without an answer of DNS a verdict is `unknown` and changes nothing.',
    access: { kind: 'member', permission: 'domains:write' },
    params: domainParams,
    answer: { status: 200, body: domainRecords, example: domainRecordsExample },
    errors: ['not_found'],
    audited: ['domain.activated'],
    limit: 'expensive',
    isTransactional: false,
  }),
  getDomainZone: defineOperation({
    id: 'getDomainZone',
    method: 'GET',
    path: '/v1/domains/{domain_id}/zone',
    tag,
    summary: 'The DNS records as zone text',
    description:
      'All records in the form of a zone file (RFC 1035 §5.1), as DNS providers import it. Where the domain has an SPF record already, merge the two.',
    access: { kind: 'member', permission: 'domains:read' },
    params: domainParams,
    answer: { status: 200, contentType: 'text/plain' },
    errors: ['not_found'],
  }),
  ...domainKeyOperations,
} as const;
