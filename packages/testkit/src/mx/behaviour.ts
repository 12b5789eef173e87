/** A moment of the conversation at which the server's behaviour can be set. `body` is the reply after the final dot. */
export type MxStage =
  | 'greeting'
  | 'ehlo'
  | 'helo'
  | 'starttls'
  | 'auth'
  | 'mail'
  | 'rcpt'
  | 'data'
  | 'body'
  | 'rset'
  | 'noop'
  | 'quit';

/** What a behaviour may decide on. */
export interface MxEvent {
  readonly stage: MxStage;
  /** Number of the connection, from 1, over the life of the server. */
  readonly connection: number;
  /**
   * How often this was tried, from 1, over all connections: per recipient at `rcpt`, per reverse path at `mail`, per
   * first recipient at `data` and `body`, per stage otherwise.
   */
  readonly attempt: number;
  /** The command line without CRLF; empty at `greeting` and `body`. */
  readonly commandLine: string;
  /** Reverse path of the transaction without angle brackets; empty also for the null reverse path. */
  readonly mailFrom: string;
  /** At `rcpt` the recipient asked about, at `data` and `body` the first one accepted; without angle brackets. */
  readonly rcptTo: string;
  readonly isTls: boolean;
}

/** What the server does at a stage when a reply line does not say it all. */
export type MxAction =
  /** A reply; lines separated by `\n`, sent as they are with CRLF added. `afterMs` makes it late. */
  | { readonly kind: 'reply'; readonly text: string; readonly afterMs?: number }
  /** Exact octets: malformed replies, several replies at once, half a line. The stage then counts as refused. */
  | { readonly kind: 'raw'; readonly octets: Buffer | string }
  /** Never answers and stops reading; the connection stays open until the peer or `close` ends it. */
  | { readonly kind: 'hang' }
  /** Sends `text`, when given, and closes the connection. */
  | { readonly kind: 'close'; readonly text?: string }
  /** Breaks the connection with a TCP reset. */
  | { readonly kind: 'reset' }
  /** At `data` only: replies 354 and closes the connection after so many octets of content. */
  | { readonly kind: 'close_after_octets'; readonly octets: number }
  /** At `data` only: replies 354 and stops reading after so many octets of content. */
  | { readonly kind: 'hang_after_octets'; readonly octets: number }
  /** At `starttls` only: replies 220 and then answers the handshake with octets that are not TLS. */
  | { readonly kind: 'break_tls' };

/** A reply such as `451 4.2.0 try later`, an action, or `undefined` for the normal reply. */
export type MxAnswer = string | MxAction | undefined;

/** A fixed answer, or a function asked each time the stage is reached. */
export type MxBehaviour = MxAnswer | ((event: MxEvent) => MxAnswer | Promise<MxAnswer>);

/** The behaviour per stage; assign or delete at any time. A stage without one behaves as a normal server. */
export type MxBehaviours = { [Stage in MxStage]?: MxBehaviour };
