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

/** How one transaction was made. */
export interface TransactionManner {
  readonly isSmtpUtf8: boolean;
  readonly isAuthenticated: boolean;
}

/** Reads the client out of the library's session. */
export function describeClient(session: SMTPServerSession, manner: TransactionManner): Client {
  const isTls = session.secure;
  return {
    ip: session.remoteAddress,
    helo: session.hostNameAppearsAs,
    tls: session.tlsOptions === false ? undefined : session.tlsOptions.version,
    protocol: protocolOf({ ...manner, isExtended: session.openingCommand === 'EHLO', isTls }),
  };
}

function protocolOf(
  used: TransactionManner & { readonly isExtended: boolean; readonly isTls: boolean },
): Client['protocol'] {
  const { isSmtpUtf8, isAuthenticated, isTls } = used;
  if (isSmtpUtf8 && isAuthenticated) return isTls ? 'UTF8SMTPSA' : 'UTF8SMTPA';
  if (isAuthenticated) return isTls ? 'ESMTPSA' : 'ESMTPA';
  if (isSmtpUtf8) return isTls ? 'UTF8SMTPS' : 'UTF8SMTP';
  if (isTls) return 'ESMTPS';
  return used.isExtended ? 'ESMTP' : 'SMTP';
}
