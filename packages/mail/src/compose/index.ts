/**
 * Messages that this program writes itself.
 *
 * Purpose: make notices and reports about deliveries as whole messages, ready to be sent anywhere.
 * Standards: RFC 5322 (message), RFC 2045 and RFC 2046 (parts, quoted-printable), RFC 2047 (encoded words), RFC 3464, RFC 6522 and RFC 6533
 *   (reports), RFC 3834 §5 (automatic).
 * Guarantees: CRLF and ASCII only, so that no host needs to convert them; lines of at most 78 octets except where one word of a header,
 *   or a field of the returned header, is longer; the same input gives the same bytes.
 * Fails with: RangeError for values that would add a field or are not what their field holds.
 * Security: no value can add a field or a part: line ends in values are refused, and a text that has the boundary in it is encoded.
 *   What a reader may not know must not be passed in; nothing is removed here.
 * Not here: the words of notices, signing, return paths.
 */
export type { MessageFacts, NamedAddress } from './message.ts';
export type { MailInput } from './compose-mail.ts';
export { composeMail } from './compose-mail.ts';
export type { DeliveryReportInput, ReportedRecipient } from './compose-delivery-report.ts';
export { composeDeliveryReport } from './compose-delivery-report.ts';
