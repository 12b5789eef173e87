import { sendMail } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCorrespondent } from '../e2e/correspondent.ts';
import { aliasDomain, mailbox } from '../e2e/installation.ts';
import { aliasNames, expectHonestMail, openTarget, recipientsOutside, type Target } from './target.ts';

const maxNewAliases = 30;
const maxPerOrganization = 700;
let target: Target;

beforeAll(async () => {
  target = await openTarget({
    SMTPY_LIMIT_NEW_ALIASES: `${String(maxNewAliases)}/h`,
    SMTPY_LIMIT_PER_ORGANIZATION: `${String(maxPerOrganization)}/h`,
  });
  await createCorrespondent(target, 'eve@bomber.example');
});
afterAll(() => target[Symbol.asyncDispose]());

interface Thrown {
  readonly codes: readonly number[];
  readonly messageId: string;
}

let thrown = 0;

/** One transaction to invented addresses; gives the codes of its recipients, or of its content where that was refused. */
async function throwBomb(prefix: string, recipients: number): Promise<Thrown> {
  thrown += 1;
  const bomb = String(thrown);
  const messageId = `<bomb-${bomb}@bomber.example>`;
  const { rcpt, body, last } = await sendMail({
    port: target.server.smtpPort,
    mailFrom: `eve-${bomb}@bomber.example`,
    rcptTo: Array.from(
      { length: recipients },
      (_, index) => `${prefix}-${bomb}-${String(index)}@${aliasDomain}`,
    ),
    data: `From: eve-${bomb}@bomber.example\r\nTo: you\r\nSubject: Boom\r\nMessage-ID: ${messageId}\r\n\r\nBoom.\r\n`,
    timeoutMs: 30_000,
  });
  return {
    codes: body === undefined ? [last.code] : [...rcpt.map(({ code }) => code), body.code],
    messageId,
  };
}

/** Some transactions, a few at a time. */
async function throwMany(
  prefix: string,
  { bombs, recipients }: { readonly bombs: number; readonly recipients: number },
): Promise<readonly Thrown[]> {
  const all: Thrown[] = [];
  while (all.length < bombs)
    all.push(...(await Promise.all(Array.from({ length: 5 }, () => throwBomb(prefix, recipients)))));
  return all;
}

const isTaken = ({ codes }: Thrown): boolean => codes.at(-1) === 250;

/** Every transaction that was taken came to the mailbox once, and none that was not. */
async function expectOneCopyEach(bombs: readonly Thrown[]): Promise<void> {
  const copies = () =>
    bombs.map(
      ({ messageId }) => target.mx.counts.byRecipientAndMessageId.get(`${mailbox} ${messageId}`) ?? 0,
    );
  await expect.poll(copies, { timeout: 20_000 }).toEqual(bombs.map((bomb) => (isTaken(bomb) ? 1 : 0)));
}

const isTemporary = (code: number): boolean => code === 250 || code === 450 || code === 452;

/** Sends until the catch-all is as it should be: workers learn of it within seconds. */
async function setCatchAll(mode: 'create' | 'forward'): Promise<void> {
  await target.command('domain', 'set', aliasDomain, '--catch-all', mode, '--catch-all-to', mailbox);
}

describe('a mail bomb to invented addresses', () => {
  it('makes no more aliases than the limit where a catch-all makes them, and the rest hear 450', async () => {
    await setCatchAll('create');
    await expect.poll(async () => isTaken(await throwBomb('first', 1)), { timeout: 20_000 }).toBe(true);
    const single = await throwMany('single', { bombs: 60, recipients: 1 });
    const many = await throwMany('many', { bombs: 10, recipients: 20 });
    const codes = [...single, ...many].flatMap((bomb) => bomb.codes);
    expect(codes.every(isTemporary)).toBe(true);
    expect(codes).toContain(450);
    // Two worker processes learn of each other's counts once a second.
    expect((await aliasNames(target)).length).toBeLessThanOrEqual(2 * maxNewAliases);
    await expectOneCopyEach([...single, ...many]);
    await expectHonestMail(target);
  }, 60_000);

  it('brings a mailbox one message for each transaction of a catch-all that forwards', async () => {
    const before = await aliasNames(target);
    await setCatchAll('forward');
    await expect.poll(async () => isTaken(await throwBomb('then', 1)), { timeout: 20_000 }).toBe(true);
    const bombs = await throwMany('wide', { bombs: 5, recipients: 40 });
    expect(bombs.flatMap(({ codes }) => codes).every(isTemporary)).toBe(true);
    await expectOneCopyEach(bombs);
    expect(await aliasNames(target)).toEqual(before);
    await expectHonestMail(target);
  }, 60_000);

  it('comes to its end by the limit of the organization, told with 450, and makes no more contacts', async () => {
    await expect
      .poll(
        async () => (await throwMany('flood', { bombs: 5, recipients: 50 })).every((bomb) => !isTaken(bomb)),
        { timeout: 30_000 },
      )
      .toBe(true);
    const before = await countContacts();
    const bombs = await throwMany('late', { bombs: 10, recipients: 50 });
    expect(bombs.map(({ codes }) => codes)).toEqual(bombs.map(() => [450]));
    await expectOneCopyEach(bombs);
    expect(await countContacts()).toBe(before);
    expect(before).toBeLessThanOrEqual(2 * maxPerOrganization);
  }, 60_000);

  it('left the queue in order, and nothing outside', async () => {
    await expect
      .poll(() => target.tryCommand('check-invariants', '--json'), { timeout: 20_000 })
      .toMatchObject({ code: 0 });
    expect(recipientsOutside(target)).toEqual([]);
    const { last } = await target.honest.send({ rcptTo: [`shop@${aliasDomain}`] });
    // The organization's limit is spent: honest mail is asked to come back, and never lost.
    expect(last.code).toBe(450);
  }, 30_000);
});

async function countContacts(): Promise<number> {
  const { items } = (await target.command('contact', 'list', `*@${aliasDomain}`)) as {
    items: readonly unknown[];
  };
  return items.length;
}
