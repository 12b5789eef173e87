import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findHeaderEnd, parseHeaderBlock } from '../header/index.ts';
import { parseDeliveryReport, type DeliveryReport } from './index.ts';

const folder = path.join(import.meta.dirname, 'testdata');
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.eml'))
  .map((name) => name.slice(0, -'.eml'.length));

/** Files have the line ends of the checkout; mail has CRLF. */
function readMessage(name: string): Buffer {
  const octets = readFileSync(path.join(folder, `${name}.eml`), 'latin1');
  return Buffer.from(octets.replace(/\r?\n/g, '\r\n'), 'latin1');
}

function parse(message: Buffer): DeliveryReport | undefined {
  const headerEnd = findHeaderEnd(message);
  const body = headerEnd < 0 ? Buffer.alloc(0) : message.subarray(headerEnd);
  return parseDeliveryReport({ header: parseHeaderBlock(message), body });
}

describe('the corpus', () => {
  it('has at least 20 reports', () => {
    expect(names.length).toBeGreaterThanOrEqual(20);
  });

  it.each(names)('%s', (name) => {
    const file = path.join(folder, `${name}.want.json`);
    const found = `${JSON.stringify(parse(readMessage(name)) ?? null, undefined, 2)}\n`;
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, found);
    expect(found).toBe(readFileSync(file, 'utf8'));
  });

  it.each(names)('%s may be cut anywhere', (name) => {
    const message = readMessage(name);
    const whole = parse(message);
    const bodyStart = findHeaderEnd(message);
    for (let length = bodyStart; length < message.length; length += 7) {
      const cut = parse(message.subarray(0, length));
      // Before the end of the first group there may be another recipient, and codes may be cut themselves.
      if (cut?.recipient !== whole?.recipient || cut?.status?.length !== whole?.status?.length) continue;
      expect(cut?.status).toBe(whole?.status);
    }
  });
});

const status = [
  'Reporting-MTA: dns; mx.example.com',
  '',
  'Final-Recipient: rfc822; jane@example.com',
  'Action: failed',
  'Status: 5.1.1',
  'Diagnostic-Code: smtp; 550 5.1.1 no such user',
];
const wanted = {
  action: 'failed',
  status: '5.1.1',
  diagnostic: '550 5.1.1 no such user',
  recipient: 'jane@example.com',
  failure: { cause: 'unknown_recipient', failureClass: 'hard' },
};

function parseLines(...lines: readonly string[]): DeliveryReport | undefined {
  return parse(Buffer.from(`${lines.join('\r\n')}\r\n`));
}

const reportType = 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"';

describe('parseDeliveryReport', () => {
  it.each([
    [
      'as it should be',
      [
        reportType,
        '',
        '--b',
        '',
        'text',
        '--b',
        'Content-Type: message/delivery-status',
        '',
        ...status,
        '--b--',
      ],
    ],
    [
      'without boundary',
      ['Content-Type: multipart/report', '', '--b', 'Content-Type: message/delivery-status', '', ...status],
    ],
    [
      'with another boundary',
      [reportType, '', '--c', 'Content-Type: message/delivery-status', '', ...status, '--c--'],
    ],
    ['without parts', [reportType, '', 'Undelivered.', '', ...status]],
    [
      'without line between the groups',
      [
        reportType,
        '',
        '--b',
        'Content-Type: message/delivery-status',
        '',
        ...status.filter((line) => line !== ''),
      ],
    ],
    [
      'with empty lines everywhere',
      [
        reportType,
        '',
        '--b',
        'Content-Type: message/delivery-status',
        '',
        ...status.flatMap((line) => [line, '']),
      ],
    ],
    ['in one part', ['Content-Type: message/delivery-status', '', ...status]],
    ['as text of a daemon', ['From: MAILER-DAEMON@example.com', 'Subject: failure notice', '', ...status]],
    [
      'nested',
      [
        'Content-Type: multipart/mixed; boundary=o',
        '',
        '--o',
        reportType,
        '',
        '--b',
        'Content-Type: message/delivery-status',
        '',
        ...status,
        '--b--',
        '--o--',
      ],
    ],
  ])('reads a report %s', (_, lines) => {
    expect(parseLines(...lines)).toEqual(wanted);
  });

  it.each([
    ['base64', Buffer.from(status.join('\n')).toString('base64').replace(/.{60}/g, '$&\r\n')],
    ['quoted-printable', status.join('\r\n').replaceAll('e', '=65').replace('example', 'exam=\r\nple')],
  ])('reads a delivery status in %s', (encoding, content) => {
    const part = [
      'Content-Type: message/delivery-status',
      `Content-Transfer-Encoding: ${encoding}`,
      '',
      content,
    ];
    expect(parseLines(reportType, '', '--b', ...part, '--b--')).toEqual(wanted);
  });

  it('believes the worst of several recipients', () => {
    const others = ['delivered', 'delayed', 'failed', 'relayed'].flatMap((action, index) => [
      '',
      `Final-Recipient: rfc822; r${String(index)}@example.com`,
      `Action: ${action}`,
      'Status: 4.0.0',
    ]);
    const lines = [
      reportType,
      '',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; x',
    ];
    expect(parseLines(...lines, ...others)).toMatchObject({ action: 'failed', recipient: 'r2@example.com' });
  });

  it('takes the code of the diagnostic where the status says nothing', () => {
    const lines = [...status.slice(0, 4), 'Status: 5.0.0', ...status.slice(5)];
    expect(parseLines('Content-Type: message/delivery-status', '', ...lines)).toEqual(wanted);
  });

  it('reads international addresses (RFC 6533)', () => {
    const lines = [reportType, '', '--b', 'Content-Type: message/global-delivery-status', ''];
    const group = (recipient: string) => [
      `Final-Recipient: utf-8; ${recipient}`,
      'Action: failed',
      'Status: 5.1.1',
    ];
    expect(parseLines(...lines, ...group(String.raw`jos\x{E9}@example.com`))?.recipient).toBe(
      'josé@example.com',
    );
    expect(parseLines(...lines, ...group('josé@example.com'))?.recipient).toBe('josé@example.com');
  });

  it.each([
    [
      'mail',
      ['From: jane@example.com', 'Subject: Undeliverable parcel', '', 'Your parcel could not be delivered.'],
    ],
    [
      'an out-of-office answer',
      [
        'From: jane@example.com',
        'Auto-Submitted: auto-replied',
        'Subject: Automatic reply: Hi',
        '',
        'I am away; mail is delayed.',
      ],
    ],
    [
      'a forwarded report',
      [
        'From: jane@example.com',
        'Subject: Fwd: failure notice',
        '',
        '> Final-Recipient: rfc822; x@example.com',
        ...status,
      ],
    ],
    [
      'a read receipt',
      [
        'Content-Type: multipart/report; report-type=disposition-notification; boundary=b',
        '',
        '--b',
        'Content-Type: message/disposition-notification',
        '',
        'Final-Recipient: rfc822; jane@example.com',
        'Disposition: manual-action/MDN-sent-manually; displayed',
        '--b--',
      ],
    ],
    [
      'a feedback report',
      [
        'Content-Type: multipart/report; report-type=feedback-report; boundary=b',
        '',
        '--b',
        'Content-Type: message/feedback-report',
        '',
        'Feedback-Type: abuse',
        '--b--',
      ],
    ],
    ['nothing', ['']],
  ])('takes %s for no report', (_, lines) => {
    expect(parseLines(...lines)).toBeUndefined();
  });

  it('does not look into the returned message', () => {
    const inner = [
      'Content-Type: message/rfc822',
      '',
      'Content-Type: message/delivery-status',
      '',
      ...status,
    ];
    expect(
      parseLines('Content-Type: multipart/mixed; boundary=b', '', '--b', ...inner, '--b--'),
    ).toBeUndefined();
  });
});
