import { createHash } from 'node:crypto';
import { cleanHeader } from './clean-text.ts';
import type {
  AuthenticationFacts,
  ConnectionFacts,
  NewDelivery,
  NewMessage,
  PolicyFact,
  PrivacyLevel,
} from './types.ts';

/** A level at which something is not kept. */
export type HidingLevel = Exclude<PrivacyLevel, 'full'>;

/** What stands for a sender that is not kept. No address: nothing must ever be sent to it. */
export const hidden = '*';

/** The level of a message, where it hides anything. */
export function hidingLevelOf({ privacyLevel }: Pick<NewMessage, 'privacyLevel'>): HidingLevel | undefined {
  return privacyLevel === 'full' ? undefined : privacyLevel;
}

/** An address as it is kept: `*@example.com`, or `*`. Empty (the null sender) stays empty. */
export function hideAddress(address: string, level: HidingLevel): string {
  if (address === '') return '';
  const at = address.lastIndexOf('@');
  return level === 'none' || at < 0 ? hidden : hidden + address.slice(at);
}

/** The forms in which a Message-ID may be kept: as it is, and as the hash that stands for it. */
export function keptMessageIds(messageIdHeader: string): readonly [asItIs: string, hashed: string] {
  return [
    messageIdHeader,
    `sha256:${createHash('sha256').update(cleanHeader(messageIdHeader)).digest('hex')}`,
  ];
}

/**
 * The message with what its level lets be kept. What delivering needs of the rest lies with the content (`contents.mail_from` and
 * `contents.header_from`) and goes with it.
 */
export function withoutSender(message: NewMessage): NewMessage {
  const level = hidingLevelOf(message);
  if (level === undefined) return message;
  const { mailFrom, headerFrom, messageIdHeader, connection, authentication } = message;
  const deliveries = message.deliveries.map((delivery) => withoutAddresses(delivery, level));
  return {
    ...message,
    mailFrom: hideAddress(mailFrom, level),
    headerFrom: headerFrom === undefined ? undefined : hideAddress(headerFrom, level),
    subject: undefined,
    messageIdHeader: messageIdHeader && keptMessageIds(messageIdHeader)[level === 'none' ? 1 : 0],
    connection: level === 'none' ? bareConnection(connection) : connection,
    authentication: level === 'none' ? bareResults(authentication) : withoutQuotedAddresses(authentication),
    rcptTo: [...new Set(deliveries.map(({ recipient }) => recipient))],
    deliveries,
    ...(message.policy && { policy: message.policy.map((fact) => withoutHidden(fact, level)) }),
  };
}

/** What a question of the policy tells of the sender and the subject. A rule's reason quotes what its owner looks for in them. */
function withoutHidden(fact: PolicyFact, level: HidingLevel): PolicyFact {
  if (fact.data === undefined) return fact;
  const { entry, domain, why: _why, ...data } = fact.data;
  const isDomainKept = level === 'domain';
  return {
    ...fact,
    data: {
      ...data,
      ...(isDomainKept && typeof entry === 'string' && { entry: entry.slice(entry.lastIndexOf('@') + 1) }),
      ...(isDomainKept && domain !== undefined && { domain }),
    },
  };
}

/** How a level keeps the recipient of a delivery. A notice with a level is a report to the sender; an SRS address holds his. */
function withoutAddresses(delivery: NewDelivery, level: HidingLevel): NewDelivery {
  const { recipient, reportOn, kind, otherSender } = delivery;
  if (level === 'none' && otherSender !== undefined) return { ...delivery, otherSender: hidden };
  if (kind === 'notice') return { ...delivery, recipient: hideAddress(recipient, level) };
  if (reportOn === undefined) return delivery;
  const report = reportOn.report && redactReport(reportOn.report, level);
  return { ...delivery, recipient: hideSrs(recipient), reportOn: { ...reportOn, report } };
}

const srsForm = /^srs[01][=+-]/i;

/** `SRS0=…=sender.example=ann@forward.example` is `*@forward.example`; any other address of ours tells nothing of a sender. */
function hideSrs(recipient: string): string {
  return srsForm.test(recipient) ? hideAddress(recipient, 'domain') : recipient;
}

type Report = NonNullable<NonNullable<NewDelivery['reportOn']>['report']>;

/** At `none` the words of others are not kept, since nobody knows what they quote; what they came to is. */
function redactReport(report: Report, level: HidingLevel): Report {
  const { action, status, failure, diagnostic } = report;
  if (level === 'domain') return { ...report, ...(diagnostic && { diagnostic: hideAddresses(diagnostic) }) };
  return { action, ...(status && { status }), ...(failure && { failure }) };
}

function bareConnection({ tls, receivedBy }: ConnectionFacts): ConnectionFacts {
  return { ip: '', helo: '', ...(tls !== undefined && { tls }), receivedBy };
}

/** The results, without whom they are about: all that delivering asks. */
function bareResults({ spf, dkim, dmarc, arc }: AuthenticationFacts): AuthenticationFacts {
  return {
    spf: { result: spf.result },
    dkim: dkim.map(({ result, isAligned }) => ({ result, domain: '', isAligned })),
    dmarc: { result: dmarc.result, ...(dmarc.policy !== undefined && { policy: dmarc.policy }) },
    arc: { result: arc.result },
  };
}

/** Comments quote who was checked. */
function withoutQuotedAddresses({ spf, dkim, dmarc, arc }: AuthenticationFacts): AuthenticationFacts {
  const hide = <Result extends { readonly comment?: string }>(result: Result): Result =>
    result.comment === undefined ? result : { ...result, comment: hideAddresses(result.comment) };
  return { spf: hide(spf), dkim: dkim.map(hide), dmarc: hide(dmarc), arc: hide(arc) };
}

/** What ends an address to the left, in the words of a server. */
const separators = new Set(' \t\r\n<>()[]{},;:"\'`=');

/** Text with every address in it as `*@domain`. Linear. */
export function hideAddresses(text: string): string {
  const parts = text.split('@');
  const last = parts.pop() ?? '';
  return [...parts.map((part) => withoutLastWord(part) + hidden), last].join('@');
}

function withoutLastWord(part: string): string {
  // A quoted local part (RFC 5321 §4.1.2) may hold anything but another quote.
  if (part.endsWith('"')) return part.slice(0, Math.max(0, part.lastIndexOf('"', part.length - 2)));
  let end = part.length;
  while (end > 0 && !separators.has(part.charAt(end - 1))) end -= 1;
  return part.slice(0, end);
}
