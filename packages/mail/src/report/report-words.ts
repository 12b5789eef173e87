import { cleanLine } from '../clean-line.ts';
import { classifyFailure, findEnhancedCode } from '../failure/index.ts';

/**
 * What people are told in reports. Programs have few forms of it; these are those of Postfix, sendmail, Exim, qmail, Exchange, Outlook,
 * Gmail, Yahoo, iCloud and GMX.
 */

// How far reports are read for people; the returned message comes after.
const maxLines = 200;
const maxLineCharacters = 500;
const maxDiagnosticLines = 6;
const maxDiagnosticCharacters = 2000;

const openings =
  /this is the (?:qmail-send|mail delivery|mail system|postfix)|this message was created automatically by (?:the )?mail (?:delivery|system)|this is an automatically generated delivery status|could(?: not|n'?t) be delivered|the following addresses had|delivery to the following recipient|delivery has failed to these|(?:mail|message) (?:delivery )?(?:failed|undeliverable)|message (?:wasn't|was not) delivered|address not found|undeliverable|unable to deliver|returned to sender|konnte nicht zugestellt/i;
const subjects =
  /^(?:(?:mail|message|e-?mail)? ?deliver(?:y|able).{0,40}(?:fail|status|notification|problem|delay|error|incomplete|report|system)|undeliver|(?:mail|message).{0,30}(?:returned|failed|undeliverable|could not)|returned mail|failure notice|failed mail|warning: (?:message|could not)|non[- ]?(?:deliver|remis)|delayed mail|unzustellbar|no se puede entregar|non recapitabile|rückläufer)/i;
const senders =
  /mailer-?daemon|postmaster|microsoftexchange|mail-?delivery|mail delivery|^mdaemon|bounces?@|qmail|mailsystem/i;
const delays =
  /delay|warning only|warning:|not yet been delivered|still (?:being )?(?:trying|tried|retr)|will (?:continue|keep|be retried)|delivery incomplete|will try again|no action is required/i;
const separators =
  /^-{2,}.{0,60}(?:copy of|original message|message header|header of|headers of|undelivered|returned message)|below this line is a copy|^original message headers:/i;
const replyCode = /(?:^|[\s:<([])[45]\d\d[ -](?=\S)/;
const soleAddress =
  /^\s{0,20}(?:<([^\s<>]{1,320}@[^\s<>]{1,255})>|([^\s<>:;()"]{1,320}@[^\s<>:;()"]{1,255})):?(?:\s.{0,40})?$/;
const messageIdLine = /^[\s>]{0,8}message-id\s{0,4}:\s{0,4}(<[^<>\s]{1,900}>)/i;

/** The words of a report, without what is quoted of the message. */
export interface ReportWords {
  readonly lines: readonly string[];
  /** From the line on that says that the message follows. */
  readonly returned: readonly string[];
}

/** Cuts the text of a report at the line after which the message comes. */
export function splitReportText(lines: readonly string[]): ReportWords {
  const at = lines.findIndex((line) => separators.test(line.slice(0, 200)));
  const end = at < 0 ? lines.length : at;
  return {
    lines: lines.slice(0, Math.min(end, maxLines)).map((line) => line.slice(0, maxLineCharacters)),
    returned: lines.slice(end),
  };
}

/** Whether the words begin as a report does. */
export function soundsLikeReport({ lines }: ReportWords): boolean {
  return openings.test(openingOf(lines));
}

/** Whether subject and author are those of reports. */
export function looksLikeReport(subject: string, author: string): boolean {
  return subjects.test(subject.trim().slice(0, 200)) && senders.test(author.slice(0, 400));
}

/** Whether subject or words speak of a delay. */
export function speaksOfDelay(subject: string, { lines }: ReportWords): boolean {
  return delays.test(subject.slice(0, 200)) || delays.test(openingOf(lines));
}

/** The first lines, in which reports say what they are. */
function openingOf(lines: readonly string[]): string {
  return lines.slice(0, 20).join(' ').slice(0, 2000);
}

/** The line that looks most like a remote server's words, with those that belong to it. */
export function findDiagnostic({ lines }: ReportWords): string | undefined {
  const weights = lines.map(weightOf);
  const best = Math.max(0, ...weights);
  if (best === 0) return undefined;
  const start = weights.indexOf(best);
  const rest = lines.slice(start + 1, start + maxDiagnosticLines);
  const end = rest.findIndex((line) => line.trim() === '' || soleAddress.test(line));
  const words = [lines[start] ?? '', ...(end < 0 ? rest : rest.slice(0, end))].join(' ');
  return cleanLine(words, maxDiagnosticCharacters) || undefined;
}

function weightOf(line: string): number {
  const hasCode = replyCode.test(line);
  if (findEnhancedCode(line) !== undefined) return hasCode ? 4 : 3;
  if (hasCode) return 2;
  return line.trim() !== '' && classifyFailure({ text: line }).cause !== 'other' ? 1 : 0;
}

/** The address that stands on a line of its own, as all programs do for the recipient. */
export function findRecipient({ lines }: ReportWords): string | undefined {
  for (const line of lines) {
    const match = soleAddress.exec(line);
    if (match !== null) return cleanLine(match[1] ?? match[2] ?? '', maxDiagnosticCharacters) || undefined;
  }
  return undefined;
}

/** The Message-ID of a message that is quoted in the text. */
export function findMessageId({ lines, returned }: ReportWords): string | undefined {
  for (const line of [...returned, ...lines]) {
    const match = messageIdLine.exec(line.slice(0, maxLineCharacters));
    if (match !== null) return cleanLine(match[1] ?? '', maxDiagnosticCharacters) || undefined;
  }
  return undefined;
}
