import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { formatDate } from '@smtpy/mail';
import { Secret } from '../config/index.ts';
import { newId } from '../db/index.ts';
import { formatTimeline, type MessageDetails } from '../messages/index.ts';
import { type DeliveryOutcome, finalStates } from '../queue/index.ts';
import { findRunningServer } from '../roles/index.ts';
import type { CommandContext, Outcome } from './command.ts';
import { messageJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import type { Installation } from './open.ts';

/** How long the message may take from the server's 250 to its final state. */
const patienceMs = 30_000;

const email = 'owner@demo.example';
const domainName = 'demo.example';
const mailboxAddress = 'you@mailbox.example';

/** `smtpy demo`: the main job in one go, on the running sandbox. */
export const demo = defineDatabaseCommand({
  name: 'demo',
  summary: 'Make an alias, send a message to it, show where it went',
  details:
    'Works on the running sandbox: makes a user, a domain, a mailbox and a new alias where they are missing, sends a real message by ' +
    'SMTP to the server, waits until it is captured, and prints where it can be seen, with its timeline. It may be repeated.',
  examples: ['smtpy demo'],
  async run(installation, _args, context): Promise<Outcome> {
    const { config } = installation;
    if (config.mode !== 'sandbox') {
      return {
        kind: 'refused',
        reason: 'The demo runs in the sandbox alone',
        hint: 'Start a server without SMTPY_MODE and SMTPY_HOSTNAME',
      };
    }
    const running = await findRunningServer(config.dataDir);
    const smtp = running?.addresses['smtp'];
    if (running === undefined || smtp === undefined) {
      return {
        kind: 'refused',
        reason: `No server runs on ${config.dataDir}`,
        hint: 'Start it with npm start, then run the demo in a second terminal',
      };
    }
    const made = await makeAlias(installation, context);
    if (made.kind === 'refused') return made;
    return sendAndWait({ installation, context, smtp, alias: made.alias, http: running.addresses['http'] });
  },
});

type MadeAlias =
  { readonly kind: 'made'; readonly alias: string } | { readonly kind: 'refused'; readonly reason: string };

/** Makes what is missing, and a new alias each time. */
async function makeAlias(installation: Installation, { note }: CommandContext): Promise<MadeAlias> {
  const { accounts, domains, mailboxes, aliases } = installation;
  let user = await accounts.findUser(email);
  if (user === undefined) {
    const password = randomBytes(18).toString('base64url');
    const created = await accounts.createUser({ email, password, isAdmin: false });
    if (created.kind !== 'created') return { kind: 'refused', reason: created.reason };
    user = created.user;
    note(`user     ${email} (password ${password})`);
  }
  const { organizationId } = user;
  const added = await domains.addDomain({ organizationId, name: domainName, isTrusted: true });
  if (added.kind === 'added') note(`domain   ${domainName}`);
  const mailbox = await mailboxes.addMailbox({ organizationId, address: mailboxAddress, isTrusted: true });
  if (mailbox.kind === 'added') note(`mailbox  ${mailboxAddress}`);
  const alias = `shop-${randomBytes(3).toString('hex')}@${domainName}`;
  const result = await aliases.addAlias({
    organizationId,
    address: alias,
    mailboxAddresses: [mailboxAddress],
    mode: 'rewrite',
  });
  if (result.kind !== 'added') return { kind: 'refused', reason: result.reason };
  note(`alias    ${alias} → ${mailboxAddress}`);
  return { kind: 'made', alias };
}

async function sendAndWait(options: {
  readonly installation: Installation;
  readonly context: CommandContext;
  readonly smtp: string;
  readonly http: string | undefined;
  readonly alias: string;
}): Promise<Outcome> {
  const { installation, context, smtp, http, alias } = options;
  const messageId = `<${newId()}@shop.example>`;
  const outcome = await send({ smtp, alias, messageId, signal: context.signal });
  const { reply, explanation } = outcome.evidence;
  const words = reply === undefined ? (explanation ?? 'no reply') : `${reply.code} ${reply.text}`;
  if (outcome.kind !== 'delivered')
    return { kind: 'refused', reason: `The server did not take the message: ${words}` };
  context.note(`sent     to ${smtp}: ${words}\n`);
  const message = await waitForEnd(installation, messageId, context.signal);
  if (message === undefined) {
    return {
      kind: 'refused',
      reason: `The message was accepted but has no final state after ${patienceMs / 1_000} s`,
      hint: 'smtpy message list shows it',
    };
  }
  const deliveryId = message.deliveries[0]?.id ?? '';
  const url = http === undefined ? undefined : `${http}/sandbox/${deliveryId}`;
  const where =
    url === undefined
      ? ''
      : `\n\nThe forwarded message, as ${mailboxAddress} would have received it:\n${url}`;
  return {
    kind: 'done',
    text: `${formatTimeline(message)}${where}`,
    data: { ...messageJson(message), url: url ?? null },
  };
}

async function send(options: {
  readonly smtp: string;
  readonly alias: string;
  readonly messageId: string;
  readonly signal: AbortSignal;
}): Promise<DeliveryOutcome> {
  const { smtp, alias, messageId, signal } = options;
  const content = demoMessage(alias, messageId);
  // Loaded here, so that the help need not.
  const { createRelayTransport } = await import('../delivery/index.ts');
  await using transport = createRelayTransport({
    relayUrl: new Secret(`smtp://${smtp}`),
    hostname: 'shop.example',
  });
  return await transport.send(
    {
      delivery: { id: newId(), messageId: newId(), queueKey: domainName },
      mailFrom: 'news@shop.example',
      rcptTo: alias,
      isSmtpUtf8: false,
      sizeBytes: content.length,
      chunks: async function* () {
        yield await Promise.resolve(content);
      },
    },
    signal,
  );
}

function demoMessage(alias: string, messageId: string): Buffer {
  const lines = [
    'From: The Shop <news@shop.example>',
    `To: ${alias}`,
    'Subject: Your order is on its way',
    `Date: ${formatDate(new Date())}`,
    `Message-ID: ${messageId}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Hello,',
    '',
    `this message was sent to ${alias}. The shop knows that address alone;`,
    'your mailbox received it with a reply address in From, signed by your domain.',
    '',
  ];
  return Buffer.from(lines.join('\r\n'));
}

/** Looks for the message until all its deliveries ended; undefined when the patience ran out. */
async function waitForEnd(
  { messages }: Installation,
  messageId: string,
  signal: AbortSignal,
): Promise<MessageDetails | undefined> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline && !signal.aborted) {
    const newest = await messages.list({ limit: 20 });
    for (const { id } of newest) {
      const message = await messages.show(id);
      const isOurs = message?.messageIdHeader === messageId;
      if (isOurs && message.deliveries.every(({ state }) => finalStates.some((final) => final === state)))
        return message;
    }
    await delay(100);
  }
  return undefined;
}
