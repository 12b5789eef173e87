import type { ReceivedInput } from '@smtpy/mail';
import type { SMTPServerSession } from 'smtp-server';

/** How the client presents itself in one transaction. */
export interface Client {
  readonly ip: string;
  /** As given in EHLO or HELO, lower case. */
  readonly helo: string;
  /** e.g. `TLSv1.3`; undefined without TLS. */
  readonly tls: string | undefined;
  /** RFC 3848 and RFC 6531 §4.3. */
  readonly protocol: ReceivedInput['protocol'];
}

/** Reads the client out of the library's session. */
export function describeClient(session: SMTPServerSession, isSmtpUtf8: boolean): Client {
  const isTls = session.secure;
  return {
    ip: session.remoteAddress,
    helo: session.hostNameAppearsAs,
    tls: session.tlsOptions === false ? undefined : session.tlsOptions.version,
    protocol: protocolOf({ isExtended: session.openingCommand === 'EHLO', isSmtpUtf8, isTls }),
  };
}

function protocolOf(used: {
  readonly isExtended: boolean;
  readonly isSmtpUtf8: boolean;
  readonly isTls: boolean;
}): Client['protocol'] {
  if (used.isSmtpUtf8) return used.isTls ? 'UTF8SMTPS' : 'UTF8SMTP';
  if (used.isTls) return 'ESMTPS';
  return used.isExtended ? 'ESMTP' : 'SMTP';
}
