import { decodeText, fieldValue, findFields, formatAddress } from '@smtpy/mail';
import { findNoReportReason } from './no-report-reason.ts';
import type { NewMessage } from '../../queue/index.ts';
import type { Arrival } from '../verdict/arrival.ts';

/** Characters of a header value that are kept for lists and searches: a line's worth (RFC 5322 §2.1.1). */
const maxShownCharacters = 998;

type SharedFacts = Omit<NewMessage, 'id' | 'organizationId' | 'rcptTo' | 'deliveries'>;

/** What is the same for every organization that receives the message. */
export function describeMessage(
  arrival: Arrival,
  { hostname, receivedAt }: { readonly hostname: string; readonly receivedAt: Date },
): SharedFacts {
  const { transaction, client, author, authentication } = arrival;
  const clientName = transaction.background?.clientName();
  return {
    receivedAt,
    mailFrom: transaction.mailFrom,
    headerFrom: author.kind === 'found' ? formatAddress(author.address) : undefined,
    subject: shownValue(arrival, 'subject'),
    messageIdHeader: shownValue(arrival, 'message-id'),
    isSmtpUtf8: transaction.isSmtpUtf8,
    connection: {
      ip: client.ip,
      ...(clientName === undefined ? {} : { clientName }),
      helo: client.helo,
      ...(client.tls === undefined ? {} : { tls: client.tls }),
      ...(transaction.submitter && { login: formatAddress(transaction.submitter.alias.address) }),
      receivedBy: hostname,
    },
    authentication,
    noReportReason: findNoReportReason(arrival),
  };
}

function shownValue({ header }: Arrival, lowerName: string): string | undefined {
  const field = findFields(header, lowerName)[0];
  if (field === undefined) return undefined;
  const text = decodeText(fieldValue(field)).slice(0, maxShownCharacters).toWellFormed();
  return text === '' ? undefined : text;
}
