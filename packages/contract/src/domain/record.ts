import { z } from 'zod';
import { id, instant, pageOf } from '../api/page.ts';

/** What DNS records of a domain are for. */
export const recordPurposes = [
  'ownership',
  'mx',
  'spf',
  'dkim',
  'dmarc',
  'mta_sts',
  'mta_sts_host',
  'tls_rpt',
] as const;

const keyState = z.enum(['pending', 'active', 'retiring']).meta({
  description:
    '`pending`: its record is waited for. `active`: signs. `retiring`: signs no more; its record stays published until mail under way has arrived',
  example: 'active',
});

/** A DNS record to publish, and what was last found. */
export const domainRecord = z.object({
  purpose: z.enum(recordPurposes).meta({ description: 'What it is for', example: 'dkim' }),
  type: z.enum(['TXT', 'MX', 'CNAME']).meta({ example: 'TXT' }),
  name: z
    .string()
    .meta({ description: 'A-labels, without a final dot', example: 'default._domainkey.example.com' }),
  value: z.string().meta({
    description: 'The whole value; a TXT of more than 255 octets is cut into strings by the zone',
    example: 'v=DKIM1; k=rsa; p=MIIB…',
  }),
  is_required: z.boolean().meta({ description: 'Whether nothing is received before it is right' }),
  key_state: keyState.nullable().meta({ description: 'Of a DKIM record the state of its key' }),
  verdict: z.enum(['ok', 'missing', 'different', 'unknown']).meta({
    description: '`unknown`: DNS was not asked or did not answer, so nothing can be said',
    example: 'ok',
  }),
  found: z
    .array(z.string())
    .meta({ description: 'What was found of this kind at the name, at most 20', example: [] }),
  reason: z.string().meta({
    description: 'What was found, in a sentence, and what to do',
    example: 'The DKIM key is published',
  }),
  checked_at: instant.nullable().meta({ description: 'null: this value was never looked for' }),
});

const recordExample = {
  purpose: 'mx',
  type: 'MX',
  name: 'example.com',
  value: '10 mx.smtpy.example.',
  is_required: true,
  key_state: null,
  verdict: 'different',
  found: ['10 mail.elsewhere.example.'],
  reason: 'Mail goes to another host. Add the MX record shown, or replace the others by it',
  checked_at: '2026-11-22T15:41:00.000Z',
} as const;

/** All records of a domain, with what was last found. */
export const domainRecords = z.object({
  state: z
    .enum(['pending', 'active', 'degraded', 'suspended'])
    .meta({ description: 'The state of the domain', example: 'pending' }),
  checked_at: instant.nullable(),
  next_check_at: instant.nullable(),
  items: z.array(domainRecord),
});

/** A full answer, for examples. */
export const domainRecordsExample = {
  state: 'pending',
  checked_at: '2026-11-22T15:41:00.000Z',
  next_check_at: '2026-11-22T15:46:00.000Z',
  items: [recordExample],
} as const;

/** A signing key of a domain; its private half never leaves the server. */
export const domainKey = z.object({
  id,
  selector: z.string().meta({ example: 's20261122' }),
  state: keyState,
  record_name: z.string().meta({ example: 's20261122._domainkey.example.com' }),
  record_value: z.string().meta({ example: 'v=DKIM1; k=rsa; p=MIIB…' }),
  created_at: instant,
  activated_at: instant.nullable(),
  retires_at: instant
    .nullable()
    .meta({ description: 'Until when the record of a retiring key stays published' }),
});

/** The keys of a domain: a handful. */
export const domainKeys = pageOf(domainKey);

/** A full key, for examples. */
export const domainKeyExample = {
  id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a011',
  selector: 's20261122',
  state: 'pending',
  record_name: 's20261122._domainkey.example.com',
  record_value: 'v=DKIM1; k=rsa; p=MIIB…',
  created_at: '2026-11-22T09:30:00.000Z',
  activated_at: null,
  retires_at: null,
} as const;
