import type { HeaderField } from '@smtpy/mail';
import type { OutgoingBody } from './body.ts';
import type { Underwritten } from './load-signer.ts';

/** A message as it leaves, but for the seal or signature above it. */
export interface Drafted extends Underwritten {
  /** Reverse path; empty for the null sender. */
  readonly mailFrom: string;
  readonly fields: readonly HeaderField[];
  readonly body: OutgoingBody;
  /** How a forward is sent; absent for other kinds. */
  readonly sentIn?: 'rewrite' | 'preserve';
}
