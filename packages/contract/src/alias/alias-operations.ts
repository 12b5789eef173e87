import { z } from 'zod';
import { defineOperation } from '../api/operation.ts';
import { id, pageOf, pageQuery } from '../api/page.ts';
import {
  alias,
  aliasChange,
  aliasCreation,
  aliasExample,
  aliasModes,
  aliasParams,
  aliasQuery,
  aliasStyles,
} from './alias.ts';
import { trashDays } from './limits.ts';

const tag = 'Aliases';
const read = { kind: 'member', permission: 'aliases:read' } as const;
const write = { kind: 'member', permission: 'aliases:write' } as const;

/** What aliases can be made on and of. */
const aliasOptions = z.object({
  domains: z.array(
    z.object({
      id,
      name: z.string(),
      is_shared: z.boolean(),
      is_own: z.boolean().meta({ description: 'Whether it belongs to the organization' }),
      default_mode: z.enum(aliasModes),
    }),
  ),
  default_domain_id: id.nullable().meta({ description: 'Null: there is no domain to make aliases on' }),
  styles: z.array(z.enum(aliasStyles)),
  default_style: z.enum(aliasStyles),
  default_mailbox: z
    .object({ id, address: z.string() })
    .nullable()
    .meta({ description: 'What aliases forward to that are given no mailbox. Null: there is none yet' }),
  submission: z
    .object({
      host: z.string(),
      tls_port: z.int().nullable().meta({ description: 'With TLS from the first octet. Null: not there' }),
      starttls_port: z.int().nullable().meta({ description: 'With STARTTLS. Null: not there' }),
    })
    .nullable()
    .meta({
      description:
        'Where mail programs send as an alias, with one of its app passwords. Null: this server takes nothing from mail programs',
    }),
});

/** One by one. */
export const singleAliasOperations = {
  listAliases: defineOperation({
    id: 'listAliases',
    method: 'GET',
    path: '/v1/aliases',
    tag,
    summary: 'List aliases',
    description:
      'The aliases of the organization, searched, filtered and sorted by the server. `total` is null where something is searched for, and beyond 10,000. Catch-alls are no aliases.',
    access: read,
    query: aliasQuery,
    answer: {
      status: 200,
      body: pageOf(alias),
      example: { items: [aliasExample], next_cursor: null, total: 1 },
    },
  }),
  createAlias: defineOperation({
    id: 'createAlias',
    method: 'POST',
    path: '/v1/aliases',
    tag,
    summary: 'Make an alias',
    description:
      'With a name of its own or a random one, on an own domain or a shared one. No address is given twice: not one that was deleted, nor one that stands for a contact. On shared domains names such as `postmaster` are kept for the operator. ' +
      'Without `mailbox_ids` it forwards to the default mailbox of the organization.',
    access: write,
    body: aliasCreation,
    answer: { status: 201, body: alias, example: aliasExample },
    errors: ['not_found', 'already_exists', 'conflict'],
    audited: ['alias.created'],
    takesIdempotencyKey: true,
    example: { style: 'words', note: 'For the shop with the red door', tags: ['shopping'] },
  }),
  getAlias: defineOperation({
    id: 'getAlias',
    method: 'GET',
    path: '/v1/aliases/{alias_id}',
    tag,
    summary: 'Show an alias',
    description: 'One alias, also one in the trash.',
    access: read,
    params: aliasParams,
    answer: { status: 200, body: alias, example: aliasExample },
    errors: ['not_found'],
  }),
  changeAlias: defineOperation({
    id: 'changeAlias',
    method: 'PATCH',
    path: '/v1/aliases/{alias_id}',
    tag,
    summary: 'Change an alias',
    description:
      'Changes what is given. `tags` and `mailbox_ids` are all that there are from then on. What is in the trash has to be restored first. Mail that comes later meets the change; mail that was accepted goes where it was to go.',
    access: write,
    params: aliasParams,
    body: aliasChange,
    answer: { status: 200, body: alias, example: aliasExample },
    errors: ['not_found'],
    audited: ['alias.changed'],
    example: { is_enabled: false, note: 'They sold the address' },
  }),
  deleteAlias: defineOperation({
    id: 'deleteAlias',
    method: 'DELETE',
    path: '/v1/aliases/{alias_id}',
    tag,
    summary: 'Move an alias to the trash',
    description: `Mail to it is refused from then on, as are answers to its reply addresses and logins with its app passwords. It can be restored for ${String(trashDays)} days; after that nobody ever gets the address again.`,
    access: write,
    params: aliasParams,
    answer: { status: 204 },
    errors: ['not_found'],
    audited: ['alias.deleted'],
  }),
  restoreAlias: defineOperation({
    id: 'restoreAlias',
    method: 'POST',
    path: '/v1/aliases/{alias_id}/restore',
    tag,
    summary: 'Restore an alias from the trash',
    description:
      'As it was, with its contacts, pins and app passwords. One that is not in the trash stays as it is.',
    access: write,
    params: aliasParams,
    answer: { status: 200, body: alias, example: aliasExample },
    errors: ['not_found'],
    audited: ['alias.restored'],
  }),
  getAliasOptions: defineOperation({
    id: 'getAliasOptions',
    method: 'GET',
    path: '/v1/alias-options',
    tag,
    summary: 'Show what aliases can be made of',
    description:
      'Domains on which the organization can make aliases that work at once, its own by name and then the shared ones, with what is used where nothing is said.',
    access: read,
    answer: {
      status: 200,
      body: aliasOptions,
      example: {
        domains: [
          {
            id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a021',
            name: 'my-domain.example',
            is_shared: false,
            is_own: true,
            default_mode: 'rewrite',
          },
        ],
        default_domain_id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a021',
        styles: ['words', 'characters', 'uuid'],
        default_style: 'words',
        default_mailbox: { id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a022', address: 'jane@provider.example' },
        submission: { host: 'mail.smtpy.example', tls_port: 465, starttls_port: 587 },
      },
    },
  }),
  listAliasTags: defineOperation({
    id: 'listAliasTags',
    method: 'GET',
    path: '/v1/aliases/tags',
    tag,
    summary: 'List the tags of aliases',
    description: 'Every tag that an alias outside the trash has, in the order of the alphabet.',
    access: read,
    query: pageQuery,
    answer: {
      status: 200,
      body: pageOf(z.object({ tag: z.string(), alias_count: z.int().min(1) })),
      example: { items: [{ tag: 'shopping', alias_count: 3 }], next_cursor: null, total: null },
    },
  }),
} as const;
