import { z } from 'zod';
import { defineOperation } from '../api/operation.ts';
import { id, pageQuery } from '../api/page.ts';
import { domainParams } from './domain.ts';
import { domainKey, domainKeyExample, domainKeys } from './record.ts';

const tag = 'Domains';
const keyParams = z.strictObject({ domain_id: id, dkim_key_id: id });

/** Signing keys of a domain. */
export const domainKeyOperations = {
  listDomainKeys: defineOperation({
    id: 'listDomainKeys',
    method: 'GET',
    path: '/v1/domains/{domain_id}/keys',
    tag,
    summary: 'List DKIM keys',
    description: 'The keys that sign mail of the domain, did so lately, or are about to: the newest first.',
    access: { kind: 'member', permission: 'domains:read' },
    params: domainParams,
    query: pageQuery,
    answer: {
      status: 200,
      body: domainKeys,
      example: { items: [domainKeyExample], next_cursor: null, total: 1 },
    },
    errors: ['not_found'],
  }),
  createDomainKey: defineOperation({
    id: 'createDomainKey',
    method: 'POST',
    path: '/v1/domains/{domain_id}/keys',
    tag,
    summary: 'Prepare a new DKIM key',
    description:
      'The first step of a rotation: makes a key under a new selector. It signs nothing yet; publish its record beside the one that is there, then activate it. There is at most one such key.',
    access: { kind: 'member', permission: 'domains:write' },
    params: domainParams,
    answer: { status: 201, body: domainKey, example: domainKeyExample },
    errors: ['not_found', 'already_exists'],
    audited: ['domain.key_prepared'],
    limit: 'expensive',
    takesIdempotencyKey: true,
  }),
  activateDomainKey: defineOperation({
    id: 'activateDomainKey',
    method: 'POST',
    path: '/v1/domains/{domain_id}/keys/{dkim_key_id}/activate',
    tag,
    summary: 'Sign with a prepared DKIM key',
    description:
      'The second step: asks DNS for the record of a pending key and, where it is right, signs with it from now on. The key before retires: leave its record published for seven days, until mail that it signed has arrived.',
    access: { kind: 'member', permission: 'domains:write' },
    params: keyParams,
    answer: {
      status: 200,
      body: domainKey,
      example: { ...domainKeyExample, state: 'active', activated_at: '2026-11-22T10:00:00.000Z' },
    },
    errors: ['not_found', 'conflict'],
    audited: ['domain.key_rotated'],
    limit: 'expensive',
    isTransactional: false,
  }),
  deleteDomainKey: defineOperation({
    id: 'deleteDomainKey',
    method: 'DELETE',
    path: '/v1/domains/{domain_id}/keys/{dkim_key_id}',
    tag,
    summary: 'Discard a prepared DKIM key',
    description: 'Only a pending key can be discarded: others sign, or have signed mail that is under way.',
    access: { kind: 'member', permission: 'domains:write' },
    params: keyParams,
    answer: { status: 204 },
    errors: ['not_found', 'conflict'],
    audited: ['domain.key_discarded'],
  }),
} as const;
