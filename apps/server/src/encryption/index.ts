/**
 * Purpose: public keys of mailboxes, and the encryption of what goes to them.
 *
 * Standards: RFC 9580 (§5.1, §5.9, §5.13.1, §6), RFC 3156 §4 (PGP/MIME), RFC 9788 (header protection),
 * draft-koch-openpgp-webkey-service (Web Key Directory), RFC 6890 (special-purpose addresses).
 *
 * Guarantees: what is decrypted is the body that came, octet for octet, under its own Content-* fields. All passes over one encrypted
 * message give the same octets. Memory is bounded whatever the size. Encrypted is with AES-256 in the oldest form that is
 * still safe, so that every program can read it; nothing is compressed. What is on its way to a mailbox that was removed is encrypted with the
 * key that it had. What is encrypted already stays as it is. A new key lets go what waited
 * for one.
 *
 * Fails with: values for keys that cannot be used. `load` rejects with the database: nobody may take that for "no key".
 *
 * Security: private keys are refused and never stored. A key is judged when it is saved and again at each use. Keys are looked up
 * over verified TLS at public addresses alone, at the address that was judged, without following anyone elsewhere; nothing but a key that names
 * the address is taken. Who may not read the body learns its size, the envelope and the header; with a hidden subject not
 * that. Nothing is signed: the owner is not told who encrypted.
 *
 * Not here: when mail is encrypted and what happens when it cannot be (`delivery/attempt`), waiting and letting go (`queue/`).
 */
export {
  createMailboxKeys,
  type MailboxKeys,
  type MailboxKeysDependencies,
  type MailboxReference,
  type SaveKey,
  type SaveKeyResult,
} from './mailbox-keys.ts';
export type { KeySource, MailboxKey } from './mailbox-key.ts';
export type { KeyProblem, UsableKey } from './public-key.ts';
export {
  createKeyDirectory,
  type FindKeyResult,
  type KeyDirectory,
  type KeyDirectoryDependencies,
} from './wkd.ts';
export { encryptMessage, type EncryptMessageInput, type EncryptMessageResult } from './encrypt-message.ts';
export { mailboxKeyRoutes, type MailboxKeyRoutesDependencies } from './routes.ts';
