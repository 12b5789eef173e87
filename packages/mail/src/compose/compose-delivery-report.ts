import { type Address, formatAddress } from '../address/index.ts';
import { formatDate } from '../format-date.ts';
import { makeField } from '../header/index.ts';
import { encodeBody } from './body-encoding.ts';
import {
  boundaryOf,
  formatMessage,
  joinParts,
  makeTextPart,
  type MessageFacts,
  type Part,
} from './message.ts';

/** What is reported about one recipient (RFC 3464 §2.3). */
export interface ReportedRecipient {
  /** As the sender wrote it, where that is another. */
  readonly originalRecipient?: Address;
  /** Never an address that the reader of the report does not know. */
  readonly finalRecipient: Address;
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
  /** RFC 3463, `5.1.1`. */
  readonly status: string;
  /** Words of an SMTP server that the reader may see. */
  readonly diagnosticCode?: string;
  readonly willRetryUntil?: Date;
}

/** A report to write. */
export interface DeliveryReportInput extends MessageFacts {
  /** What happened, for people. */
  readonly humanText: string;
  /** Name of the host that reports. */
  readonly reportingMta: string;
  /** When the message came to that host. */
  readonly arrivalDate?: Date;
  /** ENVID of the message (RFC 3461 §4.4), when it had one. */
  readonly originalEnvelopeId?: string;
  /** At least one. */
  readonly recipients: readonly ReportedRecipient[];
  /** Header of the message as its sender knows it: without fields that were added after. */
  readonly returnedHeader?: Buffer;
}

const statusPattern = /^[245]\.\d{1,3}\.\d{1,3}$/;
const ascii = /^[\x20-\x7e]+$/;
const notAscii = /[^\x21-\x5b\x5d-\x7e]/gu;
// RFC 5322 §2.1.1: header fields may have longer lines, and stay readable for programs as they are.
const maxHeaderLineOctets = 998;

/**
 * A report about a delivery (RFC 3464, RFC 6522), marked as automatic (RFC 3834 §5); it has to leave with the null reverse path. ASCII only,
 * as `composeMail`. Addresses outside of ASCII are written in the escaped form of RFC 6533 §3. Throws RangeError for values that
 * would add a field or are not what their field holds.
 */
export function composeDeliveryReport(input: DeliveryReportInput): Buffer {
  if (input.recipients.length === 0) throw new RangeError('a report needs a recipient');
  const boundary = boundaryOf(input);
  const parts = [
    makeTextPart('text/plain', input.humanText, boundary),
    makeStatusPart(input),
    ...(input.returnedHeader === undefined ? [] : [makeHeaderPart(input.returnedHeader, boundary)]),
  ];
  const { extraFields = [] } = input;
  if (extraFields.some(({ name }) => /^auto-submitted$/i.test(name))) {
    throw new RangeError('Auto-Submitted is written already');
  }
  const autoSubmitted = { name: 'Auto-Submitted', value: 'auto-replied' };
  return formatMessage(
    { ...input, extraFields: [autoSubmitted, ...extraFields] },
    joinParts('multipart/report; report-type=delivery-status', boundary, parts),
  );
}

/** RFC 3464 §2.1: the group of the message, then one for each recipient. */
function makeStatusPart(input: DeliveryReportInput): Part {
  const { originalEnvelopeId, reportingMta, arrivalDate } = input;
  const perMessage: readonly StatusField[] = [
    ['Original-Envelope-Id', originalEnvelopeId],
    ['Reporting-MTA', `dns; ${reportingMta}`],
    ['Arrival-Date', arrivalDate && formatDate(arrivalDate)],
  ];
  const groups = [perMessage, ...input.recipients.map(listRecipientFields)];
  return {
    fields: [makeField('Content-Type', 'message/delivery-status')],
    content: groups.map(formatGroup).join('\r\n'),
  };
}

type StatusField = readonly [name: string, value: string | undefined];

function listRecipientFields(recipient: ReportedRecipient): readonly StatusField[] {
  const { originalRecipient, finalRecipient, action, status, diagnosticCode, willRetryUntil } = recipient;
  if (!statusPattern.test(status)) throw new RangeError('not a status of RFC 3463');
  return [
    ['Original-Recipient', originalRecipient && formatTypedAddress(originalRecipient)],
    ['Final-Recipient', formatTypedAddress(finalRecipient)],
    ['Action', action],
    ['Status', status],
    ['Diagnostic-Code', diagnosticCode === undefined ? undefined : `smtp; ${toAscii(diagnosticCode)}`],
    ['Will-Retry-Until', willRetryUntil && formatDate(willRetryUntil)],
  ];
}

function formatGroup(fields: readonly StatusField[]): string {
  return fields.map(([name, value]) => (value === undefined ? '' : formatStatusField(name, value))).join('');
}

/** There are no encoded words in a delivery status. */
function formatStatusField(name: string, value: string): string {
  if (!ascii.test(value)) throw new RangeError(`value of ${name} is not ASCII text`);
  return makeField(name, value).raw.toString('latin1');
}

function formatTypedAddress(address: Address): string {
  const text = formatAddress(address);
  if (ascii.test(text)) return `rfc822; ${text}`;
  return `utf-8; ${text.replace(notAscii, escapeCharacter)}`;
}

function escapeCharacter(character: string): string {
  return String.raw`\x{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`;
}

/** Words are for people: line ends become spaces, and what is not ASCII question marks. */
function toAscii(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[^\x20-\x7e]/gu, '?')
    .trim();
}

/** RFC 6522 §4: encoded only where it is no legal 7bit content. */
function makeHeaderPart(returnedHeader: Buffer, boundary: string): Part {
  const encoded = encodeBody(returnedHeader, { boundary, maxLineOctets: maxHeaderLineOctets });
  return {
    fields: [
      makeField('Content-Type', 'text/rfc822-headers'),
      makeField('Content-Transfer-Encoding', encoded.encoding),
    ],
    content: encoded.content,
  };
}
