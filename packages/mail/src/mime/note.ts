import { makeField, type HeaderField } from '../header/index.ts';

/** The fields of the part that a text in the place of an attachment is. */
export function makeNoteFields(): readonly HeaderField[] {
  return [
    makeField('Content-Type', 'text/plain; charset=utf-8'),
    makeField('Content-Transfer-Encoding', 'quoted-printable'),
    makeField('Content-Disposition', 'inline'),
  ];
}
