import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { waitFor } from '@smtpy/testkit';
import { expect } from 'vitest';
import { type Correspondent, createCorrespondent } from '../e2e/correspondent.ts';
import { alias, aliasDomain, install, type Installation, mailbox } from '../e2e/installation.ts';

/** An installation that is attacked, and somebody honest who writes to it meanwhile. */
export interface Target extends Installation {
  readonly honest: Correspondent;
}

/** Whom attackers want to reach through us. The MX of the tests takes his mail, so that nothing that leaves goes unseen. */
export const victim = 'victim@elsewhere.example';

/** Sets up what is attacked. */
export async function openTarget(env: Readonly<Record<string, string>> = {}): Promise<Target> {
  const installation = await install({ env });
  const honest = await createCorrespondent(installation, 'honest@friend.example', { name: 'Honest' });
  await createCorrespondent(installation, victim);
  return { ...installation, honest };
}

/** Proves that honest mail is taken and arrives, and that the queue keeps its promises. */
export async function expectHonestMail(target: Target, rcptTo = alias): Promise<void> {
  const messageId = `<${randomUUID()}@friend.example>`;
  const fields = { 'Message-ID': messageId, Subject: 'As ever' };
  const { last } = await target.honest.send({ rcptTo: [rcptTo], fields });
  expect(last.code).toBe(250);
  const copies = () => target.mx.messages.filter(({ data }) => data.includes(messageId));
  await waitFor(() => copies().length > 0, { what: 'honest mail arrived', timeoutMs: 20_000 });
  expect(copies().map(({ rcptTo: to }) => to)).toEqual([[mailbox]]);
  await expect
    .poll(() => target.tryCommand('check-invariants', '--json'), { timeout: 20_000, interval: 500 })
    .toMatchObject({ code: 0 });
}

/** Whom the MX of the tests was asked to take mail for, commands that it refused included. */
export function recipientsOutside({ mx }: Pick<Target, 'mx'>): readonly string[] {
  const asked = mx.commands.flatMap(({ line }) => /^RCPT TO:\s*<(.*)>/iu.exec(line)?.[1] ?? []);
  return [...new Set(asked)].filter((address) => address !== mailbox);
}

/** The addresses of all aliases, folded, in order. */
export async function aliasNames({ command }: Pick<Target, 'command'>): Promise<readonly string[]> {
  const { items } = (await command('alias', 'list', aliasDomain, '--limit', '200')) as {
    items: readonly { address: string }[];
  };
  return items.map(({ address }) => address).toSorted();
}

/** What a server says on one connection. */
export interface RawConversation {
  /** Replies after the greeting as text. */
  readonly text: string;
  readonly isClosedByServer: boolean;
}

/** Beyond it a server that neither answers nor closes has its fault shown. */
const rawTimeoutMs = 8_000;

/**
 * Writes pieces of octets as they are, each after the reply to the one before, and reads until the server closes, `until` appears behind
 * the last piece, or 8 s are over. Parts of a piece are written at once, one by one.
 */
export async function converseRaw(
  port: number,
  pieces: readonly (string | Buffer | readonly string[])[],
  until?: RegExp,
): Promise<RawConversation> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let text = '';
  let isClosed = false;
  socket.on('data', (octets) => (text += octets.toString('latin1')));
  socket.on('close', () => (isClosed = true));
  // A server that closes while we write resets the connection; what it said counts.
  socket.on('error', () => (isClosed = true));
  try {
    await once(socket, 'connect');
    const heard = async (isHeard: () => boolean): Promise<void> => {
      const deadline = performance.now() + rawTimeoutMs;
      const isOver = () => isClosed || isHeard() || performance.now() > deadline;
      await waitFor(isOver, { what: 'a reply', timeoutMs: 2 * rawTimeoutMs });
    };
    await heard(() => isFinished(text));
    for (const piece of pieces) {
      const before = text.length;
      for (const part of Array.isArray(piece) ? (piece as readonly string[]) : [piece as string])
        socket.write(part);
      const isLast = piece === pieces.at(-1);
      await heard(() => (isLast ? until?.test(text.slice(before)) === true : isFinished(text.slice(before))));
    }
    return { text, isClosedByServer: isClosed };
  } finally {
    socket.destroy();
  }
}

/** Whether the last line of a reply is there (RFC 5321 §4.2.1). */
function isFinished(text: string): boolean {
  return /(?:^|\r\n)\d{3} [^\r\n]*\r\n$/u.test(text);
}
