import { fieldValue, findFields, makeField, type HeaderBlock, type HeaderField } from '@smtpy/mail';

/** With its angle brackets, octets as characters. */
export type MessageIdText = string;

// RFC 5322 §3.6.4; everything a line can hold. What has white space inside is none.
const messageId = /<[^<>\s]{1,996}>/g;
const maxLineOctets = 998;

/** The message ids in the fields of that name, in order. */
export function listMessageIds(header: HeaderBlock, lowerName: string): readonly MessageIdText[] {
  return findFields(header, lowerName).flatMap(
    (field) => fieldValue(field).toString('latin1').match(messageId) ?? [],
  );
}

/** Puts other ids into In-Reply-To or References; everything else stays. `idOf` gives undefined for an id that stays. */
export function replaceMessageIds(
  field: HeaderField,
  idOf: (id: MessageIdText) => MessageIdText | undefined,
): HeaderField {
  const original = field.raw.toString('latin1');
  const changed = original.replace(messageId, (id) => idOf(id) ?? id);
  if (changed === original) return field;
  const raw = Buffer.from(changed, 'latin1');
  if (changed.split('\r\n').every((line) => line.length <= maxLineOctets)) return { ...field, raw };
  return makeField(field.name, changed.match(messageId)?.join(' ') ?? '');
}
