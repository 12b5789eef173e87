import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Correspondent, createCorrespondent } from './correspondent.ts';
import {
  aliasDomain,
  install,
  type Installation,
  mailbox,
  newestMessage,
  userEmail,
} from './installation.ts';

let it_: Installation;
let bob: Correspondent;

beforeAll(async () => {
  it_ = await install({ env: { SMTPY_LIMIT_NEW_ALIASES: '20/h' } });
  bob = await createCorrespondent(it_, 'bob@outside.example');
});
afterAll(() => it_[Symbol.asyncDispose]());

const catchAll = (mode: string, ...more: readonly string[]) =>
  it_.command('domain', 'set', aliasDomain, '--catch-all', mode, ...more);

const aliasNames = async (): Promise<readonly string[]> => {
  const { items } = (await it_.command('alias', 'list', aliasDomain, '--limit', '100')) as {
    items: readonly { address: string }[];
  };
  return items.map(({ address }) => address).toSorted();
};

const at = (localPart: string): string => `${localPart}@${aliasDomain}`;

async function sendTo(rcptTo: readonly string[], from = bob): Promise<number> {
  return (await from.send({ rcptTo })).last.code;
}

describe('a catch-all that forwards', () => {
  it('brings mail for any address, and answers leave as that address', async () => {
    await catchAll('forward', '--catch-all-to', mailbox);
    const before = await aliasNames();
    await expect.poll(() => sendTo([at('anything')]), { timeout: 10_000 }).toBe(250);
    const forwarded = await awaitForward(at('anything'));
    const [, replyAddress = ''] = /^From:(?:.|\r\n[ \t])*?([^\s<>"]+@alias\.example)/mu.exec(forwarded) ?? [];
    expect(replyAddress).toMatch(new RegExp(`@${aliasDomain}$`, 'u'));
    const jane = await createCorrespondent(it_, mailbox);
    expect((await jane.send({ rcptTo: [replyAddress] })).last.code).toBe(250);
    const reply = (await bob.awaitMail(1)).data.toString();
    expect(reply).toMatch(new RegExp(`^From: .*anything@${aliasDomain}`, 'mu'));
    expect(reply).not.toContain('mailbox.example');
    expect(await aliasNames()).toEqual(before);
  });

  it('takes five recipients of one transaction as five deliveries, and its mailbox gets one message', async () => {
    const rcptTo = ['one', 'two', 'three', 'four', 'five'].map(at);
    const { last, messageId } = await bob.send({ rcptTo });
    expect(last.code).toBe(250);
    const { deliveries } = await newestMessage(it_);
    expect(deliveries).toHaveLength(5);
    const arrived = () => it_.mx.messages.filter(({ data }) => data.includes(messageId)).length;
    await expect.poll(arrived, { timeout: 10_000 }).toBe(1);
    await expect
      .poll(async () => (await newestMessage(it_)).deliveries.map(({ state }) => state).toSorted(), {
        timeout: 10_000,
      })
      .toEqual(['delivered', ...Array.from({ length: 4 }, () => 'discarded')]);
  });
});

describe('a catch-all that makes aliases', () => {
  it('makes one with the first message, once, where the pattern allows it', async () => {
    await catchAll('create', '--catch-all-to', mailbox, '--catch-all-pattern', 'shop-.*');
    await expect.poll(() => sendTo([at('other')]), { timeout: 10_000 }).toBe(550);
    expect(await Promise.all([sendTo([at('shop-1')]), sendTo([at('SHOP-1')])])).toEqual([250, 250]);
    expect((await aliasNames()).filter((name) => name.startsWith('shop-'))).toEqual([at('shop-1')]);
  });

  it('does not bring a deleted alias back', async () => {
    await it_.command('alias', 'delete', at('shop-1'));
    await expect.poll(() => sendTo([at('shop-1')]), { timeout: 10_000 }).toBe(550);
    expect(await sendTo([at('shop-1+tag')])).toBe(550);
    expect(await aliasNames()).not.toContain(at('shop-1'));
  });

  it('leaves no alias behind for a first message that is refused', async () => {
    const eve = await createCorrespondent(it_, 'eve@blocked.example');
    await it_.command('sender', 'block', 'blocked.example', '--user', userEmail);
    await expect.poll(() => sendTo([at('shop-2')], eve), { timeout: 10_000 }).toBe(550);
    const forger = await createCorrespondent(it_, 'pay@strict.example', { hasSpf: false, dmarc: 'reject' });
    const { last } = await forger.send({ rcptTo: [at('shop-3')], isSigned: false });
    expect(last.code).toBe(550);
    const names = await aliasNames();
    expect(names).not.toContain(at('shop-2'));
    expect(names).not.toContain(at('shop-3'));
  });

  it('leaves none for one that is held, which is forwarded all the same when it is let go', async () => {
    const kim = await createCorrespondent(it_, 'kim@doubtful.example', {
      hasSpf: false,
      dmarc: 'quarantine',
    });
    const { last, messageId } = await kim.send({ rcptTo: [at('shop-4')], isSigned: false });
    expect(last.code).toBe(250);
    const { deliveries } = await newestMessage(it_);
    expect(deliveries).toMatchObject([{ state: 'held' }]);
    expect(await aliasNames()).not.toContain(at('shop-4'));
    await it_.command('quarantine', 'release', deliveries[0]?.id ?? '');
    await expect
      .poll(() => it_.mx.messages.filter(({ data }) => data.includes(messageId)).length, { timeout: 10_000 })
      .toBe(1);
  });

  it('is bounded: a mail bomb to invented addresses makes as many as the limit, and the rest hear 450', async () => {
    const codes: number[] = [];
    for (let index = 0; index < 30; index += 1) codes.push(await sendTo([at(`shop-bomb-${String(index)}`)]));
    expect(new Set(codes)).toEqual(new Set([250, 450]));
    const made = (await aliasNames()).filter((name) => name.includes('bomb'));
    expect(made.length).toBeLessThanOrEqual(20);
    expect(made).toHaveLength(codes.filter((code) => code === 250).length);
  }, 60_000);
});

async function awaitForward(recipient: string): Promise<string> {
  const found = () =>
    it_.mx.messages.find(({ rcptTo, data }) => rcptTo.includes(mailbox) && data.includes(recipient));
  await expect.poll(found, { timeout: 20_000 }).toBeDefined();
  return found()?.data.toString() ?? '';
}
