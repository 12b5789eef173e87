import { decodeText, fieldValue, formatHeaderBlock, parseHeaderBlock } from '@smtpy/mail';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeRemovedAttachment, prefixSubject } from './index.ts';

function prefixed(header: string, prefix: string): string {
  const block = parseHeaderBlock(Buffer.from(header));
  return formatHeaderBlock(prefixSubject(block.fields, prefix)).toString();
}

function shown(header: string): string {
  const field = parseHeaderBlock(Buffer.from(header)).fields.find(({ lowerName }) => lowerName === 'subject');
  return field === undefined ? '' : decodeText(fieldValue(field));
}

describe('prefixSubject', () => {
  it.each([
    ['Subject: hello\r\n\r\n', '[x]', 'Subject: [x] hello\r\n\r\n'],
    [
      'A: b\r\nSUBJECT:hello\r\nSubject: again\r\n\r\n',
      '[x]',
      'A: b\r\nSUBJECT: [x] hello\r\nSubject: again\r\n\r\n',
    ],
    ['Subject: =?iso-8859-1?Q?caf=E9?=\r\n\r\n', '[x]', 'Subject: [x] =?iso-8859-1?Q?caf=E9?=\r\n\r\n'],
    ['Subject: hello\r\n\r\n', 'ž', 'Subject: =?utf-8?B?xb4=?= hello\r\n\r\n'],
    ['Subject:\r\n\r\n', '[x]', 'Subject: [x]\r\n\r\n'],
    ['A: b\r\n\r\n', '[x]', 'A: b\r\nSubject: [x]\r\n\r\n'],
  ])('of %j with %j', (header, prefix, expected) => {
    expect(prefixed(header, prefix)).toBe(expected);
  });

  it.each([
    '=?iso-8859-1?Q?caf=E9?= =?iso-8859-1?Q?_noir?=',
    '=?utf-8?B?xb5sdcWlb3XEjWvDvQ==?=\r\n =?utf-8?B?IGvFr8WI?=',
    'plain text =?utf-8?Q?=C5=BE?= and more',
    'raw žluťoučký',
    'a long subject in plain words that has to be folded because it does not fit on a line of mail',
  ])('keeps %j decodable, with one space before it', (value) => {
    for (const prefix of ['[x]', 'Žluť:', '=?utf-8?Q?no?=', 'ž'.repeat(100)]) {
      const header = prefixed(`Subject: ${value}\r\n\r\n`, prefix);
      expect(shown(header)).toBe(`${prefix} ${shown(`Subject: ${value}\r\n\r\n`)}`);
      for (const line of header.split('\r\n').filter((each) => each.includes('=?')))
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(78);
    }
  });

  it('lets no prefix and no subject make a field', () => {
    const text = fc.string({ unit: 'binary', maxLength: 100 });
    fc.assert(
      fc.property(text, text, (prefix, value) => {
        const fields = parseHeaderBlock(
          Buffer.from(`Subject: ${value.replaceAll(/[\r\n]/g, '')}\r\nA: b\r\n\r\n`),
        ).fields;
        const header = formatHeaderBlock(prefixSubject(fields, prefix));
        const names = parseHeaderBlock(header).fields.map(({ lowerName }) => lowerName);
        expect(names).toEqual(fields.map(({ lowerName }) => lowerName));
      }),
    );
  });
});

describe('describeRemovedAttachment', () => {
  it.each([
    ['a.pdf', 'application/pdf', 1234, 'The attachment “a.pdf” (application/pdf, about 1.2 kB) was'],
    ['', 'image/png', 12_600_000, 'An attachment (image/png, about 13 MB) was'],
    ['a\r\n--b\u202efdp.exe', 'a/b', 5, 'The attachment “a --bfdp.exe” (a/b, 5 bytes) was'],
  ])('of %j', (filename, contentType, sizeBytes, text) => {
    expect(describeRemovedAttachment({ filename, contentType, sizeBytes })).toContain(text);
  });

  it('is short, whatever the name', () => {
    const filename = 'x'.repeat(100_000);
    expect(describeRemovedAttachment({ filename, contentType: filename, sizeBytes: 1 }).length).toBeLessThan(
      400,
    );
  });
});
