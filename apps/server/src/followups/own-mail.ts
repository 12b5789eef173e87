import {
  BodyHash,
  composeDeliveryReport,
  composeMail,
  findHeaderEnd,
  formatAddress,
  type Address,
  type DomainName,
} from '@smtpy/mail';
import { newId } from '../db/index.ts';
import type { Acceptance, DeliveryKind, HidingLevel, ReceivedContent } from '../queue/index.ts';
import { renderHtml, renderText, type Letter } from './letters/index.ts';

/** A mail of ours: from mailer-daemon of a domain that we receive for, with the null sender. */
export interface OwnMail {
  readonly organizationId: string;
  /** The domain that it comes from and that signs it. */
  readonly domain: DomainName;
  readonly headerTo: Address;
  readonly letter: Letter;
  /** Default `notice`. */
  readonly kind?: Extract<DeliveryKind, 'notice' | 'probe'>;
  /** The mailbox that a probe is for. */
  readonly mailboxId?: string;
  /** Our host name, for the records. */
  readonly hostname: string;
  readonly at: Date;
  /** Of a report to a sender: what the message that it is about does not keep of him. */
  readonly privacyLevel?: HidingLevel | undefined;
}

/** What makes a mail a report (RFC 3464). */
export interface ReportFacts {
  readonly arrivedAt: Date;
  readonly finalRecipient: Address;
  readonly action: 'failed' | 'delayed';
  /** RFC 3463. */
  readonly status: string;
  /** What the other server said; never for outsiders. */
  readonly diagnosticCode?: string | undefined;
  readonly willRetryUntil?: Date | undefined;
  readonly returnedHeader: Buffer | undefined;
}

/** A mail ready for `Queue.enqueueIn`, with the id of its message. */
export interface BuiltMail {
  readonly messageId: string;
  readonly acceptance: Acceptance;
}

const daemon = 'mailer-daemon';

/** What keeps others from answering by themselves; the name is that of Microsoft's servers, which do not all know RFC 3834. */
const suppressed = { name: 'X-Auto-Response-Suppress', value: 'All' };

/** RFC 3834 §5. A report says so by itself. */
const generated = { name: 'Auto-Submitted', value: 'auto-generated' };

/** A notice, as text and as HTML. */
export function buildLetter(mail: OwnMail): BuiltMail {
  const { letter } = mail;
  const parts = { text: renderText(letter), html: renderHtml(letter) };
  const head = headOf(mail);
  return build(mail, head, composeMail({ ...head, ...parts, extraFields: [generated, suppressed] }));
}

/** A report about a delivery. */
export function buildReport(mail: OwnMail, report: ReportFacts): BuiltMail {
  const { arrivedAt, returnedHeader, finalRecipient, action, status, diagnosticCode, willRetryUntil } =
    report;
  const head = headOf(mail);
  const content = composeDeliveryReport({
    ...head,
    extraFields: [suppressed],
    humanText: renderText(mail.letter),
    reportingMta: mail.hostname,
    arrivalDate: arrivedAt,
    recipients: [
      {
        finalRecipient,
        action,
        status,
        ...(diagnosticCode !== undefined && { diagnosticCode }),
        ...(willRetryUntil && { willRetryUntil }),
      },
    ],
    ...(returnedHeader && { returnedHeader }),
  });
  return build(mail, head, content);
}

interface Head {
  readonly headerFrom: { readonly name: string; readonly address: Address };
  readonly headerTo: readonly [{ readonly address: Address }];
  readonly subject: string;
  /** With its angle brackets. */
  readonly messageId: string;
  readonly date: Date;
}

function headOf({ domain, headerTo, letter, at }: OwnMail): Head {
  return {
    headerFrom: { name: 'SMTPy', address: { localPart: daemon, domain } },
    headerTo: [{ address: headerTo }],
    subject: letter.subject,
    messageId: `<${newId()}@${domain}>`,
    date: at,
  };
}

function build(mail: OwnMail, head: Head, data: Buffer): BuiltMail {
  const { kind = 'notice', mailboxId, organizationId, hostname, at, headerTo, privacyLevel } = mail;
  const messageId = newId();
  const destination = formatAddress(headerTo);
  const sentAs = formatAddress(head.headerFrom.address);
  const message = {
    id: messageId,
    organizationId,
    receivedAt: at,
    // RFC 5321 §4.5.5: of what is a report or a notice nobody must send a report.
    mailFrom: '',
    rcptTo: [destination],
    headerFrom: sentAs,
    subject: head.subject,
    messageIdHeader: head.messageId,
    isSmtpUtf8: !isAscii(destination),
    connection: { ip: '127.0.0.1', helo: hostname, receivedBy: hostname },
    authentication: {
      spf: { result: 'none' },
      dkim: [],
      dmarc: { result: 'none' },
      arc: { result: 'none' },
    },
    noReportReason: 'null_sender',
    ...(privacyLevel !== undefined && { privacyLevel }),
    deliveries: [
      {
        id: newId(),
        kind,
        // No alias took it in, so no alias counts it.
        recipient: destination,
        destination,
        sentAs,
        mode: 'rewrite',
        ...(mailboxId !== undefined && { mailboxId }),
      },
    ],
  } as const;
  return { messageId, acceptance: { content: contentOf(data), messages: [message] } };
}

/** The content as if it had been received: measured, and with the hash of its body for the signature. */
function contentOf(data: Buffer): ReceivedContent {
  const headerBytes = findHeaderEnd(data);
  const bodyHash = new BodyHash();
  bodyHash.update(data.subarray(headerBytes));
  return {
    id: newId(),
    sizeBytes: data.length,
    headerBytes,
    bodyHash: bodyHash.digest(),
    traceHeader: Buffer.alloc(0),
    data,
    chunkCount: 0,
  };
}

function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}
