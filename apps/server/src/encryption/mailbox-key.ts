/** Where a key is from. */
export type KeySource = 'pasted' | 'wkd';

/** The public key of a mailbox: mail to it leaves encrypted, or waits. */
export interface MailboxKey {
  readonly mailboxId: string;
  /** ASCII armour. */
  readonly publicKey: string;
  /** Of the primary key, in lower-case hexadecimal digits. */
  readonly fingerprint: string;
  readonly source: KeySource;
  /** Whether the subject is to be seen only inside. */
  readonly hidesSubject: boolean;
  /** When mail to the mailbox begins to wait for another key; undefined: never. */
  readonly expiresAt: Date | undefined;
  readonly createdAt: Date;
}
