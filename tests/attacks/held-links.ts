import { request } from 'node:http';
import { expect } from 'vitest';
import { type Correspondent, createCorrespondent } from '../e2e/correspondent.ts';
import { aliasDomain, mailbox, newestMessage } from '../e2e/installation.ts';
import { openTarget, type Target } from './target.ts';
import { textOf } from '../e2e/mail-text.ts';

/** A request that is written as it is: its path is not tidied up. */
export interface Asking {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as a form, unless a header says otherwise. */
  readonly body?: string;
}

/** A form behind a link, and what its buttons say. */
export interface LinkForm {
  readonly path: string;
  readonly decisions: readonly [string, ...string[]];
}

/** A target with one message in quarantine and one reply that waits for its writer, each with the link that was sent for it. */
export interface HeldLinks {
  readonly target: Target;
  readonly jane: Correspondent;
  readonly quarantinePath: string;
  readonly confirmPath: string;
  readonly heldMailId: string;
  readonly heldReplyId: string;
  readonly forms: readonly LinkForm[];
  /** Gives the status; 0 where the connection broke. */
  ask(asking: Asking): Promise<number>;
  /** Both deliveries are held, and nothing else is. */
  expectStillHeld(): Promise<void>;
}

/** The key from which those of the links come. */
export const secretKey = 'a key of these tests, long enough for one';

/** Sets both up. */
export async function openHeldLinks(): Promise<HeldLinks> {
  const target = await openTarget({ SMTPY_SECRET_KEY: secretKey });
  const jane = await createCorrespondent(target, mailbox, { hasSpf: false });
  const previewed = `preview@${aliasDomain}`;
  await target.command('alias', 'add', previewed, '--to', mailbox);
  await target.command('alias', 'set', previewed, '--preview', 'on');
  await target.honest.send({ rcptTo: [previewed], fields: { Subject: 'Held' } });
  const quarantinePath = linkIn((await jane.awaitMail(1)).data);
  const heldMailId = (await newestMessage(target)).deliveries[0]?.id ?? '';
  const shop = `shop@${aliasDomain}`;
  const contact = (await target.command('contact', 'add', shop, target.honest.address)) as {
    reply_address: string;
  };
  await jane.send({ rcptTo: [contact.reply_address], isSigned: false, fields: { Subject: 'Unproven' } });
  const confirmPath = linkIn((await jane.awaitMail(2)).data);
  const heldReplyId = (await newestMessage(target)).deliveries[0]?.id ?? '';
  return {
    target,
    jane,
    quarantinePath,
    confirmPath,
    heldMailId,
    heldReplyId,
    forms: [
      { path: quarantinePath, decisions: ['deliver', 'deliver_and_allow', 'delete'] },
      { path: confirmPath, decisions: ['send', 'delete'] },
    ],
    ask: (asking) => ask(target.server.httpUrl, asking),
    expectStillHeld: async () => {
      const { items } = (await target.command('queue', 'list', '--state', 'held')) as {
        items: readonly { id: string }[];
      };
      expect(items.map(({ id }) => id).toSorted()).toEqual([heldMailId, heldReplyId].toSorted());
    },
  };
}

function linkIn(letter: Buffer): string {
  const text = textOf(letter);
  return /\/(?:quarantine|confirm)\/[\w-]{48}/u.exec(text)?.[0] ?? '';
}

function ask(url: string, asking: Asking): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const { hostname, port } = new URL(url);
  const { method, path, headers = {}, body } = asking;
  const type = body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
  const sending = request(
    { hostname, port, method, path, headers: { ...type, ...headers }, timeout: 10_000 },
    (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    },
  );
  // What the server breaks off, or what may not be sent at all, acts on nothing.
  sending.on('error', () => resolve(0)).on('timeout', () => sending.destroy());
  sending.end(body);
  return promise;
}
