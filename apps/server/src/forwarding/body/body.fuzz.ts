import type { MimePart } from '@smtpy/mail';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forwardPlan, partOf, replyPlan } from './testdata/parts.ts';
import { bodyEditorFor } from './index.ts';

const kinds: readonly Partial<MimePart>[] = [
  { contentType: 'text/plain' },
  { contentType: 'text/plain', charset: 'iso-2022-jp' },
  { contentType: 'text/html' },
  { contentType: 'text/html', charset: 'x-none' },
  { contentType: 'text/calendar' },
  { contentType: 'text/vcard' },
];

// What quotations, markup and content lines are made of.
const unit = fc.constantFrom(
  ...[
    'jane@home.example',
    'r-ann@alias.example',
    'jane&#64;home.example',
    'jane%40home.example',
    'x@y.example',
    '@',
    '%40',
  ],
  ...[
    '\r\n',
    '\n',
    ' ',
    '\t',
    '> ',
    '>>',
    ':',
    '：',
    'wrote:',
    '2024',
    'On ',
    'From:',
    '*To:*',
    'Subject: ',
    'Date:',
  ],
  ...[
    '<',
    '>',
    '"',
    "'",
    '</',
    '<br>',
    '<blockquote>',
    '</blockquote>',
    '<div class="gmail_attr">',
    '</div>',
    '<pre>',
  ],
  ...['<!--', '-->', '<style>', '</style>', '<a href="mailto:', '&lt;', '&gt;', '&', '&#x', ';', '='],
  ...['ORGANIZER', 'ATTENDEE;', 'CN=', ':mailto:', 'EMAIL', '\r\n ', '\xff', '\xc3', '\0', '\x1b$B'],
);
const anyContent = fc.oneof(
  fc.array(unit, { maxLength: 60 }).map((units) => Buffer.from(units.join(''), 'latin1')),
  fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
);

const addresses =
  /jane(?:@|%40|&#64;)home\.example|r-ann@alias\.example|shop@alias\.example|ann@contact\.example/gi;

/** What is left when the addresses and the folds around them are taken out. */
function withoutAddresses(content: Buffer): string {
  return content
    .toString('latin1')
    .replace(/\r?\n[ \t]/g, '')
    .replace(addresses, '');
}

describe('body editors', () => {
  it('change nothing but addresses, and report each change', () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), anyContent, (facts, content) => {
        for (const plan of [replyPlan, forwardPlan]) {
          const editor = bodyEditorFor(plan);
          const part = partOf(content, facts);
          if (!editor.wants(part)) continue;
          const edited = editor.edit(part);
          expect(editor.changes().length > 0).toBe(edited !== undefined);
          if (edited === undefined) continue;
          expect(edited.equals(content)).toBe(false);
          expect(withoutAddresses(edited)).toBe(withoutAddresses(content));
          expect(editor.changes().join()).not.toContain('@');
        }
      }),
      { numRuns: 5000 },
    );
  });

  it('find nothing left to do in what they made', () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), anyContent, (facts, content) => {
        // An `@` that was encoded makes a line more of an attribution when it is written out.
        fc.pre(!/%40|&/.test(content.toString('latin1')));
        const edited = bodyEditorFor(replyPlan).edit(partOf(content, facts));
        if (edited !== undefined)
          expect(bodyEditorFor(replyPlan).edit(partOf(edited, facts))).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });
});

// One megabyte each. Quadratic behaviour would need minutes for these; the deadline is for a slow and busy machine.
describe('linear time', () => {
  const fillingOctets = 500_000;
  const [plainText, , html, , calendar] = kinds;
  const repeated = [
    ...['jane@home.example', 'a@', '@', '%40', 'a', '\xe9', '.', "'", '='],
    ...[
      '> ',
      '>',
      ' ',
      '\r\n',
      '\n',
      ':\n',
      '@:\n',
      'wrote: <a@b\n',
      'a\n',
      'From: a@b\n',
      'From:',
      '<a@b',
      '(a',
    ],
    ...[
      '<',
      '<a',
      '<a ',
      '<a "',
      '<a ="',
      "<a b='",
      '</',
      '<!',
      '<!--',
      '<style>',
      '<div>',
      '<p></div>',
      '<br>',
    ],
    ...['<div class=gmail_attr>', '<div class="', '<pre>\n', '<blockquote>', '&', '&#', '&lt;', '&#x0'],
    ...[
      'ATTENDEE:',
      'ATTENDEE;CN="',
      ';CN=',
      'ATTENDEE:a@b\r\n ',
      '\r\n ',
      'EMAIL:jane@home.example\r\n',
      'A.',
    ],
  ];
  it.each(repeated)('on repeated %j', (text) => {
    const filling = text.repeat(Math.ceil(fillingOctets / text.length));
    // The address makes the editors look closer.
    const content = Buffer.from(
      `${filling}\r\njane@home.example wrote 2024:\r\n> x\r\nATTENDEE:${filling}`,
      'latin1',
    );
    const startedMs = performance.now();
    for (const facts of [plainText, html, calendar]) bodyEditorFor(replyPlan).edit(partOf(content, facts));
    expect(performance.now() - startedMs).toBeLessThan(20_000);
  });
});
