import { formatAuthenticationResults, formatReceived, type HeaderField } from '@smtpy/mail';
import type { Arrival } from '../verdict/arrival.ts';

/** What the trace fields say beyond the arrival. */
export interface TraceContext {
  readonly hostname: string;
  readonly receivedAt: Date;
}

/**
 * The fields that we put before the content: Authentication-Results above Received (RFC 8601 §5). The recipient is named only where
 * there is one, since each copy would tell the others (RFC 5321 §7.2). The client of who logged in is named to nobody: what is submitted
 * goes out as an alias, and an address of its writer's network would tell who is behind it.
 */
export function formatTraceHeader(arrival: Arrival, { hostname, receivedAt }: TraceContext): Buffer {
  const { transaction, client, author, authentication } = arrival;
  const results = formatAuthenticationResults({
    authservId: hostname,
    facts: authentication,
    mailFrom: transaction.mailFrom,
    helo: client.helo,
    headerFromDomain: author.kind === 'found' ? author.address.domain : undefined,
  });
  const context = { hostname, receivedAt };
  const received =
    transaction.submitter === undefined
      ? formatReceivedFrom(arrival, context)
      : formatReceivedOf(arrival, context);
  return Buffer.concat([results.raw, received.raw]);
}

function formatReceivedFrom(
  { transaction, client }: Arrival,
  { hostname, receivedAt }: TraceContext,
): HeaderField {
  const [first, ...others] = transaction.routes;
  return formatReceived({
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
}

/** RFC 6409 §8 lets the policy of a site change what is submitted. */
function formatReceivedOf(
  { transaction, client }: Arrival,
  { hostname, receivedAt }: TraceContext,
): HeaderField {
  const { protocol } = client;
  return formatReceived({ receivedBy: hostname, protocol, id: transaction.id, receivedAt });
}
