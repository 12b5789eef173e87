import { isSameAddress, parseAddress } from '@smtpy/mail';
import type { SMTPServerAddress, SMTPServerSession } from 'smtp-server';
import { newId } from '../../db/index.ts';
import type { PolicyFact } from '../../queue/index.ts';
import { checkSender } from '../authentication/sender-policy.ts';
import { findClientName } from '../client-name.ts';
import { withinDeadline } from '../deadline.ts';
import type { InboundDependencies } from '../dependencies.ts';
import { authenticationTimeoutMs, lookUpTimeoutMs } from '../limits.ts';
import { judgeRecipient } from '../policy/recipient-policy.ts';
import { noteRefusal, ownerOf } from '../policy/refusal-notes.ts';
import { type Refusal, refuse } from '../replies.ts';
import { routeRecipient } from '../recipients/route-recipient.ts';
import type { Route } from '../recipients/route.ts';
import { announcedBytes } from './excessive-size.ts';
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
  return {
    kind: 'open',
    transaction: {
      id: newId(),
      mailFrom,
      submitter,
      isSmtpUtf8: 'SMTPUTF8' in parameters,
      declaredBytes: announcedBytes(sender.args),
      routes: [],
      policy: [],
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
  if (isTooMany(transaction, config)) return refused(refuse('tooManyRecipients'));
  const { mailFrom, submitter } = transaction;
  const ip = session.remoteAddress;
  const routing = await withinDeadline(
    routeRecipient(recipient.address, {
      ...dependencies,
      hostname: config.hostname,
      submitter: submitter?.alias,
    }),
    { timeoutMs: lookUpTimeoutMs, what: 'routing a recipient' },
  );
  const about = { recipient: recipient.address, mailFrom, ip, stage: 'rcpt' } as const;
  if (routing.kind === 'refused') {
    const { owner, refusal } = routing;
    if (owner !== undefined) noteRefusal({ ...about, owner, refusal }, dependencies);
    return refused(refusal);
  }
  const { route } = routing;
  const judgement = await withinDeadline(judgeRecipient({ route, transaction, ip }, dependencies), {
    timeoutMs: lookUpTimeoutMs,
    what: 'judging a recipient',
  });
  if (judgement.kind === 'refused') {
    noteRefusal({ ...about, owner: ownerOf(route), refusal: judgement.refusal }, dependencies);
    return refused(judgement.refusal);
  }
  // Clients without an accepted recipient cost no DNS.
  const background =
    submitter === undefined
      ? (transaction.background ?? startBackground(mailFrom, session, dependencies))
      : undefined;
  return {
    kind: 'open',
    transaction: {
      ...transaction,
      recipientCommands,
      background,
      ...withRoute(transaction, route, judgement.facts),
    },
  };
}

function isTooMany(
  { routes, recipientCommands }: Transaction,
  { maxRecipients }: InboundDependencies['config'],
): boolean {
  return routes.length >= maxRecipients || recipientCommands >= 2 * maxRecipients;
}

/** A recipient that is named twice is one (RFC 5321 §4.1.1.3 leaves it open). */
function withRoute(
  { routes, policy }: Transaction,
  route: Route,
  facts: readonly PolicyFact[],
): Pick<Transaction, 'routes' | 'policy'> {
  return routes.some(({ recipient }) => recipient === route.recipient)
    ? { routes, policy }
    : { routes: [...routes, route], policy: [...policy, ...facts] };
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
