import type { SMTPServerAddress } from 'smtp-server';
import type { InboundDependencies } from '../dependencies.ts';
import { refuse, toSmtpError } from '../replies.ts';
import { createAdmission } from '../session/admission.ts';
import { InboundServer, type InboundServerOptions } from '../session/server.ts';
import { SubmissionConnection } from './connection.ts';
import type { Logins } from './logins.ts';

/** A server and the port it is to listen on. */
export interface SubmissionListener {
  /** As the ready line and the doctor name it. */
  readonly name: 'submission' | 'submissions';
  readonly server: InboundServer;
  readonly port: number;
}

/** The listeners that are configured. `shared` is what the public port runs on. */
export function createSubmissionListeners(
  { config, events }: Pick<InboundDependencies, 'config' | 'events'>,
  shared: InboundServerOptions,
  logins: Logins,
): readonly SubmissionListener[] {
  const options = {
    ...shared,
    // Owners are let in however many connections the public port has.
    policy: { ...shared.policy, ...createAdmission({ config, events }) },
    onMailFrom: renewFirst(shared.onMailFrom, logins, events),
  };
  const terms = { Connection: SubmissionConnection, onAuth: logins.onAuth };
  const ports = [
    { name: 'submission', port: config.submissionPort, isImplicitTls: false },
    { name: 'submissions', port: config.submissionsPort, isImplicitTls: true },
  ] as const;
  return ports.flatMap(({ name, port, isImplicitTls }) =>
    port === undefined
      ? []
      : [{ name, port, server: new InboundServer({ ...options, submission: { ...terms, isImplicitTls } }) }],
  );
}

type OnMailFrom = InboundServerOptions['onMailFrom'];

/** A login lasts as long as its password and its alias do, not as long as the session. */
function renewFirst(
  onMailFrom: OnMailFrom,
  logins: Logins,
  events: Pick<InboundDependencies['events'], 'failed'>,
): OnMailFrom {
  return (sender, session, callback) => {
    logins
      .renew(session)
      .catch((error: unknown) => {
        // The boundary of a command: the database failed, or something unknown.
        events.failed('submission', error, { ip: session.remoteAddress });
        return refuse('localError');
      })
      .then((refusal) => {
        if (refusal === undefined) onMailFrom(withoutIdentity(sender), session, callback);
        else callback(toSmtpError(refusal));
      })
      .catch((error: unknown) => {
        events.failed('reply', error, { ip: session.remoteAddress });
      });
  };
}

/** RFC 4954 §5 has servers take AUTH= with MAIL and lets them make nothing of it. */
function withoutIdentity(sender: SMTPServerAddress): SMTPServerAddress {
  if (sender.args === false) return sender;
  const { AUTH: _identity, ...args } = sender.args;
  return { ...sender, args };
}
