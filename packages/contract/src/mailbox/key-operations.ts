import { defineOperation } from '../api/operation.ts';
import { keyExamples } from './examples.ts';
import {
  findMailboxKeyBody,
  foundMailboxKey,
  mailboxKey,
  mailboxParams,
  putMailboxKeyBody,
  savedMailboxKey,
} from './mailbox.ts';

const tag = 'Mailboxes';
const read = { kind: 'member', permission: 'mailboxes:read' } as const;
const write = { kind: 'member', permission: 'mailboxes:write' } as const;

/** The PGP key of a mailbox. */
export const mailboxKeyOperations = {
  getMailboxKey: defineOperation({
    id: 'getMailboxKey',
    method: 'GET',
    path: '/v1/mailboxes/{mailbox_id}/key',
    tag,
    summary: 'Show the PGP key of a mailbox',
    description: 'The public key that mail to the mailbox is encrypted with. `not_found` where it has none.',
    access: read,
    params: mailboxParams,
    answer: { status: 200, body: mailboxKey, example: keyExamples.key },
    errors: ['not_found'],
  }),
  putMailboxKey: defineOperation({
    id: 'putMailboxKey',
    method: 'PUT',
    path: '/v1/mailboxes/{mailbox_id}/key',
    tag,
    summary: 'Give a mailbox a PGP key',
    description:
      'From then on everything that is forwarded to the mailbox leaves encrypted, or is held where the key has expired; never in clear. The key takes ' +
      'the place of the one before, and what was held for want of a key is sent. `invalid_request` says why a key cannot be used.',
    access: write,
    params: mailboxParams,
    body: putMailboxKeyBody,
    example: {
      public_key: '-----BEGIN PGP PUBLIC KEY BLOCK-----\n…\n-----END PGP PUBLIC KEY BLOCK-----\n',
      hides_subject: false,
    },
    answer: { status: 200, body: savedMailboxKey, example: keyExamples.saved },
    errors: ['not_found'],
    audited: ['mailbox.key_set'],
  }),
  removeMailboxKey: defineOperation({
    id: 'removeMailboxKey',
    method: 'DELETE',
    path: '/v1/mailboxes/{mailbox_id}/key',
    tag,
    summary: 'Take the PGP key of a mailbox away',
    description:
      'Mail to it is forwarded as it comes. What is held because it could not be encrypted stays held.',
    access: write,
    params: mailboxParams,
    answer: { status: 204 },
    errors: ['not_found'],
    audited: ['mailbox.key_removed'],
  }),
  findMailboxKey: defineOperation({
    id: 'findMailboxKey',
    method: 'POST',
    path: '/v1/mailboxes/{mailbox_id}/key/find',
    tag,
    summary: 'Look for the PGP key of a mailbox',
    description:
      'Asks the Web Key Directory of the provider, ten seconds at most, and gives the mailbox what it finds: only a key that names exactly this ' +
      'address. Compare the fingerprint.',
    access: write,
    params: mailboxParams,
    body: findMailboxKeyBody,
    isBodyOptional: true,
    example: { hides_subject: false },
    answer: { status: 200, body: foundMailboxKey, example: keyExamples.found },
    errors: ['not_found'],
    audited: ['mailbox.key_set'],
    limit: 'expensive',
    isTransactional: false,
  }),
} as const;
