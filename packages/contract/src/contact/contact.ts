import { z } from 'zod';
import { id, instant, pageQuery } from '../api/page.ts';
import { text } from '../api/text.ts';

/** A contact as the API gives it. */
export const contact = z.object({
  id,
  number: z
    .int()
    .meta({ description: 'A short id, for programs that know numbers only; unique over the installation' }),
  alias_id: id,
  alias_address: z.string().meta({ description: 'Under which the contact knows the owner' }),
  address: z.string().meta({ example: 'news@shop.example' }),
  display_name: z.string().nullable(),
  reply_address: z.string().meta({
    description: 'Mail from a mailbox of the alias to this address goes out to the contact as the alias',
    example: 'news.shop.example.k3v7q2m5x4ab@my-domain.example',
  }),
  is_blocked: z.boolean().meta({ description: 'Whether the alias blocks mail of this address' }),
  created_at: instant,
});
/** A {@link contact}. */
export type ContactBody = z.input<typeof contact>;

/** A contact for examples. */
export const contactExample: ContactBody = {
  id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a030',
  number: 7,
  alias_id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a020',
  alias_address: 'shop@my-domain.example',
  address: 'news@shop.example',
  display_name: 'The Shop',
  reply_address: 'news.shop.example.k3v7q2m5x4ab@my-domain.example',
  is_blocked: false,
  created_at: '2026-11-22T09:30:00.000Z',
};

/** Which contacts to list, and how. */
export const contactQuery = z.strictObject({
  ...pageQuery.shape,
  alias_id: id.optional().meta({ description: 'Contacts of this alias alone' }),
  search: text({ max: 200 })
    .optional()
    .meta({ description: 'Contacts with this in address or name, in any case', example: 'shop' }),
  sort: z
    .enum(['created_at', '-created_at', 'address', '-address'])
    .default('-created_at')
    .meta({ description: 'The order; with a minus the other way around' }),
});

/** A name that a contact is given. */
export const contactName = text({ max: 200 }).nullable();
