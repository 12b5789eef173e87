import { cleanLine } from '../clean-line.ts';
import { classifyFailure, findEnhancedCode } from '../failure/index.ts';
import { decodeText, fieldValue, findFields, type HeaderBlock } from '../header/index.ts';
import { firstValue, readContentType } from './content-type.ts';
import type { DeliveryReport } from './delivery-report.ts';
import {
  hasStatusPart,
  readContent,
  readMessageId,
  type ReportContent,
  type ReportInput,
} from './report-content.ts';
import {
  findDiagnostic,
  findMessageId,
  findRecipient,
  looksLikeReport,
  soundsLikeReport,
  speaksOfDelay,
} from './report-words.ts';
import type { StatusGroup } from './status-groups.ts';

type Action = DeliveryReport['action'];

const maxDiagnosticCharacters = 2000;
const maxNameCharacters = 1000;

// RFC 3464 §2.3.3, in the order in which a report about several recipients is believed: what is bad matters most.
const actions: readonly Action[] = ['failed', 'delayed', 'unknown', 'relayed', 'delivered', 'expanded'];
// RFC 8098 and RFC 5965: reports about reading and about complaints.
const otherReports = /^message\/(?:global-)?(?:disposition-notification|feedback-report)$/;
const anyStatus = /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?!\.?\d)/;
const saysLittle = /^[245]\.0\.0$/;
const typedValue = /^\s{0,20}([a-z0-9-]{1,40})\s{0,20};(.*)$/is;
const utf8Escape = /\\x\{([0-9a-f]{1,6})\}/gi;

/**
 * Reads a report about a delivery: RFC 3464 in any state of repair, or the words of the programs that do not send one. Of several
 * recipients the worst is told of. Undefined for everything else: ordinary mail, automatic answers, read receipts (RFC 8098), feedback
 * reports (RFC 5965). The first mebibyte of the body is looked at.
 */
export function parseDeliveryReport(input: ReportInput): DeliveryReport | undefined {
  const content = readContent(input);
  return isReport(content) ? describe(content) : undefined;
}

function isReport(content: ReportContent): boolean {
  const { header, leaves, status, words } = content;
  const { type, parameters } = readContentType(header);
  if (leaves.some(({ contentType }) => otherReports.test(contentType.type))) return false;
  if (hasStatusPart(content)) return true;
  if (type === 'multipart/report') return isAboutDelivery(parameters.get('report-type'));
  if (firstValue(header, 'x-failed-recipients') !== '') return true;
  const author = firstValue(header, 'from');
  if (looksLikeReport(subjectOf(header), author)) return true;
  // An ordinary answer may quote a report; the author of a report is a program.
  return (
    looksLikeReport('failure notice', author) && (status.perRecipient.length > 0 || soundsLikeReport(words))
  );
}

function isAboutDelivery(reportType: string | undefined): boolean {
  return reportType === undefined || reportType.toLowerCase() === 'delivery-status';
}

function describe(content: ReportContent): DeliveryReport {
  const { header, status: groups, words } = content;
  const group = chooseGroup(groups.perRecipient);
  const action = readAction(group, content);
  const diagnostic = readDiagnostic(group) ?? (isTrouble(action) ? findDiagnostic(words) : undefined);
  const status = chooseStatus(group, diagnostic);
  const recipient = readRecipient(group) ?? failedRecipient(header) ?? findRecipient(words);
  const remoteMta = readTyped(group?.get('remote-mta'));
  const originalMessageId = findOriginal(content);
  return {
    action,
    ...(status !== undefined && { status }),
    ...(diagnostic !== undefined && { diagnostic }),
    ...(recipient !== undefined && { recipient }),
    ...(remoteMta !== undefined && { remoteMta }),
    ...(originalMessageId !== undefined && { originalMessageId }),
    ...(isTrouble(action) && { failure: classifyFailure(failureInput(status, diagnostic)) }),
  };
}

function isTrouble(action: Action): boolean {
  return action === 'failed' || action === 'delayed';
}

function chooseGroup(groups: readonly StatusGroup[]): StatusGroup | undefined {
  const rank = (group: StatusGroup) => actions.indexOf(statedAction(group));
  return groups.toSorted((left, right) => rank(left) - rank(right))[0];
}

/** The Action field, or else what the class of the status says; a status of class 4 does not tell a delay from its end. */
function statedAction(group: StatusGroup): Action {
  const word = /[a-z]+/.exec(group.get('action')?.toLowerCase() ?? '')?.[0];
  const stated = actions.find((action) => action === word);
  if (stated !== undefined) return stated;
  const status = anyStatus.exec(group.get('status') ?? '')?.[0] ?? '';
  if (status.startsWith('5')) return 'failed';
  return status.startsWith('2') ? 'delivered' : 'unknown';
}

function readAction(group: StatusGroup | undefined, { header, words }: ReportContent): Action {
  const action = group === undefined ? 'unknown' : statedAction(group);
  if (action !== 'unknown') return action;
  if (speaksOfDelay(subjectOf(header), words)) return 'delayed';
  const saysFailure = looksLikeReport(subjectOf(header), 'postmaster') || soundsLikeReport(words);
  return saysFailure || firstValue(header, 'x-failed-recipients') !== '' ? 'failed' : 'unknown';
}

/** RFC 3464 §2.3.6: the type before the semicolon is not part of the words. */
function readDiagnostic(group: StatusGroup | undefined): string | undefined {
  const value = group?.get('diagnostic-code');
  if (value === undefined) return undefined;
  return cleanLine(typedValue.exec(value)?.[2] ?? value, maxDiagnosticCharacters) || undefined;
}

/** The Status field; where that says nothing, the code in the diagnostic. Words behind the code are dropped. */
function chooseStatus(group: StatusGroup | undefined, diagnostic: string | undefined): string | undefined {
  const status = anyStatus.exec(group?.get('status') ?? '')?.[0];
  if (status !== undefined && !saysLittle.test(status)) return status;
  return findEnhancedCode(diagnostic ?? '') ?? status;
}

/** The diagnostic is nearer to the cause than the reporting program's status. */
function failureInput(status: string | undefined, diagnostic: string | undefined) {
  const enhanced = findEnhancedCode(diagnostic ?? '') ?? status;
  return {
    ...(enhanced !== undefined && { enhanced }),
    ...(diagnostic !== undefined && { text: diagnostic }),
  };
}

function readRecipient(group: StatusGroup | undefined): string | undefined {
  return readTyped(group?.get('final-recipient')) ?? readTyped(group?.get('original-recipient'));
}

/** `rfc822; <jane@example.com>` without type and brackets; RFC 6533 §3 escapes are read. */
function readTyped(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const [, type = '', typed = value] = typedValue.exec(value) ?? [];
  const text = type.toLowerCase() === 'utf-8' ? typed.replace(utf8Escape, readEscape) : typed;
  return cleanLine(text, maxNameCharacters).replace(/^<(.*)>$/s, '$1') || undefined;
}

function readEscape(whole: string, hex: string): string {
  const point = Number.parseInt(hex, 16);
  return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
}

/** What Exim and Gmail add to the header. */
function failedRecipient(header: HeaderBlock): string | undefined {
  const value = firstValue(header, 'x-failed-recipients').split(',', 1)[0] ?? '';
  return cleanLine(value, maxNameCharacters) || undefined;
}

/** In the returned message; else where Gmail, the text, or Exchange name it. */
function findOriginal({ header, status, words, returnedHeader }: ReportContent): string | undefined {
  const named = status.perMessage.get('x-original-message-id');
  return (
    (returnedHeader && readMessageId(returnedHeader, 'message-id')) ??
    /<[^<>\s]{1,900}>/.exec(named ?? '')?.[0] ??
    findMessageId(words) ??
    readMessageId(header, 'in-reply-to')
  );
}

function subjectOf(header: HeaderBlock): string {
  const [field] = findFields(header, 'subject');
  return field === undefined ? '' : decodeText(fieldValue(field));
}
