import { sendMail } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Correspondent, createCorrespondent } from './correspondent.ts';
import { alias, aliasDomain, install, type Installation, userEmail } from './installation.ts';

let it_: Installation;
let bob: Correspondent;

beforeAll(async () => {
  it_ = await install({ env: { SMTPY_MAX_MESSAGE_SIZE: '100KiB', SMTPY_LIMIT_PER_ALIAS: '40/h' } });
  bob = await createCorrespondent(it_, 'bob@outside.example');
});
afterAll(() => it_[Symbol.asyncDispose]());

interface ShownRefusal {
  readonly recipient: string;
  readonly mail_from: string;
  readonly code: number;
  readonly stage: string;
  readonly reason: string;
}

const refusals = async (): Promise<readonly ShownRefusal[]> =>
  ((await it_.command('refusal', 'list', '--user', userEmail)) as { items: readonly ShownRefusal[] }).items;

async function expectRefusal(wanted: Partial<ShownRefusal>): Promise<void> {
  await expect
    .poll(refusals, { timeout: 10_000 })
    .toEqual(expect.arrayContaining([expect.objectContaining(wanted)]));
}

describe('what is refused before acceptance is found by the owner', () => {
  it('a message that announces too much', async () => {
    const { last } = await sendMail({
      port: it_.server.smtpPort,
      mailFrom: bob.address,
      mailParameters: ['SIZE=200000'],
      rcptTo: [alias],
      data: 'Subject: never sent\r\n\r\n',
    });
    expect(last).toMatchObject({ code: 552 });
    await expectRefusal({ recipient: alias, mail_from: bob.address, code: 552, stage: 'rcpt' });
  });

  it('a message that turns out to be too large, of which nothing is stored', async () => {
    const { last } = await bob.send({ rcptTo: [alias], body: `${'x'.repeat(70)}\n`.repeat(3_000) });
    expect(last).toMatchObject({ code: 552 });
    await expectRefusal({ recipient: alias, mail_from: bob.address, code: 552, stage: 'data' });
    const { items } = (await it_.command('message', 'list')) as { items: readonly unknown[] };
    expect(items).toEqual([]);
  });

  it('mail for an address that is not there, and from a sender whom the owner blocks', async () => {
    const nobody = `nobody@${aliasDomain}`;
    expect((await bob.send({ rcptTo: [nobody] })).last.code).toBe(550);
    await expectRefusal({ recipient: nobody, code: 550 });
    await it_.command('sender', 'block', bob.address, '--alias', alias);
    await expect
      .poll(async () => (await bob.send({ rcptTo: [alias] })).last.code, { timeout: 10_000, interval: 500 })
      .toBe(550);
    await expectRefusal({ recipient: alias, mail_from: bob.address, code: 550 });
  });

  it('a domain that is blocked by its operator hears 421, until an owner allows it', async () => {
    const eve = await createCorrespondent(it_, 'eve@doubtful.example');
    const own = `own@${aliasDomain}`;
    await it_.command('alias', 'add', own, '--to', 'jane@mailbox.example');
    await it_.command('sender', 'block', 'doubtful.example');
    await expect
      .poll(async () => (await eve.send({ rcptTo: [own] })).last.code, { timeout: 10_000, interval: 500 })
      .toBe(421);
    await it_.command('sender', 'allow', 'eve@doubtful.example', '--alias', own);
    await expect
      .poll(async () => (await eve.send({ rcptTo: [own] })).last.code, { timeout: 10_000 })
      .toBe(250);
  });
});

/** Replies to some messages one after the other, which different worker processes take. */
async function codesOf(sender: Correspondent, rcptTo: string): Promise<readonly number[]> {
  const codes: number[] = [];
  for (let index = 0; index < 8; index += 1) codes.push((await sender.send({ rcptTo: [rcptTo] })).last.code);
  return codes;
}

describe('the limit of an alias', () => {
  it('is told with 450, noted, and leaves the other recipient its message, once', async () => {
    const busy = `busy@${aliasDomain}`;
    const calm = `calm@${aliasDomain}`;
    await it_.command('alias', 'add', busy, '--to', 'jane@mailbox.example');
    await it_.command('mailbox', 'add', 'joe@mailbox.example', '--user', userEmail, '--trust');
    await it_.command('alias', 'add', calm, '--to', 'joe@mailbox.example');
    const ann = await createCorrespondent(it_, 'ann@elsewhere.example');
    // Worker processes learn of each other's counts within a second.
    await expect
      .poll(() => codesOf(ann, busy), { timeout: 20_000, interval: 500 })
      .toEqual(Array.from({ length: 8 }, () => 450));
    const { last, messageId } = await ann.send({ rcptTo: [busy, calm] });
    expect(last.code).toBe(250);
    const arrived = () =>
      it_.mx.messages.filter(({ data }) => data.includes(messageId)).flatMap(({ rcptTo }) => rcptTo);
    await expect.poll(arrived, { timeout: 10_000 }).toEqual(['joe@mailbox.example']);
    await expectRefusal({ recipient: busy, code: 450 });
  });
});

it('is bounded: a flood of refused mail leaves few events, and is counted', async () => {
  const flood = await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      sendMail({
        port: it_.server.smtpPort,
        mailFrom: bob.address,
        rcptTo: Array.from({ length: 40 }, (__, one) => `x${String(index)}-${String(one)}@${aliasDomain}`),
        data: 'Subject: flood\r\n\r\n',
      }),
    ),
  );
  expect(flood.every(({ last }) => last.code >= 400)).toBe(true);
  const counted = async () => {
    const { items } = (await it_.command('refusal', 'list', '--user', userEmail, '--counts')) as {
      items: readonly { count: number }[];
    };
    return items.reduce((sum, { count }) => sum + count, 0);
  };
  await expect.poll(counted, { timeout: 15_000 }).toBeGreaterThan(1_000);
  expect(await countListed()).toBeLessThanOrEqual(500);
}, 60_000);

/** All refusals that are kept one by one, page after page. */
async function countListed(): Promise<number> {
  let count = 0;
  for (let after: string | null = ''; after !== null;) {
    const more = after === '' ? [] : ['--after', after];
    const page = (await it_.command('refusal', 'list', '--user', userEmail, '--limit', '200', ...more)) as {
      items: readonly unknown[];
      next_cursor: string | null;
    };
    count += page.items.length;
    after = page.next_cursor;
  }
  return count;
}
