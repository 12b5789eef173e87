import { isIP } from 'node:net';

/** A message to be judged, with what is known of how it came. */
export interface CheckedMessage {
  /** The message as it was received, without dot-stuffing; read at most once. */
  readonly octets: AsyncIterable<Buffer>;
  readonly sizeBytes: number;
  /** Of the client. */
  readonly ip: string;
  /** As claimed. */
  readonly helo: string;
  /** Name of the client that was verified forward. */
  readonly clientName?: string | undefined;
  /** Reverse path; empty for the null sender. */
  readonly mailFrom: string;
  readonly rcptTo: readonly string[];
  /** Our id of the transaction: Rspamd puts it into its log. */
  readonly id: string;
}

/** A header field of the request. The value is Latin-1 that stands for the octets of UTF-8, as Node writes them. */
export type RequestField = readonly [name: string, value: string];

/** A command line of SMTP is no longer (RFC 5321 §4.5.3.1.4); what is longer says nothing that Rspamd needs. */
const maxValueOctets = 512;
/** RFC 5321 §4.5.3.1.8 has servers take 100. All of them fit into what Rspamd reads of a header, which is 80 kB. */
const maxRecipients = 100;

/** What a quoted local part may hold beyond letters would end the brackets, or begin another address (Rspamd parts them at commas). */
const riskyInAddress = /[\s<>,"\\]/u;
const unfit = /[\p{Cc}\p{Cs}]/u;

/** The envelope as fields of the request. What is not fit for one is left out: a hint less, never a field more. */
export function formatEnvelope(
  message: Omit<CheckedMessage, 'octets' | 'sizeBytes'>,
): readonly RequestField[] {
  const { ip, helo, clientName = '', mailFrom, rcptTo, id } = message;
  const recipients = rcptTo.filter((recipient) => recipient !== '');
  return [
    ...field('IP', isIP(ip) === 0 ? undefined : ip),
    ...field('Helo', formatValue(helo)),
    ...field('Hostname', formatValue(clientName)),
    ...field('From', formatPath(mailFrom)),
    ...recipients.flatMap((recipient) => field('Rcpt', formatPath(recipient))).slice(0, maxRecipients),
    ...field('Queue-Id', formatValue(id)),
  ];
}

function field(name: string, value: string | undefined): readonly RequestField[] {
  return value === undefined || value === '' ? [] : [[name, value]];
}

/** A reverse or forward path with its brackets: `<>` is the null sender. */
function formatPath(address: string): string | undefined {
  return riskyInAddress.test(address) ? undefined : formatValue(`<${address}>`);
}

function formatValue(text: string): string | undefined {
  if (unfit.test(text)) return undefined;
  const octets = Buffer.from(text.trim());
  return octets.length > maxValueOctets ? undefined : octets.toString('latin1');
}
