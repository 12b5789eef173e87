import type { DeliveryReport, FailureClass, SmtpReply } from '@smtpy/mail';
import type { AttemptEvidence } from '../queue/index.ts';

/** A failure in the terms of what is told of it. */
export interface Failure {
  readonly failureClass: FailureClass;
  /** Name of its row in the table of failure patterns. */
  readonly cause: string;
  /** RFC 3463, as the other side gave it, or as fits the class. */
  readonly status: string;
  /** What the other side said, or we about it; may hold the destination's address, so it is for the owner alone. */
  readonly words: string | undefined;
  /** Whether {@link Failure.words} are those of a server, not ours. */
  readonly areTheirWords: boolean;
}

/** What a class is in RFC 3463, without its first digit. */
const subjectAndDetail: Readonly<Record<FailureClass, string>> = {
  // §3.3: the mailbox does not accept messages. That it does not exist (§3.2) would be said of an alias, and that one does.
  hard: '2.1',
  full: '2.2',
  policy: '7.1',
  spam: '7.1',
  // §3.5: the time in which delivery was to be made is over.
  soft: '4.7',
};

/** The status that tells nothing but the class: 5 for what is final, 4 for what may still come. */
export function statusOf(failureClass: FailureClass, digit: 4 | 5): string {
  return `${String(digit)}.${subjectAndDetail[failureClass]}`;
}

/** The failure of an attempt. What was not classified, ours included, is soft. */
export function failureOfEvidence(evidence: AttemptEvidence, digit: 4 | 5): Failure {
  const { failureClass = 'soft', cause = 'unknown' } = evidence.failure ?? {};
  const said = evidence.reply && formatReply(evidence.reply);
  return {
    failureClass,
    cause,
    status: statusOrDefault(evidence.reply?.enhanced, failureClass, digit),
    words: said ?? evidence.explanation,
    areTheirWords: said !== undefined,
  };
}

/** The failure that a report tells of. */
export function failureOfReport(report: DeliveryReport, digit: 4 | 5): Failure {
  const { failureClass = 'soft', cause = 'unknown' } = report.failure ?? {};
  return {
    failureClass,
    cause,
    status: statusOrDefault(report.status, failureClass, digit),
    words: report.diagnostic ?? report.status,
    areTheirWords: true,
  };
}

/** RFC 3463 §2. */
const statusForm = /^[245](?:\.\d{1,3}){2}$/;

/** A status of the wrong class would contradict the action beside it (RFC 3464 §2.3.4). */
function statusOrDefault(given = '', failureClass: FailureClass, digit: 4 | 5): string {
  const isFitting = statusForm.test(given) && given.startsWith(String(digit));
  return isFitting ? given : statusOf(failureClass, digit);
}

function formatReply({ code, enhanced, text }: SmtpReply): string {
  return [String(code), enhanced, text].filter((part) => part !== undefined && part !== '').join(' ');
}
