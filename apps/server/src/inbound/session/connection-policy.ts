import type { SMTPServerSession } from 'smtp-server';
import type { Refusal, ReplyName } from '../replies.ts';

/** What a connection asks those who know more than one connection. */
export interface ConnectionPolicy {
  readonly maxRecipients: number;
  readonly maxMessageBytes: number;
  /** Counts a connection in, or names the reply that ends it. */
  enter(ip: string): ReplyName | undefined;
  /** Counts out a connection that was let in. */
  left(ip: string, reason: string | undefined): void;
  /** How long the client waits for its greeting. */
  greetingPauseMs(ip: string): number;
  /** The client has waited. */
  greeted(ip: string): void;
  /** Whether content can be taken now. */
  beforeContent(session: SMTPServerSession): Refusal | undefined;
  /** A reply of 400 or more is about to be sent. */
  refused(refused: RefusedCommand): void;
}

/** A reply of 400 or more. */
export interface RefusedCommand {
  readonly session: SMTPServerSession;
  /** `connect`, `ehlo`, `starttls`, `auth`, `mail`, `rcpt`, `data` or `command`. */
  readonly stage: string;
  readonly code: number;
  /** What the peer reads. */
  readonly text: string;
}
