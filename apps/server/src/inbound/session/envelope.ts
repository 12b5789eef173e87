import { isSameAddress, parseAddress } from '@smtpy/mail';
import type { SMTPServerAddress, SMTPServerSession } from 'smtp-server';
import { newId } from '../../db/index.ts';
import { checkSender } from '../authentication/sender-policy.ts';
import { findClientName } from '../client-name.ts';
import { withinDeadline } from '../deadline.ts';
import type { InboundDependencies } from '../dependencies.ts';
import { authenticationTimeoutMs, lookUpTimeoutMs } from '../limits.ts';
import { type Refusal, refuse } from '../replies.ts';
import { routeRecipient } from '../recipients/route-recipient.ts';
import type { Route } from '../recipients/route.ts';
import { readReversePath } from './sender-address.ts';
import type { Background, Submitter, Transaction } from './transaction.ts';

/** Parameters of MAIL that EHLO announced: RFC 1870, RFC 6152, RFC 6531. */
const mailParameters: ReadonlySet<string> = new Set(['SIZE', 'BODY', 'SMTPUTF8']);

/** A transaction that may go on, or why it may not. */
export type EnvelopeResult =
  | { readonly kind: 'open'; readonly transaction: Transaction }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Begins a transaction (MAIL). A submitter's reverse path is its alias: the null one is for reports, and it has none to make. */
export function beginTransaction(
  sender: SMTPServerAddress,
  submitter: Submitter | undefined,
): EnvelopeResult {
  const parameters = sender.args === false ? {} : sender.args;
  const unknown = Object.keys(parameters).find((name) => !mailParameters.has(name));
  if (unknown !== undefined) return refused(refuse('unknownParameter', `MAIL ${unknown}`));
  const mailFrom = readReversePath(sender.address);
  if (mailFrom === undefined) return refused(refuse('senderSyntax'));
  if (submitter !== undefined && !isAddressOf(mailFrom, submitter)) {
    return refused(refuse('reversePathNotYours'));
  }
  const size = parameters['SIZE'];
  return {
    kind: 'open',
    transaction: {
      id: newId(),
      mailFrom,
      submitter,
      isSmtpUtf8: 'SMTPUTF8' in parameters,
      declaredBytes: typeof size === 'string' ? Number(size) : undefined,
      routes: [],
      recipientCommands: 0,
      background: undefined,
    },
  };
}

function isAddressOf(mailFrom: string, { alias }: Submitter): boolean {
  const parsed = parseAddress(mailFrom);
  return parsed.ok && isSameAddress(parsed.value, alias.address);
}

/** Adds a recipient (RCPT). Rejects when the directory or the queue cannot be asked. */
export async function addRecipient(
  recipient: SMTPServerAddress,
  { transaction, session }: { readonly transaction: Transaction; readonly session: SMTPServerSession },
  dependencies: InboundDependencies,
): Promise<EnvelopeResult> {
  const { config } = dependencies;
  const unknown = recipient.args === false ? undefined : Object.keys(recipient.args)[0];
  if (unknown !== undefined) return refused(refuse('unknownParameter', `RCPT ${unknown}`));
  const recipientCommands = transaction.recipientCommands + 1;
  const isTooMany =
    transaction.routes.length >= config.maxRecipients || recipientCommands > 2 * config.maxRecipients;
  if (isTooMany) return refused(refuse('tooManyRecipients'));
  const routing = await withinDeadline(
    routeRecipient(recipient.address, {
      ...dependencies,
      hostname: config.hostname,
      submitter: transaction.submitter?.alias,
    }),
    { timeoutMs: lookUpTimeoutMs, what: 'routing a recipient' },
  );
  if (routing.kind === 'refused') return routing;
  const background =
    transaction.submitter === undefined
      ? (transaction.background ?? startBackground(transaction.mailFrom, session, dependencies))
      : undefined;
  return {
    kind: 'open',
    transaction: {
      ...transaction,
      recipientCommands,
      background,
      routes: withRoute(transaction.routes, routing.route),
    },
  };
}

/** A recipient that is named twice is one (RFC 5321 §4.1.1.3 leaves it open). */
function withRoute(routes: readonly Route[], route: Route): readonly Route[] {
  return routes.some(({ recipient }) => recipient === route.recipient) ? routes : [...routes, route];
}

function startBackground(
  mailFrom: string,
  session: SMTPServerSession,
  { resolver, config }: InboundDependencies,
): Background {
  const ip = session.remoteAddress;
  const spf = checkSender(
    {
      ip,
      helo: session.hostNameAppearsAs,
      mailFrom,
      hostname: config.hostname,
      timeoutMs: authenticationTimeoutMs,
    },
    resolver,
  );
  let clientName: string | undefined;
  void findClientName(ip, resolver).then((name) => {
    clientName = name;
  });
  return { spf, clientName: () => clientName };
}

function refused(refusal: Refusal): EnvelopeResult {
  return { kind: 'refused', refusal };
}
