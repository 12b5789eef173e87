/** A field of a header block. */
export interface HeaderField {
  readonly name: string;
  /** Unfolded; as written otherwise. */
  readonly value: string;
}

/** The fields of a header block in their order (RFC 5322 §2.2); lines that are none are left out. */
export function readHeaderFields(block: string): readonly HeaderField[] {
  // A line that begins with white space goes on with the one before (§2.2.3).
  const unfolded = block.replace(/\r?\n(?=[ \t])/gu, '');
  return unfolded.split(/\r?\n/u).flatMap((line) => {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trimEnd();
    if (colon <= 0 || /\s/u.test(name)) return [];
    return { name, value: line.slice(colon + 1).trim() };
  });
}

/** Fields that have a text in their name or value, in any case. */
export function findFields(fields: readonly HeaderField[], text: string): readonly HeaderField[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return fields;
  return fields.filter(({ name, value }) => `${name}: ${value}`.toLowerCase().includes(wanted));
}
