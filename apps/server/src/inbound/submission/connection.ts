import { InboundConnection } from '../session/connection.ts';
import type { ReplyName } from '../replies.ts';

/** What may be said before TLS (RFC 3207 §4). */
const plainCommands: ReadonlySet<string> = new Set(['EHLO', 'STARTTLS', 'NOOP', 'QUIT']);
const mailCommands: ReadonlySet<string> = new Set(['MAIL', 'RCPT', 'DATA']);

/** A connection of a mail program: TLS, then a login, then mail. */
export class SubmissionConnection extends InboundConnection {
  protected override refuseEarly(verb: string): ReplyName | undefined {
    if (!this.secure) {
      if (verb === 'AUTH') return 'loginNeedsTls';
      return plainCommands.has(verb) ? undefined : 'tlsRequired';
    }
    return mailCommands.has(verb) && !this.session.user ? 'loginRequired' : undefined;
  }

  /** EHLO offers no AUTH before TLS: a program that sees it there might send its password (RFC 4954 §4). */
  override _isSupported(command: string): boolean {
    return (command !== 'AUTH' || this.secure) && super._isSupported(command);
  }
}
