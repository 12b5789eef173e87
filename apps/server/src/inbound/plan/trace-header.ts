import { formatAuthenticationResults, formatReceived } from '@smtpy/mail';
import type { Arrival } from '../verdict/arrival.ts';

/** What the trace fields say beyond the arrival. */
export interface TraceContext {
  readonly hostname: string;
  readonly receivedAt: Date;
}

/**
 * The fields that we put before the content: Authentication-Results above Received (RFC 8601 §5). The recipient is named only where
 * there is one, since each copy would tell the others (RFC 5321 §7.2).
 */
export function formatTraceHeader(arrival: Arrival, { hostname, receivedAt }: TraceContext): Buffer {
  const { transaction, client, author, authentication } = arrival;
  const [first, ...others] = transaction.routes;
  const results = formatAuthenticationResults({
    authservId: hostname,
    facts: authentication,
    mailFrom: transaction.mailFrom,
    helo: client.helo,
    headerFromDomain: author.kind === 'found' ? author.address.domain : undefined,
  });
  const received = formatReceived({
    clientName: transaction.background?.clientName(),
    clientIp: client.ip,
    helo: client.helo,
    receivedBy: hostname,
    protocol: client.protocol,
    tls: client.tls,
    id: transaction.id,
    recipient: others.length === 0 ? first?.recipient : undefined,
    receivedAt,
  });
  return Buffer.concat([results.raw, received.raw]);
}
