/** What varies between copies of a sample message. */
export interface SampleOptions {
  /** With angle brackets; unique per message, so that a test finds its own. */
  readonly messageId: string;
  /** Value of the From field, in ASCII. Default `Jane Sender <jane@sender.example>`. */
  readonly headerFrom?: string;
  /** Value of the To field, in ASCII. Default `shop@alias.example`. */
  readonly headerTo?: string;
}

/** Makes a sample message: exact octets, CRLF line ends, not dot-stuffed. */
export type SampleMaker = (options: SampleOptions) => Buffer;

/** Sample messages by what is special about them. */
export const corpus = {
  /** One short ASCII text part. */
  plain: makePlain,
  /** Two alternative texts and a base64 attachment. */
  multipart: makeMultipart,
  /** Czech in 8-bit windows-1250. */
  windows1250: makeWindows1250,
  /** Chinese in 8-bit GB18030, with a character of four octets. */
  gb18030: makeGb18030,
  /** Japanese in ISO-2022-JP: escape sequences in body and encoded words. */
  iso2022jp: makeIso2022jp,
  /** UTF-8 in header fields without encoded words (RFC 6532); needs SMTPUTF8 only for the addresses, which are ASCII. */
  utf8Headers: makeUtf8Headers,
  /** A charset nobody knows, in the body and in an encoded word. */
  unknownCharset: makeUnknownCharset,
  /** NUL octets in the body, which RFC 5322 §3.1 forbids and other servers deliver. */
  nulInBody: makeNulInBody,
  /** Lines of dots, and beginning with them, up to the last line. */
  dotLines: makeDotLines,
  /** Body lines of 900 octets and a header field of 900 octets on one line. */
  longLines: makeLongLines,
  /** A calendar invitation with the sender as organizer. */
  calendar: makeCalendar,
  /** A text signed with S/MIME: multipart/signed with a detached PKCS #7 part, whose octets mean nothing. */
  smimeSigned: (options: SampleOptions): Buffer =>
    makeSigned(options, 'application/pkcs7-signature; name="smime.p7s"'),
  /** A text signed with PGP/MIME (RFC 3156 §5). */
  pgpSigned: (options: SampleOptions): Buffer => makeSigned(options, 'application/pgp-signature'),
  /** 30 MiB of base64 attachment, made anew at each call. */
  large: (options: SampleOptions): Buffer => makeLarge({ ...options, octets: 30 * 1024 * 1024 }),
} as const satisfies Record<string, SampleMaker>;

type Fields = Readonly<Record<string, string | Buffer>>;

const crlf = Buffer.from('\r\n');
const boundary = '=_sample-boundary';

/** The fields every message has, then the special ones, an empty line, and the body as it is. */
function compose(options: SampleOptions, fields: Fields, body: Buffer): Buffer {
  const all: Fields = {
    From: options.headerFrom ?? 'Jane Sender <jane@sender.example>',
    To: options.headerTo ?? 'shop@alias.example',
    Subject: 'A sample message',
    Date: 'Tue, 01 Jan 2030 12:00:00 +0000',
    'Message-ID': options.messageId,
    'MIME-Version': '1.0',
    ...fields,
  };
  const lines = Object.entries(all).map(([name, value]) =>
    Buffer.concat([Buffer.from(`${name}: `), Buffer.from(value as string), crlf]),
  );
  return Buffer.concat([...lines, crlf, body]);
}

function lines(...texts: readonly string[]): Buffer {
  return Buffer.from(texts.map((text) => `${text}\r\n`).join(''));
}

/** Octets given as the characters of the same number. */
function octets(...texts: readonly string[]): Buffer {
  return Buffer.from(texts.map((text) => `${text}\r\n`).join(''), 'latin1');
}

function textFields(charset: string, transferEncoding: '7bit' | '8bit'): Fields {
  return {
    'Content-Type': `text/plain; charset=${charset}`,
    'Content-Transfer-Encoding': transferEncoding,
  };
}

function makePlain(options: SampleOptions): Buffer {
  const body = lines('Dear shop,', '', 'where is my parcel?', '', '-- ', 'Jane');
  return compose(options, textFields('us-ascii', '7bit'), body);
}

function makeMultipart(options: SampleOptions): Buffer {
  const inner = `${boundary}-inner`;
  const body = lines(
    'This is a message in MIME format.',
    `--${boundary}`,
    `Content-Type: multipart/alternative; boundary="${inner}"`,
    '',
    `--${inner}`,
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'Please see the attachment.',
    `--${inner}`,
    'Content-Type: text/html; charset=us-ascii',
    '',
    '<p>Please see the <b>attachment</b>.</p>',
    `--${inner}--`,
    `--${boundary}`,
    'Content-Type: application/octet-stream; name="every-octet.bin"',
    'Content-Disposition: attachment; filename="every-octet.bin"',
    'Content-Transfer-Encoding: base64',
    '',
    ...base64Lines(Buffer.from(Array.from({ length: 256 }, (_, octet) => octet))),
    `--${boundary}--`,
  );
  return compose(options, { 'Content-Type': `multipart/mixed; boundary="${boundary}"` }, body);
}

function base64Lines(data: Buffer): readonly string[] {
  // RFC 2045 §6.8: at most 76 characters a line.
  return data.toString('base64').match(/.{1,76}/g) ?? [];
}

function makeWindows1250(options: SampleOptions): Buffer {
  const subject = '=?windows-1250?Q?P=F8=EDli=9A_=9Elu=9Dou=E8k=FD?=';
  // "Příliš žluťoučký kůň úpěl ďábelské ódy", each letter once that windows-1250 has and Latin-1 has elsewhere.
  const body = octets(
    'P\xf8\xedli\x9a \x9elu\x9dou\xe8k\xfd k\xf9\xf2 \xfap\xecl \xef\xe1belsk\xe9 \xf3dy.',
    'Konec.',
  );
  return compose(options, { Subject: subject, ...textFields('windows-1250', '8bit') }, body);
}

function makeGb18030(options: SampleOptions): Buffer {
  const body = octets('\xc4\xe3\xba\xc3\xa3\xac\xca\xc0\xbd\xe7', '\x95\x32\x82\x36');
  return compose(options, textFields('gb18030', '8bit'), body);
}

function makeIso2022jp(options: SampleOptions): Buffer {
  const hello = '\x1b$B$3$s$K$A$O@$3&\x1b(B';
  const encoded = Buffer.from(hello, 'latin1').toString('base64');
  const subject = `=?ISO-2022-JP?B?${encoded}?=`;
  const body = octets(hello, `${hello} again`);
  return compose(options, { Subject: subject, ...textFields('ISO-2022-JP', '7bit') }, body);
}

function makeUtf8Headers(options: SampleOptions): Buffer {
  const fields = {
    Subject: 'Žluťoučký kůň 😀 世界',
    Comments: 'größer, schöner',
    ...textFields('utf-8', '8bit'),
  };
  return compose(options, fields, lines('Příliš žluťoučký kůň. 世界 😀'));
}

function makeUnknownCharset(options: SampleOptions): Buffer {
  const fields = { Subject: '=?x-no-such-charset?Q?caf=E9?=', ...textFields('x-no-such-charset', '8bit') };
  return compose(options, fields, octets('caf\xe9 \xa4\xff\x80'));
}

function makeNulInBody(options: SampleOptions): Buffer {
  const body = octets('before\0after', '\0', '\0\0\0', 'end');
  return compose(options, textFields('us-ascii', '8bit'), body);
}

function makeDotLines(options: SampleOptions): Buffer {
  const body = lines('.', '..', '...', '.leading dot', '..two leading dots', 'not. at. the. start.', '', '.');
  return compose(options, textFields('us-ascii', '7bit'), body);
}

function makeLongLines(options: SampleOptions): Buffer {
  const long = 'abcdefghi '.repeat(90).trimEnd();
  const fields = { Keywords: 'k'.repeat(900 - 'Keywords: '.length), ...textFields('us-ascii', '7bit') };
  return compose(options, fields, lines(`${long}x`, 'x'.repeat(900), 'short'));
}

function makeCalendar(options: SampleOptions): Buffer {
  const organizer = /<([^>]+)>/.exec(options.headerFrom ?? '')?.[1] ?? 'jane@sender.example';
  const body = lines(
    `--${boundary}`,
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'You are invited.',
    `--${boundary}`,
    'Content-Type: text/calendar; charset=utf-8; method=REQUEST',
    'Content-Transfer-Encoding: 7bit',
    '',
    'BEGIN:VCALENDAR',
    'PRODID:-//Sample//Calendar//EN',
    'VERSION:2.0',
    'METHOD:REQUEST',
    'BEGIN:VEVENT',
    `UID:${options.messageId.replace(/[<>]/g, '')}`,
    'DTSTAMP:20300101T120000Z',
    'DTSTART:20300102T090000Z',
    'DTEND:20300102T093000Z',
    `ORGANIZER;CN=Jane Sender:mailto:${organizer}`,
    `ATTENDEE;RSVP=TRUE:mailto:${options.headerTo ?? 'shop@alias.example'}`,
    'SUMMARY:Talk about the parcel',
    'END:VEVENT',
    'END:VCALENDAR',
    `--${boundary}--`,
  );
  return compose(options, { 'Content-Type': `multipart/alternative; boundary="${boundary}"` }, body);
}

function makeSigned(options: SampleOptions, signatureType: string): Buffer {
  const protocol = signatureType.split(';', 1)[0] ?? '';
  const body = lines(
    `--${boundary}`,
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'Signed, with trailing space: ',
    '-- ',
    'Jane',
    `--${boundary}`,
    `Content-Type: ${signatureType}`,
    'Content-Transfer-Encoding: base64',
    '',
    ...base64Lines(Buffer.alloc(200, 'signature')),
    `--${boundary}--`,
  );
  const type = `multipart/signed; protocol="${protocol}"; micalg=sha-256; boundary="${boundary}"`;
  return compose(options, { 'Content-Type': type }, body);
}

/** A message with an attachment; the whole is at least `octets` long and at most one line of 78 octets longer. */
export function makeLarge(options: SampleOptions & { readonly octets: number }): Buffer {
  const head = lines(
    `--${boundary}`,
    'Content-Type: application/octet-stream',
    'Content-Disposition: attachment; filename="large.bin"',
    'Content-Transfer-Encoding: base64',
    '',
  );
  const tail = lines(`--${boundary}--`);
  const fields = { 'Content-Type': `multipart/mixed; boundary="${boundary}"` };
  const line = lines(
    'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0'.slice(0, 76),
  );
  const rest = options.octets - compose(options, fields, Buffer.concat([head, tail])).length;
  const filling = Buffer.alloc(Math.max(0, Math.ceil(rest / line.length)) * line.length, line);
  return compose(options, fields, Buffer.concat([head, filling, tail]));
}
