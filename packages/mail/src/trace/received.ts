import { formatAddress, parseAddress } from '../address/index.ts';
import { formatDate } from '../format-date.ts';
import type { HeaderBlock, HeaderField } from '../header/index.ts';
import { findFields, makeField } from '../header/index.ts';
import { toCommentText, toHostText } from './safe-text.ts';

/** RFC 3848 and RFC 6531 §4.3: S for TLS, A for an authenticated client. */
export type ReceivedProtocol =
  'SMTP' | 'ESMTP' | 'ESMTPA' | 'ESMTPS' | 'ESMTPSA' | 'UTF8SMTP' | 'UTF8SMTPA' | 'UTF8SMTPS' | 'UTF8SMTPSA';

/** One hop. Texts of the client may be anything. */
export interface ReceivedInput {
  /** Reverse DNS name of the client, when verified. */
  readonly clientName?: string | undefined;
  /**
   * IPv4 or IPv6, also IPv4 mapped into IPv6, without brackets. Absent where it must not be known who the client was: then neither
   * address nor reverse name are told (against RFC 5321 §4.4, which wants both), and `helo` is to be a name of ours.
   */
  readonly clientIp?: string | undefined;
  /** What the client said in HELO or EHLO. Absent: nothing is told of the client, though RFC 5321 §4.4 wants a `from` clause. */
  readonly helo?: string | undefined;
  /** Our host name. */
  readonly receivedBy: string;
  readonly protocol: ReceivedProtocol;
  /** Version and, if known, cipher: `TLSv1.3`. Absent without TLS. */
  readonly tls?: string | undefined;
  /** Of the SMTP transaction. */
  readonly id: string;
  /** To be given only when the transaction has one recipient: RFC 5321 §7.2, others must not learn of each other. */
  readonly recipient?: string | undefined;
  readonly receivedAt: Date;
}

const mappedIpv4 = /^::ffff:(?=[0-9.]+$)/i;
const notInIpAddresses = /[^0-9A-Fa-f.:]/g;
const notAscii = /[^\x20-\x7e]/u;

/** The field for the top of the header (RFC 5321 §4.4). */
export function formatReceived(input: ReceivedInput): HeaderField {
  const tls = input.tls === undefined ? '' : ` (${toCommentText(input.tls)})`;
  const clauses = [
    ...formatFrom(input),
    `by ${toHostText(input.receivedBy)} with ${input.protocol}${tls}`,
    `id ${toHostText(input.id)}`,
    ...formatFor(input),
  ];
  return makeField('Received', `${clauses.join('\r\n\t')};\r\n\t${formatDate(input.receivedAt)}`);
}

/** How many hops the message has behind it (RFC 5321 §6.3). */
export function countReceived(block: HeaderBlock): number {
  return findFields(block, 'received').length;
}

function formatFrom(input: ReceivedInput): readonly string[] {
  return input.helo === undefined ? [] : [`from ${toHostText(input.helo)}${formatClient(input)}`];
}

/** The comment with TCP-info: name and address literal. Empty for a client that must not be known. */
function formatClient({ clientName, clientIp }: ReceivedInput): string {
  if (clientIp === undefined) return '';
  const ip = clientIp.replace(mappedIpv4, '').replace(notInIpAddresses, '').slice(0, 45);
  const literal = ip.includes(':') ? `[IPv6:${ip}]` : `[${ip}]`;
  return clientName === undefined ? ` (${literal})` : ` (${toHostText(clientName)} ${literal})`;
}

/** The clause, when the recipient is an address that the protocol could carry. */
function formatFor({ recipient, protocol }: ReceivedInput): readonly string[] {
  const parsed = recipient === undefined ? undefined : parseAddress(recipient);
  if (parsed?.ok !== true) return [];
  const text = formatAddress(parsed.value);
  return notAscii.test(text) && !protocol.startsWith('UTF8') ? [] : [`for <${text}>`];
}
