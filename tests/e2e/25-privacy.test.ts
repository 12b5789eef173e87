import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Correspondent, createCorrespondent } from './correspondent.ts';
import {
  alias,
  aliasDomain,
  install,
  type Installation,
  mailbox,
  newestMessage,
  userEmail,
} from './installation.ts';

let it_: Installation;
let bob: Correspondent;
const subject = 'Zebra crossing';
const preview = `preview@${aliasDomain}`;

beforeAll(async () => {
  it_ = await install({ env: { SMTPY_MAX_MESSAGE_SIZE: '100KiB' } });
  bob = await createCorrespondent(it_, 'bob.secretive@hidden-sender.example', { name: 'Bob Secretive' });
  await it_.command('alias', 'add', preview, '--to', mailbox);
  await it_.command('alias', 'set', preview, '--preview', 'on');
});
afterAll(() => it_[Symbol.asyncDispose]());

const send = async (rcptTo: string, body = 'Hello.\n') =>
  bob.send({ rcptTo: [rcptTo], fields: { Subject: subject }, body });

/** A server that starts knows of it with the first message. */
async function setLevel(level: string): Promise<void> {
  await it_.command('organization', 'set', '--user', userEmail, '--privacy', level);
  await it_.server.restart();
}

async function stateBecomes(state: string): Promise<void> {
  await expect
    .poll(async () => (await newestMessage(it_)).deliveries[0]?.state, { timeout: 20_000 })
    .toBe(state);
}

/** Everything that commands show of mail, and the log. */
async function everythingShown(): Promise<string> {
  const { id } = await newestMessage(it_);
  const shown = await Promise.all([
    it_.tryCommand('message', 'list', '--json'),
    it_.tryCommand('message', 'show', id),
    it_.tryCommand('message', 'show', id, '--json'),
    it_.tryCommand('queue', 'list', '--json'),
    it_.tryCommand('quarantine', 'list', '--user', userEmail, '--json'),
    it_.tryCommand('refusal', 'list', '--user', userEmail, '--json'),
    it_.tryCommand('refusal', 'list', '--user', userEmail, '--counts', '--json'),
    it_.tryCommand('notice', 'list', '--json'),
  ]);
  const failed = shown.filter(({ code }) => code !== 0).map(({ stderr, stdout }) => stderr + stdout);
  expect(failed).toEqual([]);
  return shown.map(({ stdout }) => stdout).join('\n') + it_.server.log();
}

/** The life of mail under a level: forwarded, refused for good by the next hop, held and let go, refused here. */
async function live(): Promise<void> {
  expect((await send(alias)).last.code).toBe(250);
  await stateBecomes('delivered');
  it_.mx.on.rcpt = ({ rcptTo }) =>
    rcptTo === mailbox ? `550 5.7.1 ${bob.address} is not wanted` : undefined;
  expect((await send(alias)).last.code).toBe(250);
  await stateBecomes('bounced');
  it_.mx.on.rcpt = undefined;
  expect((await send(preview)).last.code).toBe(250);
  await stateBecomes('held');
  const { deliveries } = await newestMessage(it_);
  await it_.command('quarantine', 'release', deliveries[0]?.id ?? '');
  await stateBecomes('delivered');
  expect((await send(alias, `${'x'.repeat(70)}\n`.repeat(3_000))).last.code).toBe(552);
}

describe('what an organization does not want kept', () => {
  it('is in no list, timeline, refusal or notice, and in no line of the log, at level none', async () => {
    await setLevel('none');
    await live();
    const { items } = (await it_.command('message', 'list', '--limit', '4')) as {
      items: readonly { mail_from: string; subject: string | null }[];
    };
    expect(
      items.filter(({ mail_from: mailFrom }) => mailFrom !== '').map((one) => [one.mail_from, one.subject]),
    ).toEqual(expect.arrayContaining([['*', null]]));
    const shown = await everythingShown();
    for (const secret of ['bob.secretive', 'hidden-sender.example', 'Zebra', 'Secretive'])
      expect(shown).not.toContain(secret);
  }, 120_000);

  it('keeps the domain alone at level domain', async () => {
    await setLevel('domain');
    await live();
    const shown = await everythingShown();
    expect(shown).toContain('hidden-sender.example');
    for (const secret of ['bob.secretive', 'Zebra', 'Secretive']) expect(shown).not.toContain(secret);
  }, 120_000);

  it('forwards and answers all the same', async () => {
    const { messageId } = await send(alias);
    const forwarded = () => it_.mx.messages.find(({ data }) => data.includes(messageId));
    await expect.poll(forwarded, { timeout: 10_000 }).toBeDefined();
    const header = forwarded()?.data.toString() ?? '';
    expect(header).toContain('Bob Secretive');
    const [, replyAddress = ''] = /^From:(?:.|\r\n[ \t])*?<([^>]+)>/mu.exec(header) ?? [];
    const jane = await createCorrespondent(it_, mailbox);
    const before = bob.received().length;
    expect(
      (await jane.send({ rcptTo: [replyAddress], fields: { 'In-Reply-To': messageId } })).last.code,
    ).toBe(250);
    const reply = (await bob.awaitMail(before + 1)).data.toString();
    expect(reply).toContain(`In-Reply-To: ${messageId}`);
    expect(reply).not.toContain('mailbox.example');
  }, 60_000);
});
