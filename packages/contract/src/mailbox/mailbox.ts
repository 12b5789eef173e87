import { z } from 'zod';
import { id, instant, pageQuery } from '../api/page.ts';
import { text } from '../api/text.ts';

/** Longest address that mail is sent to (RFC 5321 §4.5.3.1.3 less its angle brackets). */
const maxAddressCharacters = 254;

/** `pending` until the confirmation mail was answered. */
export const mailboxStates = ['pending', 'confirmed'] as const;

/** What of a key is shown beside its mailbox. */
const keySummary = z.object({
  fingerprint: z.string().meta({
    description: 'Of the primary key, in lower-case hexadecimal digits',
    example: '4f9f89f5505ac1d1a260631cdb1187b9dd5f693b',
  }),
  source: z.enum(['pasted', 'wkd']).meta({
    description: '`pasted`: it was given. `wkd`: it was found in the Web Key Directory of the provider.',
  }),
  hides_subject: z.boolean().meta({
    description: 'Whether the subject of forwarded mail is to be seen only inside what is encrypted',
  }),
  expires_at: instant.nullable().meta({
    description: 'When mail to the mailbox begins to wait for another key. Null: never.',
  }),
});

/** A mailbox as the API gives it. */
export const mailbox = z.object({
  id,
  number: z.int().meta({ description: 'A short id, unique over the installation', example: 12 }),
  address: z.string().meta({ example: 'jane@provider.example' }),
  state: z.enum(mailboxStates).meta({ description: 'Only confirmed mailboxes receive mail.' }),
  is_default: z.boolean().meta({
    description:
      'Whether new aliases forward to it where nothing else is said. One mailbox of an organization is the default as soon as one is confirmed.',
  }),
  is_paused: z.boolean().meta({ description: 'Whether mail to it waits' }),
  paused_at: instant.nullable(),
  pause_reason: z
    .string()
    .nullable()
    .meta({ description: 'Why it is paused, in words. Null: it is not.', example: 'Paused by hand' }),
  is_paused_by_hand: z.boolean().meta({
    description:
      'Whether a person paused it: then no test messages are sent, and only a person ends the pause.',
  }),
  probes: z.int().min(0).meta({ description: 'Test messages that were sent during this pause', example: 0 }),
  wants_delay_notice: z.boolean().meta({ description: 'Whether owners are told of mail to it that is late' }),
  key: keySummary.nullable().meta({ description: 'Its PGP key. Null: mail is forwarded as it came.' }),
  alias_count: z.int().min(0).max(200).meta({
    description: 'Aliases that forward to it, those in the trash not counted. 200 stands for 200 and more.',
    example: 3,
  }),
  created_at: instant,
  confirmed_at: instant.nullable(),
});
/** What {@link mailbox} reads. */
export type MailboxBody = z.infer<typeof mailbox>;

/** The parameters of paths with a mailbox. */
export const mailboxParams = z.strictObject({ mailbox_id: id });

/** Which mailboxes to list, and how. */
export const mailboxQuery = z.strictObject({
  ...pageQuery.shape,
  search: text({ max: 100 })
    .optional()
    .meta({ description: 'Mailboxes with this in the address, in any case', example: 'jane' }),
  state: z
    .enum(mailboxStates)
    .optional()
    .meta({ description: 'Those in this state alone', example: 'confirmed' }),
  is_paused: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional()
    .meta({ description: 'Only those that are paused, or only those that are not', example: 'false' }),
  sort: z
    .enum(['created_at', '-created_at', 'address', '-address'])
    .default('created_at')
    .meta({ description: 'The order; with a minus the other way around', example: 'address' }),
});

/** A mailbox to add. */
export const addMailboxBody = z.strictObject({
  address: text({ min: 3, max: maxAddressCharacters }).meta({
    description: 'The real address, as its provider writes it',
    example: 'jane@provider.example',
  }),
});

/** What can be changed of a mailbox; what is absent stays. */
export const changeMailboxBody = z.strictObject({
  is_default: z
    .literal(true)
    .optional()
    .meta({ description: 'Makes it the default in place of the one before. It must be confirmed.' }),
  wants_delay_notice: z.boolean().optional(),
});

/** What becomes of the aliases of a mailbox that is removed. */
export const removeMailboxQuery = z.strictObject({
  move_to: id.optional().meta({
    description: 'Another confirmed mailbox, to which all aliases of this one forward from then on',
  }),
});

/** The key of a mailbox, whole. */
export const mailboxKey = z.object({
  mailbox_id: id,
  ...keySummary.shape,
  public_key: z.string().meta({
    description: 'In ASCII armour: what is used of it, without the signatures of others',
    example: '-----BEGIN PGP PUBLIC KEY BLOCK-----\n…',
  }),
  created_at: instant.meta({ description: 'When the mailbox was given this key' }),
});

/** What came of giving a mailbox a key. */
export const savedMailboxKey = z.object({
  key: mailboxKey,
  warning: z.string().nullable().meta({
    description: 'What you should make sure of: a key that does not name the address may be somebody else’s.',
  }),
  released: z
    .int()
    .min(0)
    .meta({ description: 'Held messages that waited for a key and are sent now', example: 0 }),
});

/** Characters of a key in a body; what is larger is no key to paste. */
const maxKeyCharacters = 100_000;

/** A key to give to a mailbox. */
export const putMailboxKeyBody = z.strictObject({
  public_key: z.string().min(1).max(maxKeyCharacters).meta({
    description: 'The public key in ASCII armour, as `gpg --armor --export` writes it',
    example: '-----BEGIN PGP PUBLIC KEY BLOCK-----\n…',
  }),
  hides_subject: z.boolean().default(false).meta({
    description: 'Whether subjects of forwarded mail are to be seen only inside what is encrypted',
  }),
});

/** How a key is looked for. */
export const findMailboxKeyBody = z.strictObject({
  hides_subject: z.boolean().default(false).meta({
    description: 'Whether subjects of forwarded mail are to be seen only inside what is encrypted',
  }),
});

/** What came of looking for a key. */
export const foundMailboxKey = z.object({
  outcome: z.enum(['saved', 'not_found', 'failed']).meta({
    description:
      '`saved`: the mailbox has the key now. `not_found`: the provider publishes none that can be used. `failed`: it could not be asked; try again later.',
  }),
  reason: z.string().nullable().meta({ description: 'Why there is no key, in words. Null: there is one.' }),
  saved: savedMailboxKey.nullable(),
});
