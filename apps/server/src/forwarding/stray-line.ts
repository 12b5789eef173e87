import type { HeaderField } from '@smtpy/mail';

/** The first line of an mbox entry, sometimes escaped. No header field: behind it, some readers see no header any more. */
const mboxLine = /^>?From /;

/** White space before the first field: it would continue whatever field of ours comes to stand above it. */
const orphanedFold = /^[ \t]/;

/**
 * Whether a line that is no field has to go because of what it would do to the fields around it. Others stay: they may be the text of
 * a message whose empty line is missing.
 */
export function isStrayLine({ lowerName, raw }: HeaderField): boolean {
  if (lowerName !== '') return false;
  const start = raw.toString('latin1', 0, 6);
  return mboxLine.test(start) || orphanedFold.test(start);
}
