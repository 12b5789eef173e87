import { decodeQuotedPrintable } from '@smtpy/mail';

/** A mail of ours as people read it: in quoted-printable any octet of a link may be encoded (RFC 2045 §6.7), such as a dash that begins a line. */
export function textOf(mail: Buffer): string {
  return decodeQuotedPrintable(mail).toString('latin1');
}
