import type { MailboxBody } from './mailbox.ts';

/** A mailbox for the reference. */
export const mailboxExample: MailboxBody = {
  id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a011',
  number: 12,
  address: 'jane@provider.example',
  state: 'confirmed',
  is_default: true,
  is_paused: false,
  paused_at: null,
  pause_reason: null,
  is_paused_by_hand: false,
  probes: 0,
  wants_delay_notice: false,
  key: {
    fingerprint: '4f9f89f5505ac1d1a260631cdb1187b9dd5f693b',
    source: 'pasted',
    hides_subject: false,
    expires_at: null,
  },
  alias_count: 3,
  created_at: '2026-11-22T09:30:00.000Z',
  confirmed_at: '2026-11-22T09:34:00.000Z',
};

/** The same mailbox before its address was confirmed. */
export const pendingExample: MailboxBody = {
  ...mailboxExample,
  state: 'pending',
  is_default: false,
  key: null,
  alias_count: 0,
  confirmed_at: null,
};

/** The same mailbox, paused by a person. */
export const pausedExample: MailboxBody = {
  ...mailboxExample,
  is_paused: true,
  paused_at: '2026-11-23T18:00:00.000Z',
  pause_reason: 'Paused by hand',
  is_paused_by_hand: true,
};

const keyExample = {
  mailbox_id: mailboxExample.id,
  fingerprint: '4f9f89f5505ac1d1a260631cdb1187b9dd5f693b',
  source: 'pasted',
  hides_subject: false,
  expires_at: null,
  public_key: '-----BEGIN PGP PUBLIC KEY BLOCK-----\n…\n-----END PGP PUBLIC KEY BLOCK-----\n',
  created_at: '2026-11-22T09:40:00.000Z',
} as const;

/** A key, and what saving it came to. */
export const keyExamples = {
  key: keyExample,
  saved: { key: keyExample, warning: null, released: 0 },
  found: {
    outcome: 'saved',
    reason: null,
    saved: { key: { ...keyExample, source: 'wkd' }, warning: null, released: 0 },
  },
} as const;
