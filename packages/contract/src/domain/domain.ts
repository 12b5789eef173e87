import { z } from 'zod';
import { id, instant, pageQuery } from '../api/page.ts';
import { text } from '../api/text.ts';

/** States of a domain. */
export const domainStates = ['pending', 'active', 'degraded', 'suspended'] as const;

/** Orders of domains; a minus turns one around. */
export const domainOrders = ['name', '-name', 'created_at', '-created_at'] as const;

const domainState = z.enum(domainStates).meta({
  description:
    '`pending`: its records are waited for, nothing is received. `active`. `degraded`: a record is wrong, mail is received all the same. `suspended`: by the operator',
  example: 'active',
});

const forwardingMode = z.enum(['rewrite', 'preserve', 'adaptive']).meta({
  description: 'How new aliases forward that are given no mode of their own',
  example: 'rewrite',
});

const catchAllMode = z.enum(['off', 'forward', 'create']).meta({
  description:
    'Mail for addresses that nobody made is refused (`off`), forwarded (`forward`), or forwarded while an alias is made of the address (`create`)',
  example: 'create',
});

const mtaStsMode = z.enum(['testing', 'enforce']).meta({
  description:
    'Whether senders only report what would fail (`testing`), or deliver by proven TLS alone (`enforce`)',
  example: 'testing',
});

const tlsRptAddress = z.string().nullable().meta({
  description: 'Where reports on TLS go by mail (RFC 8460)',
  example: 'tls-reports@example.com',
});

/** A domain of the organization of the request. */
export const domain = z.object({
  id,
  number: z.int().meta({ description: 'A short id, unique over the installation', example: 12 }),
  name: z.string().meta({ description: 'In lower case and A-labels', example: 'xn--bcher-kva.example' }),
  unicode_name: z.string().meta({ description: 'As people write it', example: 'bücher.example' }),
  state: domainState,
  default_mode: forwardingMode,
  catch_all: z.object({
    mode: catchAllMode,
    pattern: z.string().nullable().meta({
      description: 'RE2 that the part before the @ must match as a whole; null: any',
      example: 'shop-.*',
    }),
    mailboxes: z.array(z.string()).meta({
      description: 'Where it forwards to, also while it is off',
      example: ['jane@provider.example'],
    }),
  }),
  wants_mta_sts: z.boolean().meta({ description: 'Whether senders are told to use TLS (RFC 8461)' }),
  mta_sts_mode: mtaStsMode,
  wants_tls_rpt: z.boolean().meta({ description: 'Whether senders are asked for reports on TLS (RFC 8460)' }),
  tls_rpt_address: tlsRptAddress,
  alias_count: z
    .int()
    .min(0)
    .nullable()
    .meta({ description: 'Aliases that were not deleted; null: more than 1,000', example: 3 }),
  created_at: instant,
  activated_at: instant.nullable().meta({ description: 'When it first became active' }),
  checked_at: instant.nullable().meta({ description: 'When DNS was last asked; null: never' }),
  next_check_at: instant
    .nullable()
    .meta({ description: 'When DNS is asked next; null: not while the domain is suspended' }),
});

/** A full domain, for examples. */
export const domainExample = {
  id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a010',
  number: 12,
  name: 'xn--bcher-kva.example',
  unicode_name: 'bücher.example',
  state: 'active',
  default_mode: 'rewrite',
  catch_all: { mode: 'create', pattern: 'shop-.*', mailboxes: ['jane@provider.example'] },
  wants_mta_sts: false,
  mta_sts_mode: 'testing',
  wants_tls_rpt: true,
  tls_rpt_address: 'tls-reports@example.com',
  alias_count: 3,
  created_at: '2026-11-22T09:30:00.000Z',
  activated_at: '2026-11-22T09:41:00.000Z',
  checked_at: '2026-11-22T15:41:00.000Z',
  next_check_at: '2026-11-22T21:41:00.000Z',
} as const;

/** Which domains to list, and how. */
export const domainQuery = z.strictObject({
  ...pageQuery.shape,
  search: text({ max: 253 })
    .optional()
    .meta({ description: 'Domains with this in the name, in any case', example: 'shop' }),
  state: domainState.optional(),
  sort: z
    .enum(domainOrders)
    .default('name')
    .meta({ description: 'The order; with a minus the other way around', example: '-created_at' }),
});

/** Names one domain. */
export const domainParams = z.strictObject({ domain_id: id });

/** What to change of a domain. */
export const domainChange = z.strictObject({
  default_mode: forwardingMode.optional(),
  catch_all: z
    .strictObject({
      mode: catchAllMode.optional(),
      pattern: text({ max: 500 }).nullable().optional().meta({
        description: 'RE2 that the part before the @ must match as a whole, in any case; null: any',
        example: 'shop-.*',
      }),
      mailboxes: z
        .array(text({ max: 320 }))
        .min(1, 'Name at least one mailbox.')
        .max(50)
        .optional()
        .meta({
          description: 'Confirmed mailboxes of the organization: all that it forwards to from now on',
          example: ['jane@provider.example'],
        }),
    })
    .optional(),
  wants_mta_sts: z.boolean().optional(),
  mta_sts_mode: mtaStsMode.optional(),
  wants_tls_rpt: z.boolean().optional(),
  tls_rpt_address: text({ max: 254 }).nullable().optional().meta({
    description: 'Where reports on TLS go by mail; needed where they are wanted',
    example: 'tls-reports@example.com',
  }),
});
