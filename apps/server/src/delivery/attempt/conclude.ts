import { classifyFailure, type FailureFacts } from '@smtpy/mail';
import type { AttemptEvidence, DeliveryOutcome } from '../../queue/index.ts';
import type { SendOutcome } from '../transport.ts';

/**
 * Causes of failures in which nobody refused anything. The first row that matches decides; without an explanation a row that asks
 * for one does not.
 */
const ownCauses: readonly {
  readonly stages?: ReadonlySet<string>;
  readonly explanation?: RegExp;
  readonly cause: string;
}[] = [
  { stages: new Set(['dns']), cause: 'dns' },
  // The words of `smtp-client/` for a wait that was over.
  { explanation: /^no answer/, cause: 'timeout' },
  {
    stages: new Set(['connect', 'greeting', 'ehlo', 'tls', 'auth', 'mail', 'rcpt', 'data', 'body']),
    cause: 'network',
  },
];

/** What our own trouble is called on the timeline. */
const unknownCause = 'internal';

/** Explanations of what is final begin with a status code of RFC 3463, as a reply would. */
const leadingStatus = /^([245]\.\d{1,3}\.\d{1,3}) /;

/** The outcome for the queue: a failure says what kind it was, in whichever step it came about. */
export function conclude(outcome: SendOutcome): DeliveryOutcome {
  const { kind, evidence } = outcome;
  switch (kind) {
    case 'delivered':
      return { kind, evidence };
    case 'held':
      return { kind, holdReason: outcome.holdReason, evidence };
    case 'deferred':
    case 'bounced':
      return { kind, evidence: { ...evidence, failure: classify(evidence) } };
  }
}

/** What kind of failure the evidence tells of. */
export function classify({ failure, reply, stage, explanation }: AttemptEvidence): FailureFacts {
  if (failure !== undefined) return failure;
  if (reply !== undefined) return classifyFailure(reply);
  const enhanced = leadingStatus.exec(explanation ?? '')?.[1];
  if (enhanced !== undefined) return classifyFailure({ enhanced, text: explanation ?? '' });
  const row = ownCauses.find(
    (own) =>
      (own.stages?.has(stage) ?? true) &&
      (own.explanation === undefined || own.explanation.test(explanation ?? '')),
  );
  return { failureClass: 'soft', cause: row?.cause ?? unknownCause };
}
