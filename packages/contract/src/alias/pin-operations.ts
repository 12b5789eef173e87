import { z } from 'zod';
import { defineOperation } from '../api/operation.ts';
import { id, instant, pageOf, pageQuery } from '../api/page.ts';
import { text } from '../api/text.ts';
import { aliasParams } from './alias.ts';

const tag = 'Aliases';
const read = { kind: 'member', permission: 'aliases:read' } as const;
const write = { kind: 'member', permission: 'aliases:write' } as const;

const pin = z.object({
  domain: z.string().meta({ description: 'With the domains below it', example: 'shop.example' }),
  source: z.enum(['learned', 'owner']).meta({ description: 'Whether it wrote first, or was named' }),
  created_at: instant,
});
const pinExample = {
  domain: 'shop.example',
  source: 'owner',
  created_at: '2026-11-22T09:30:00.000Z',
} as const;

/** Whom an alias knows. */
export const pinOperations = {
  listAliasPins: defineOperation({
    id: 'listAliasPins',
    method: 'GET',
    path: '/v1/aliases/{alias_id}/pins',
    tag,
    summary: 'List the pins of an alias',
    description:
      'The domains of senders that the alias knows, 100 at most, in the order of the alphabet. What happens to mail of others is its `pinning`.',
    access: read,
    params: aliasParams,
    answer: {
      status: 200,
      body: pageOf(pin),
      example: { items: [pinExample], next_cursor: null, total: 1 },
    },
    errors: ['not_found'],
  }),
  addAliasPin: defineOperation({
    id: 'addAliasPin',
    method: 'POST',
    path: '/v1/aliases/{alias_id}/pins',
    tag,
    summary: 'Pin a domain to an alias',
    description: 'A domain that is there already becomes the owner’s.',
    access: write,
    params: aliasParams,
    body: z.strictObject({ domain: text({ max: 253 }) }),
    answer: { status: 201, body: pin, example: pinExample },
    errors: ['not_found', 'limit_reached'],
    audited: ['alias.changed'],
    takesIdempotencyKey: true,
    example: { domain: 'shop.example' },
  }),
  removeAliasPin: defineOperation({
    id: 'removeAliasPin',
    method: 'DELETE',
    path: '/v1/aliases/{alias_id}/pins/{pin}',
    tag,
    summary: 'Remove a pin of an alias',
    description: 'By the domain.',
    access: write,
    params: aliasParams.extend({ pin: text({ max: 253 }).meta({ example: 'shop.example' }) }),
    answer: { status: 204 },
    errors: ['not_found'],
    audited: ['alias.changed'],
  }),
  listAliasSenders: defineOperation({
    id: 'listAliasSenders',
    method: 'GET',
    path: '/v1/aliases/{alias_id}/senders',
    tag,
    summary: 'List who wrote to an alias',
    description:
      'Everybody whose mail the alias has sent on, and whom its owner has written to: its contacts, newest first. Who leaked an address can be read from it. Senders whose mail was only refused or held are not among them; messages and refusals tell of those.',
    access: read,
    params: aliasParams,
    query: pageQuery,
    answer: {
      status: 200,
      body: pageOf(
        z.object({
          contact_id: id,
          address: z.string(),
          domain: z.string(),
          display_name: z.string().nullable(),
          is_pinned: z.boolean().meta({ description: 'Whether a pin covers the domain' }),
          is_blocked: z.boolean().meta({ description: 'Whether the alias blocks the address' }),
          first_seen_at: instant,
        }),
      ),
      example: {
        items: [
          {
            contact_id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a030',
            address: 'news@shop.example',
            domain: 'shop.example',
            display_name: 'The Shop',
            is_pinned: false,
            is_blocked: false,
            first_seen_at: '2026-11-22T09:30:00.000Z',
          },
        ],
        next_cursor: null,
        total: null,
      },
    },
    errors: ['not_found'],
  }),
} as const;
