/** An SMTP reply as the peer sees it, and when it does. */
export interface Reply {
  readonly code: number;
  /** RFC 3463. */
  readonly enhanced: string;
  /** ASCII, one line, nothing the peer could not know. */
  readonly text: string;
  /** A sentence for the reference of replies: when it is given, and why not another one. */
  readonly when: string;
  /** Whether the connection is closed behind it (421 always is): what follows cannot be trusted to be commands. */
  readonly endsSession?: true;
}

/** A part of the table. */
export type ReplyTable = Readonly<Record<string, Reply>>;
