import { type MxEvent, waitFor } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Correspondent, createCorrespondent } from './correspondent.ts';
import {
  aliasDomain,
  install,
  type Installation,
  newestMessage,
  type ShownDelivery,
  userEmail,
} from './installation.ts';

let it_: Installation;
let bob: Correspondent;

beforeAll(async () => {
  it_ = await install({ env: { SMTPY_DELIVERY_REPLY_TIMEOUT: '2s', SMTPY_MAILBOX_PAUSE_AFTER: '1' } });
  bob = await createCorrespondent(it_, 'bob@outside.example');
});
afterAll(() => it_[Symbol.asyncDispose]());

/** A mailbox at a host of its own, so that it has a queue of its own as well. */
async function addMailbox(address: string): Promise<string> {
  await createCorrespondent(it_, address);
  await it_.command('mailbox', 'add', address, '--user', userEmail, '--trust');
  return address;
}

async function addAlias(localPart: string, mailboxes: readonly string[]): Promise<string> {
  const address = `${localPart}@${aliasDomain}`;
  await it_.command('alias', 'add', address, '--to', mailboxes.join(','));
  return address;
}

/** How often a message arrived at an address, whatever was asked before. */
const arrivals = (address: string, messageId: string): number =>
  it_.mx.messages.filter(({ rcptTo, data }) => rcptTo.includes(address) && data.includes(messageId)).length;

/** The states of the newest message's deliveries by destination. */
async function statesByDestination(): Promise<Readonly<Record<string, string>>> {
  const { deliveries } = await newestMessage(it_);
  return Object.fromEntries(deliveries.map(({ destination, state }) => [destination ?? '', state]));
}

async function expectNoViolation(): Promise<void> {
  await expect
    .poll(() => it_.command('check-invariants'), { timeout: 20_000 })
    .toMatchObject({ violations: [] });
}

describe('the destinations of one alias', () => {
  it('end each in its own way, and a retry of one does not send to another again', async () => {
    const taking = await addMailbox('ann@taking.example');
    const refusing = await addMailbox('ann@refusing.example');
    const busy = await addMailbox('ann@busy.example');
    const silent = await addMailbox('ann@silent.example');
    const address = await addAlias('four', [taking, refusing, busy, silent]);
    const answers = {
      [refusing]: '550 5.7.1 not wanted here',
      [busy]: '451 4.2.0 try later',
      [silent]: { kind: 'hang' },
    } as const;
    it_.mx.on.rcpt = ({ rcptTo }: MxEvent) => answers[rcptTo];
    const { last, messageId } = await bob.send({ rcptTo: [address] });
    expect(last.code).toBe(250);
    await expect.poll(statesByDestination, { timeout: 25_000 }).toEqual({
      [taking]: 'delivered',
      [refusing]: 'bounced',
      [busy]: 'deferred',
      [silent]: 'deferred',
    });
    delete it_.mx.on.rcpt;
    const { deliveries } = await newestMessage(it_);
    const waiting = deliveries.filter(({ state }: ShownDelivery) => state === 'deferred');
    for (const { id } of waiting) await it_.command('queue', 'retry', id);
    // What has ended cannot be begun again.
    const ended = deliveries.filter(({ state }: ShownDelivery) => state !== 'deferred');
    for (const { id } of ended) expect((await it_.tryCommand('queue', 'retry', id)).code).toBe(1);
    await expect.poll(statesByDestination, { timeout: 25_000 }).toEqual({
      [taking]: 'delivered',
      [refusing]: 'bounced',
      [busy]: 'delivered',
      [silent]: 'delivered',
    });
    expect([taking, refusing, busy, silent].map((each) => arrivals(each, messageId))).toEqual([1, 0, 1, 1]);
    await expectNoViolation();
  }, 90_000);
});

describe('the recipients of one message', () => {
  it('are refused one by one: the second arrives', async () => {
    const mailbox = await addMailbox('second@kept.example');
    const second = await addAlias('second', [mailbox]);
    const { rcpt, last, messageId } = await bob.send({ rcptTo: [`nobody@${aliasDomain}`, second] });
    expect(rcpt.map(({ code }) => code)).toEqual([550, 250]);
    expect(last.code).toBe(250);
    await waitFor(() => arrivals(mailbox, messageId) === 1, { what: 'the second recipient has it' });
  });

  it('get it exactly once when the first is put off and its sender tries again', async () => {
    const broken = await addMailbox('first@broken.example');
    const kept = await addMailbox('other@kept.example');
    const first = await addAlias('put-off', [broken]);
    const other = await addAlias('taken', [kept]);
    it_.mx.on.rcpt = ({ rcptTo }: MxEvent) => (rcptTo === broken ? '550 5.1.1 no such user' : undefined);
    const isPutOff = async () => (await bob.send({ rcptTo: [first] })).last.code;
    await expect.poll(isPutOff, { timeout: 20_000, interval: 500 }).toBe(450);
    const sent = await bob.send({ rcptTo: [first, other] });
    expect(sent.rcpt.map(({ code }) => code)).toEqual([450, 250]);
    expect(sent.last.code).toBe(250);
    delete it_.mx.on.rcpt;
    await it_.command('mailbox', 'resume', broken);
    // As a queue does it: the same message for the recipient that is left.
    const again = async () =>
      (await bob.send({ rcptTo: [first], fields: { 'Message-ID': sent.messageId } })).last.code;
    await expect.poll(again, { timeout: 20_000, interval: 500 }).toBe(250);
    await waitFor(() => arrivals(broken, sent.messageId) > 0 && arrivals(kept, sent.messageId) > 0, {
      what: 'both have it',
    });
    await expectNoViolation();
    const { items } = (await it_.command('queue', 'list')) as { items: readonly unknown[] };
    expect(items).toEqual([]);
    expect([arrivals(broken, sent.messageId), arrivals(kept, sent.messageId)]).toEqual([1, 1]);
  }, 90_000);

  it('reach one destination once: five recipients with the same five mailboxes are five deliveries', async () => {
    const mailboxes: string[] = [];
    for (const name of ['a', 'b', 'c', 'd', 'e']) mailboxes.push(await addMailbox(`${name}@five.example`));
    const aliases: string[] = [];
    for (const name of ['v', 'w', 'x', 'y', 'z']) aliases.push(await addAlias(`five-${name}`, mailboxes));
    const { rcpt, messageId } = await bob.send({ rcptTo: aliases });
    expect(rcpt.map(({ code }) => code)).toEqual([250, 250, 250, 250, 250]);
    const states = async () => {
      const { deliveries } = await newestMessage(it_);
      const count = (state: string) =>
        deliveries.filter((each: ShownDelivery) => each.state === state).length;
      return { delivered: count('delivered'), discarded: count('discarded'), all: deliveries.length };
    };
    await expect.poll(states, { timeout: 25_000 }).toEqual({ delivered: 5, discarded: 20, all: 25 });
    expect(mailboxes.map((each) => arrivals(each, messageId))).toEqual([1, 1, 1, 1, 1]);
    const sentences = (await newestMessage(it_)).timeline.map(({ sentence }) => sentence).join('\n');
    expect(sentences.match(/this mailbox gets the message by another alias/gu)).toHaveLength(20);
    await expectNoViolation();
  });

  it('each get their own when their mailboxes differ', async () => {
    const mailboxes: string[] = [];
    const aliases: string[] = [];
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      const mailbox = await addMailbox(`${name}@own.example`);
      mailboxes.push(mailbox);
      aliases.push(await addAlias(`own-${name}`, [mailbox]));
    }
    const { messageId } = await bob.send({ rcptTo: aliases });
    await waitFor(() => mailboxes.every((each) => arrivals(each, messageId) > 0), {
      what: 'all five have it',
    });
    expect(mailboxes.map((each) => arrivals(each, messageId))).toEqual([1, 1, 1, 1, 1]);
  });
});
