import { spawnSync } from 'node:child_process';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { parseAddress, parseDomainName, type Address } from '../address/index.ts';
import { findHeaderEnd, parseHeaderBlock } from '../header/index.ts';
import { parseDeliveryReport } from '../report/index.ts';
import { composeDeliveryReport, composeMail, type DeliveryReportInput, type MailInput } from './index.ts';

function address(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

const mail: MailInput = {
  headerFrom: { name: 'SMTPy', address: address('mailer-daemon@alias.example') },
  headerTo: [{ name: 'José Ü. "Joe" (x)', address: address('jose@example.net') }],
  subject: 'Nicht zugestellt: „Grüße“ aus Zürich, und noch etwas mehr Text, damit es lang genug wird 🎉',
  messageId: '<notice-1@alias.example>',
  date: new Date('2026-06-01T10:00:00Z'),
  text: 'Grüße.\n\nFrom here on\n.\nä = 1 \nEnd',
  extraFields: [{ name: 'Auto-Submitted', value: 'auto-generated' }],
};
const report: DeliveryReportInput = {
  ...mail,
  headerTo: [{ address: address('shop@example.org') }],
  subject: 'Undelivered Mail Returned to Sender',
  extraFields: [{ name: 'In-Reply-To', value: '<orig-1@example.org>' }],
  humanText: 'Your message could not be delivered.',
  reportingMta: 'mail.alias.example',
  arrivalDate: new Date('2026-06-01T09:59:58Z'),
  originalEnvelopeId: 'QQ314159',
  recipients: [
    {
      finalRecipient: address('shop@alias.example'),
      action: 'failed',
      status: '5.1.1',
      diagnosticCode: '550 5.1.1 No such\nuser',
    },
  ],
  returnedHeader: Buffer.from(
    'From: shop@example.org\r\nMessage-ID: <orig-1@example.org>\r\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\n',
  ),
};

function expectClean(message: Buffer): void {
  const lines = message.toString('latin1').split('\r\n');
  expect(message.toString('latin1')).toMatch(/^[\t\r\n\x20-\x7e]*$/);
  expect(lines.pop()).toBe('');
  for (const line of lines) {
    expect(line).not.toMatch(/[\r\n]/);
    expect(line.length).toBeLessThanOrEqual(78);
  }
}

function readReport(message: Buffer) {
  const body = message.subarray(findHeaderEnd(message));
  return parseDeliveryReport({ header: parseHeaderBlock(message), body });
}

describe('composeMail', () => {
  it('is read as it was meant by another parser', async () => {
    const message = composeMail({ ...mail, html: '<p>Grüße &amp; <b>mehr</b></p>' });
    expectClean(message);
    const read = await PostalMime.parse(message);
    expect(read.subject).toBe(mail.subject);
    expect(read.from).toEqual({ name: 'SMTPy', address: 'mailer-daemon@alias.example' });
    expect(read.to).toEqual([{ name: 'José Ü. "Joe" (x)', address: 'jose@example.net' }]);
    expect(read.messageId).toBe(mail.messageId);
    expect(read.date).toBe('2026-06-01T10:00:00.000Z');
    expect(read.text?.replaceAll('\r\n', '\n').trimEnd()).toBe(mail.text);
    expect(read.html?.trim()).toBe('<p>Grüße &amp; <b>mehr</b></p>');
    expect(read.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated');
  });

  it('gives the same bytes for the same input', () => {
    expect(composeMail(mail).equals(composeMail(mail))).toBe(true);
  });

  it('leaves plain text as it is', () => {
    const message = composeMail({ ...mail, text: 'Plain text\nin two lines' }).toString();
    expect(message).toContain('Content-Transfer-Encoding: 7bit');
    expect(message).toContain('us-ascii');
    expect(message.endsWith('\r\n\r\nPlain text\r\nin two lines\r\n')).toBe(true);
  });

  it.each(['x'.repeat(500), 'white space at the end ', 'From me', '.', 'a=b ä', '\0', 'a\r\nb\rc\nd', ''])(
    'keeps the text %j',
    async (text) => {
      const message = composeMail({ ...mail, text });
      expectClean(message);
      const read = await PostalMime.parse(message);
      const lines = (words: string) => words.replace(/\r\n|\r/g, '\n').replace(/\n$/, '');
      expect(lines(read.text ?? '')).toBe(lines(text));
    },
  );

  it('shows a recipient outside of ASCII as a name', async () => {
    const message = composeMail({ ...mail, headerTo: [{ address: address('josé@example.net') }] });
    expectClean(message);
    const { to } = await PostalMime.parse(message);
    expect(to).toEqual([{ name: 'josé@example.net', group: [] }]);
  });

  it.each<[string, Partial<MailInput>]>([
    ['subject with a line end', { subject: 'a\r\nBcc: x@example.com' }],
    ['subject with a fold', { subject: 'a\r\n b' }],
    ['subject with a bare LF', { subject: 'a\nb' }],
    ['subject with NUL', { subject: 'a\0' }],
    ['name with a line end', { headerTo: [{ name: 'a\r\nBcc: x', address: address('a@example.com') }] }],
    ['message id without brackets', { messageId: 'a@b' }],
    ['message id with a line end', { messageId: '<a\r\n@b>' }],
    ['message id with another behind it', { messageId: '<a@b><c@d>' }],
    ['boundary with a quote', { boundary: 'a"b' }],
    ['boundary with a line end', { boundary: 'a\r\nb' }],
    ['date that is none', { date: new Date(Number.NaN) }],
    ['field with a line end', { extraFields: [{ name: 'X-A', value: 'a\r\nB: c' }] }],
    ['field name with a colon', { extraFields: [{ name: 'X-A: b\r\nX-C', value: 'a' }] }],
    ['second From', { extraFields: [{ name: 'from', value: 'a@example.com' }] }],
    ['second Content-Type', { extraFields: [{ name: 'Content-Type', value: 'text/html' }] }],
    ['reference outside of ASCII', { extraFields: [{ name: 'References', value: '<é@b>' }] }],
    ['author outside of ASCII', { headerFrom: { address: address('é@example.com') } }],
  ])('refuses a %s', (_, wrong) => {
    expect(() => composeMail({ ...mail, ...wrong })).toThrow(RangeError);
  });
});

describe('composeDeliveryReport', () => {
  it('is read by parseDeliveryReport', () => {
    const message = composeDeliveryReport(report);
    expectClean(message);
    expect(readReport(message)).toEqual({
      action: 'failed',
      status: '5.1.1',
      diagnostic: '550 5.1.1 No such user',
      recipient: 'shop@alias.example',
      originalMessageId: '<orig-1@example.org>',
      failure: { cause: 'unknown_recipient', failureClass: 'hard' },
    });
  });

  it('writes international addresses so that they can be read again', () => {
    const domain = parseDomainName('alias.example');
    if (!domain.ok) throw new Error(domain.reason);
    const finalRecipient: Address = { localPart: String.raw`jos\é`, domain: domain.value };
    const recipients = [{ finalRecipient, action: 'delayed', status: '4.4.1' } as const];
    const message = composeDeliveryReport({ ...report, recipients });
    expectClean(message);
    expect(readReport(message)?.recipient).toBe(String.raw`"jos\\é"@alias.example`);
  });

  it('keeps any returned header inside of its part', () => {
    const boundary = 'known';
    const returnedHeader = Buffer.from(
      `Subject: \xff\r\n--known\r\nX: ${'y'.repeat(2000)}\r\n--known--\r\n`,
      'latin1',
    );
    const message = composeDeliveryReport({ ...report, boundary, returnedHeader });
    expectClean(message);
    expect(message.toString().split('--known').length - 1).toBe(4);
  });

  it.each<[string, Partial<DeliveryReportInput>]>([
    ['no recipient', { recipients: [] }],
    ['a second Auto-Submitted', { extraFields: [{ name: 'auto-submitted', value: 'no' }] }],
    ['host with a line end', { reportingMta: 'a\r\nAction: delivered' }],
    ['envelope id with a line end', { originalEnvelopeId: 'a\r\nb' }],
    [
      'status that is none',
      { recipients: report.recipients.map((recipient) => ({ ...recipient, status: '5.1.1\r\nX: y' })) },
    ],
  ])('refuses %s', (_, wrong) => {
    expect(() => composeDeliveryReport({ ...report, ...wrong })).toThrow(RangeError);
  });
});

const script = `
import sys, json, email, email.policy
m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
parts = [p for p in m.walk() if not p.is_multipart()]
status = [p for p in m.walk() if p.get_content_type() == 'message/delivery-status']
print(json.dumps({
  'defects': [str(d) for p in m.walk() for d in p.defects] + [str(d) for h in m.values() for d in h.defects],
  'types': [p.get_content_type() for p in m.walk()],
  'reportType': m.get_param('report-type'),
  'subject': m['subject'], 'to': str(m['to'].addresses[0].display_name) if m['to'].addresses else '',
  'text': parts[0].get_content().replace(chr(13), ''),
  'status': [dict(g.items()) for s in status for g in s.get_payload()],
}))
`;
const hasPython = spawnSync('python3', ['--version']).status === 0;

describe.skipIf(!hasPython)('the email package of Python', () => {
  function read(message: Buffer): Record<string, unknown> {
    const { stdout, stderr, status } = spawnSync('python3', ['-c', script], {
      input: message,
      timeout: 20_000,
    });
    if (status !== 0) throw new Error(stderr.toString());
    return JSON.parse(stdout.toString()) as Record<string, unknown>;
  }

  it('reads a report without a defect', () => {
    expect(read(composeDeliveryReport(report))).toMatchObject({
      defects: [],
      reportType: 'delivery-status',
      text: 'Your message could not be delivered.\n',
      status: [
        {
          'Original-Envelope-Id': 'QQ314159',
          'Reporting-MTA': 'dns; mail.alias.example',
          'Arrival-Date': 'Mon, 01 Jun 2026 09:59:58 +0000',
        },
        {
          'Final-Recipient': 'rfc822; shop@alias.example',
          Action: 'failed',
          Status: '5.1.1',
          'Diagnostic-Code': 'smtp; 550 5.1.1 No such user',
        },
      ],
    });
  });

  it('reads mail without a defect', () => {
    expect(read(composeMail({ ...mail, html: '<p>Grüße</p>' }))).toMatchObject({
      defects: [],
      types: ['multipart/alternative', 'text/plain', 'text/html'],
      subject: mail.subject,
      to: 'José Ü. "Joe" (x)',
      text: `${mail.text}\n`,
    });
  });
});
