import {
  fieldValue,
  formatAddress,
  makeField,
  parseAddress,
  type Address,
  type HeaderField,
} from '@smtpy/mail';

/** Lower-case names of the fields of RFC 2369 whose `mailto:` a reader writes to by a tap. */
export const listFieldNames: readonly string[] = [
  'list-unsubscribe',
  'list-post',
  'list-help',
  'list-subscribe',
  'list-owner',
  'list-archive',
];

const listFields: ReadonlySet<string> = new Set(listFieldNames);

// RFC 2369 §2: URLs in angle brackets. The bound is that of a line.
const link = /<([^<>]{1,998})>/g;
const mailto = /^[ \t]*mailto:/i;
const parts = /^mailto:([^?]*)(\?.*)?$/is;
// RFC 6068 §2: more people to write to.
const furtherPeople = /[?&](?:to|cc|bcc)=/i;
// What no server takes in a local part of ours, nor a URI as it is.
const unfit = /[^A-Za-z0-9.!$'*+_`{|}~=-]|[!`{|}]/;
const percentOctet = /%([0-9A-Fa-f]{2})/g;

/** Whether {@link maskListLinks} is for such a field. */
export function isListField({ lowerName }: HeaderField): boolean {
  return listFields.has(lowerName);
}

/**
 * A field of a mailing list without addresses that the reader would write to from the mailbox: `alias+user=dom.tld@domain` takes their
 * place, so that the mail leaves as the alias; where that does not fit, the link is left out. Undefined where no link is left. A field
 * without `mailto:` stays byte for byte.
 */
export function maskListLinks(field: HeaderField, alias: Address): HeaderField | undefined {
  const links = Array.from(fieldValue(field).toString('latin1').matchAll(link), ([, uri = '']) => uri);
  if (!links.some((uri) => mailto.test(uri.replace(/\s/g, '')))) return field;
  const masked = links.flatMap((uri) => {
    const text = uri.replace(/\s/g, '');
    return mailto.test(text) ? maskMailto(text, alias) : [text];
  });
  if (masked.length === 0) return undefined;
  return makeField(field.name, Buffer.from(masked.map((uri) => `<${uri}>`).join(', '), 'latin1'));
}

function maskMailto(uri: string, alias: Address): readonly string[] {
  const [, to = '', query = ''] = parts.exec(uri) ?? [];
  const person = parseAddress(
    to.replace(percentOctet, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
  );
  if (!person.ok || furtherPeople.test(query)) return [];
  const { localPart, domain } = person.value;
  const local = `${alias.localPart}+${localPart}=${domain}`;
  const address = unfit.test(local) ? undefined : parseAddress(`${local}@${alias.domain}`);
  return address?.ok === true ? [`mailto:${formatAddress(address.value)}${query}`] : [];
}
