import { z } from 'zod';
import { defineOperation } from '../api/operation.ts';
import { id, pageOf } from '../api/page.ts';
import { text } from '../api/text.ts';
import { contact, contactExample, contactName, contactQuery } from './contact.ts';

const tag = 'Contacts';
const read = { kind: 'member', permission: 'contacts:read' } as const;
const write = { kind: 'member', permission: 'contacts:write' } as const;
const params = z.strictObject({ contact_id: id });

/** Contacts of the organization of the request. */
export const contactOperations = {
  listContacts: defineOperation({
    id: 'listContacts',
    method: 'GET',
    path: '/v1/contacts',
    tag,
    summary: 'List contacts',
    description:
      'Those who wrote to aliases, or whom their owners wrote to, without those of aliases in the trash.',
    access: read,
    query: contactQuery,
    answer: {
      status: 200,
      body: pageOf(contact),
      example: { items: [contactExample], next_cursor: null, total: null },
    },
  }),
  createContact: defineOperation({
    id: 'createContact',
    method: 'POST',
    path: '/v1/contacts',
    tag,
    summary: 'Make a contact',
    description:
      'To write to somebody as an alias without having got mail: the answer has the reply address. Where the alias has the contact already, that one is given, with its name as it was.',
    access: write,
    body: z.strictObject({
      alias_id: id,
      address: text({ max: 320 }),
      display_name: contactName.optional(),
    }),
    answer: { status: 201, body: contact, example: contactExample },
    errors: ['not_found'],
    audited: ['contact.created'],
    takesIdempotencyKey: true,
    example: {
      alias_id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a020',
      address: 'news@shop.example',
      display_name: 'The Shop',
    },
  }),
  getContact: defineOperation({
    id: 'getContact',
    method: 'GET',
    path: '/v1/contacts/{contact_id}',
    tag,
    summary: 'Show a contact',
    description: 'One contact.',
    access: read,
    params,
    answer: { status: 200, body: contact, example: contactExample },
    errors: ['not_found'],
  }),
  changeContact: defineOperation({
    id: 'changeContact',
    method: 'PATCH',
    path: '/v1/contacts/{contact_id}',
    tag,
    summary: 'Change a contact',
    description:
      '`is_blocked` makes or removes the block of exactly this address for exactly this alias, as it stands among the blocked senders; what blocks or allows more than that stays as it is. The name is known to all processes after a minute.',
    access: write,
    params,
    body: z.strictObject({ display_name: contactName.optional(), is_blocked: z.boolean().optional() }),
    answer: { status: 200, body: contact, example: contactExample },
    errors: ['not_found', 'limit_reached'],
    audited: ['contact.changed'],
    example: { is_blocked: true },
  }),
  deleteContact: defineOperation({
    id: 'deleteContact',
    method: 'DELETE',
    path: '/v1/contacts/{contact_id}',
    tag,
    summary: 'Delete a contact',
    description:
      'Its reply address refuses mail from then on, for ever, and nobody else gets it. Who writes again becomes a contact again, with another reply address; to hear nothing more, block instead.',
    access: write,
    params,
    answer: { status: 204 },
    errors: ['not_found'],
    audited: ['contact.deleted'],
  }),
} as const;
