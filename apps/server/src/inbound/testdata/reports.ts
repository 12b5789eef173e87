/** A delivery status notification as Postfix writes them (RFC 3464), about `jane@mailbox.example`. `notes` is the text for people. */
export function makeReport(options: { readonly headerFrom?: string; readonly notes?: string } = {}): string {
  const { headerFrom = 'MAILER-DAEMON@mx.mailbox.example (Mail Delivery System)', notes = 'It failed.' } =
    options;
  return [
    `From: ${headerFrom}`,
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
    '',
    '--b1',
    'Content-Type: text/plain',
    '',
    notes,
    '--b1',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.mailbox.example',
    '',
    'Final-Recipient: rfc822; jane@mailbox.example',
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 unknown user',
    '',
    '--b1--',
    '',
  ].join('\r\n');
}

/** What a vacation responder writes (RFC 3834). */
export function makeAnswer(headerFrom: string, extra = ''): string {
  return `From: ${headerFrom}\r\nTo: someone@else.example\r\nSubject: Auto: away\r\nAuto-Submitted: auto-replied\r\n${extra}\r\nI am away.\r\n`;
}
