import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findHeaderEnd, parseHeaderBlock } from '../header/index.ts';
import { classifyAnswer, parseDeliveryReport, type DeliveryReport } from './index.ts';

const folder = path.join(import.meta.dirname, 'testdata');
const corpus = readdirSync(folder)
  .filter((name) => name.endsWith('.eml'))
  .map((name) => readFileSync(path.join(folder, name), 'latin1').replace(/\r?\n/g, '\r\n'));

const piece = fc.constantFrom(
  ...[
    '--b',
    '--b--',
    '--',
    '\r\n',
    '\r\n\r\n',
    '\n',
    '\r',
    ' ',
    '\t',
    '=',
    '=3D',
    '<',
    '>',
    '@',
    ':',
    ';',
    '"',
    '\0',
    '\xe9',
  ],
  ...[
    'Content-Type: multipart/report; boundary="b"',
    'Content-Type: multipart/mixed; boundary=b',
    'boundary',
  ],
  ...['Content-Type: message/delivery-status', 'Content-Type: message/rfc822', 'Content-Type: text/html'],
  ...[
    'Content-Transfer-Encoding: base64',
    'Content-Transfer-Encoding: quoted-printable',
    'QUJD',
    '&#99;',
    '&lt;',
  ],
  ...[
    'Final-Recipient: rfc822; a@b.example',
    'Action: failed',
    'Action: delayed',
    'Status: 5.1.1',
    'Status: ',
    'Diagnostic-Code: ',
  ],
  ...[
    '550 5.1.1 no',
    'smtp; ',
    'Hi. This is the qmail-send program',
    '<a@b.example>:',
    'Message-ID: <a@b>',
    'utf-8; \\x{110000}',
  ],
);
const nearReport = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
const cutReport = fc
  .tuple(fc.constantFrom(...corpus), fc.nat({ max: 5000 }), fc.nat({ max: 200 }), nearReport)
  .map(([report, at, length, inserted]) => report.slice(0, at) + inserted + report.slice(at + length));
const anyMessage = fc.oneof(
  nearReport.map((body) => `From: mailer-daemon@a.example\r\nSubject: failure notice\r\n\r\n${body}`),
  nearReport.map((body) => `Content-Type: multipart/report; boundary=b\r\n\r\n${body}`),
  nearReport,
  cutReport,
  fc.string({ unit: 'binary', maxLength: 500 }),
);

function parse(octets: string): DeliveryReport | undefined {
  const message = Buffer.from(octets, 'latin1');
  const headerEnd = findHeaderEnd(message);
  const body = headerEnd < 0 ? Buffer.alloc(0) : message.subarray(headerEnd);
  return parseDeliveryReport({ header: parseHeaderBlock(message), body });
}

describe('reports', () => {
  it('never throw, and are clean and bounded', () => {
    fc.assert(
      fc.property(anyMessage, (octets) => {
        const report = parse(octets);
        expect(['personal', 'automatic', 'list']).toContain(
          classifyAnswer(parseHeaderBlock(Buffer.from(octets, 'latin1'))),
        );
        if (report === undefined) return;
        const { action, status, failure, ...texts } = report;
        expect(status ?? '5.0.0').toMatch(/^[245]\.\d{1,3}\.\d{1,3}$/);
        expect(failure === undefined).toBe(action !== 'failed' && action !== 'delayed');
        for (const text of Object.values(texts)) {
          expect(text).not.toMatch(/[\p{Cc}\p{Cs}]/u);
          expect(text.length).toBeLessThanOrEqual(2000);
          expect(text).not.toBe('');
        }
      }),
      { numRuns: 2000 },
    );
  });
});

// Quadratic behaviour would need minutes for these; the deadline is for a slow and busy machine.
describe('linear time', () => {
  const sizeOctets = 1_000_000;
  const headers = [
    'Content-Type: multipart/report; boundary=b',
    'Content-Type: multipart/report',
    'Content-Type: message/delivery-status',
    'From: mailer-daemon@a.example\r\nSubject: failure notice',
    'From: mailer-daemon@a.example\r\nSubject: failure notice\r\nContent-Type: text/html',
    'Subject: failure notice\r\nX-Failed-Recipients: a@b\r\nContent-Transfer-Encoding: quoted-printable',
  ];
  const units = [
    ...[
      '--b\r\n',
      '--b',
      '--b ',
      '--',
      '--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n',
      '--b\r\n\r\n',
    ],
    ...[
      'Final-Recipient: rfc822; a@b\r\n',
      'Action: failed\r\n\r\n',
      'a: b\r\n c\r\n',
      ' ',
      '\r\n',
      'a',
      '=',
      '= ',
    ],
    ...[
      '<style>',
      '<',
      '<a ',
      '&#',
      '<pre>',
      '<x@y>',
      'a@b ',
      '@',
      '550 ',
      '550 5.1.1 ',
      '550 5.1.1\r\n',
      '5.1.1.',
    ],
    ...[
      'user address account ',
      'message mail size ',
      'message mail size \r\n',
      'Message-ID: ',
      '\\x{',
      '--a\r\nContent-',
    ],
  ];
  it.each(headers.flatMap((header) => units.map((unit) => [header, unit] as const)))(
    '%j, %j',
    (header, unit) => {
      const body = unit.repeat(Math.ceil(sizeOctets / unit.length));
      const startedMs = performance.now();
      parse(`${header}\r\n\r\n${body}`);
      expect(performance.now() - startedMs).toBeLessThan(10_000);
    },
  );

  it('on a long header', () => {
    for (const unit of ['; a="', '; a=b', 'a@', '=?', '<', ' ']) {
      const startedMs = performance.now();
      const value = unit.repeat(sizeOctets / 10);
      const fields = [
        'Content-Type: multipart/report',
        'Subject: ',
        'From: mailer-daemon',
        'X-Failed-Recipients: ',
      ];
      const octets = fields.map((field) => `${field}${value}\r\n`).join('');
      parse(`${octets}\r\nFinal-Recipient: a`);
      classifyAnswer(parseHeaderBlock(Buffer.from(`${octets}\r\n`, 'latin1')));
      expect(performance.now() - startedMs).toBeLessThan(10_000);
    }
  });
});
