import { fieldValue, makeField, type HeaderField } from '@smtpy/mail';

/** The header of a message that is to be encrypted, in two. */
export interface SplitHeader {
  /** What everybody sees; without any Content-* field. */
  readonly outer: readonly HeaderField[];
  /** What goes inside, before the body. */
  readonly inner: readonly HeaderField[];
}

/** RFC 9788 §3.2.1 hides these; Outlook repeats the subject in the last. */
const hiddenFields: ReadonlySet<string> = new Set(['subject', 'comments', 'keywords', 'thread-topic']);

/** What a reader may want to be sure of. Fields of the transport are none of it (RFC 9788 §2). */
const protectedFields: ReadonlySet<string> = new Set([
  ...hiddenFields,
  'from',
  'to',
  'cc',
  'reply-to',
  'date',
  'message-id',
  'in-reply-to',
  'references',
]);

/** What stands outside for a hidden subject; older programs know no other. */
const hiddenSubject = '...';

/** `protected-headers` for programs older than RFC 9788, `hp` for the others. */
const headerProtection = 'hp="cipher"; protected-headers="v1"';

/** Splits a header: what describes the body goes with it. */
export function splitHeader(
  fields: readonly HeaderField[],
  { hidesSubject }: { readonly hidesSubject: boolean },
): SplitHeader {
  const content = fields.filter(isContentField);
  const outside = fields.filter((field) => !isContentField(field));
  if (!hidesSubject) return { outer: withMimeVersion(outside), inner: withContentType(content) };
  const outer = hideSubject(outside);
  const isProtected = ({ lowerName }: HeaderField) => protectedFields.has(lowerName);
  return {
    outer: withMimeVersion(outer),
    inner: [
      ...outside.filter(isProtected),
      // RFC 9788 §2.2: what of it can be read outside, so that an answer does not tell more.
      ...outer.filter(isProtected).map(outerCopy),
      ...protectHeader(withContentType(content)),
    ],
  };
}

function isContentField({ lowerName }: HeaderField): boolean {
  return lowerName.startsWith('content-');
}

/** The first subject becomes one that says nothing; others go, and what else tells of the subject. */
function hideSubject(fields: readonly HeaderField[]): readonly HeaderField[] {
  const subject = fields.find(({ lowerName }) => lowerName === 'subject');
  return fields
    .filter((field) => field === subject || !hiddenFields.has(field.lowerName))
    .map((field) => (field === subject ? makeField('Subject', hiddenSubject) : field));
}

function outerCopy({ raw }: HeaderField): HeaderField {
  return { name: 'HP-Outer', lowerName: 'hp-outer', raw: Buffer.concat([Buffer.from('HP-Outer: '), raw]) };
}

function withMimeVersion(fields: readonly HeaderField[]): readonly HeaderField[] {
  const isThere = fields.some(({ lowerName }) => lowerName === 'mime-version');
  return isThere ? fields : [...fields, makeField('MIME-Version', '1.0')];
}

/** A part without any field would begin with an empty line, which not everybody expects. RFC 2045 §5.2 names the default. */
function withContentType(content: readonly HeaderField[]): readonly HeaderField[] {
  const isThere = content.some(({ lowerName }) => lowerName === 'content-type');
  return isThere ? content : [makeField('Content-Type', 'text/plain'), ...content];
}

/** Says in the first Content-Type that the part carries the header of the message (RFC 9788 §2.1). */
function protectHeader(content: readonly HeaderField[]): readonly HeaderField[] {
  const type = content.find(({ lowerName }) => lowerName === 'content-type');
  return content.map((field) => (field === type ? withParameters(field) : field));
}

function withParameters(field: HeaderField): HeaderField {
  const separator = fieldValue(field).at(-1) === ';'.charCodeAt(0) ? '' : ';';
  const written = field.raw.subarray(0, -'\r\n'.length);
  const added = Buffer.from(`${separator}\r\n ${headerProtection}\r\n`);
  return { ...field, raw: Buffer.concat([written, added]) };
}
