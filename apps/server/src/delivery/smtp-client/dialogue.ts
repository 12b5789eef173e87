import { classifyReply, type SmtpReply } from '@smtpy/mail';

/** Where in a dialogue something happened; the words of `AttemptEvidence.stage`. */
export type Stage = 'connect' | 'greeting' | 'ehlo' | 'tls' | 'auth' | 'mail' | 'rcpt' | 'data' | 'body';

/** Why a dialogue did not go on: the host's reply, or our words when there was none. */
export interface Failure {
  readonly stage: Stage;
  readonly reply?: SmtpReply;
  readonly explanation?: string;
}

/** A connection that gave no reply in time, broke, was closed, or answered with what is no reply. */
export class BrokenConnection extends Error {
  override readonly name = 'BrokenConnection';
  readonly failure: Failure & { readonly explanation: string };

  constructor(stage: Stage, explanation: string) {
    super(`${stage}: ${explanation}`);
    this.failure = { stage, explanation };
  }
}

/** What a reply that was not hoped for means: permanent for 5xx; temporary for 4xx and for what makes no sense. */
export function classifyRefusal(reply: SmtpReply): 'deferred' | 'bounced' {
  return classifyReply(reply) === 'bounced' ? 'bounced' : 'deferred';
}
