import { type DomainName, formatAddress, formatReturnPath } from '@smtpy/mail';
import { sendMail, waitFor } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../apps/server/src/config/index.ts';
import { deriveKey, loadMasterKey } from '../../apps/server/src/db/index.ts';
import { addressIn, type Correspondent, createCorrespondent, fieldOf } from './correspondent.ts';
import {
  alias,
  aliasDomain,
  install,
  type Installation,
  mailbox,
  mailboxDomain,
  newestMessage,
  type ShownMessage,
  userEmail,
} from './installation.ts';

const secretKey = 'a key of these tests, long enough for one';

let it_: Installation;
let jane: Correspondent;
let bob: Correspondent;

beforeAll(async () => {
  it_ = await install({
    env: {
      SMTPY_MAILBOX_PAUSE_AFTER: '2',
      SMTPY_MAILBOX_PROBE_AFTER: '2s',
      SMTPY_SECRET_KEY: secretKey,
    },
  });
  jane = await createCorrespondent(it_, mailbox);
  bob = await createCorrespondent(it_, 'bob@outside.example', { name: 'Bob' });
});
afterAll(() => it_[Symbol.asyncDispose]());

/** A report as a next hop writes it (RFC 3464), about a recipient of its own. */
function report(returnPath: string, facts: { readonly status: string; readonly words: string }): Buffer {
  return Buffer.from(
    [
      'From: MAILER-DAEMON@mx.mailbox.example',
      `To: ${returnPath}`,
      'Subject: Undelivered Mail Returned to Sender',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      `I am sorry: ${facts.words}`,
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.mailbox.example',
      '',
      `Final-Recipient: rfc822; ${mailbox}`,
      'Action: failed',
      `Status: ${facts.status}`,
      `Diagnostic-Code: smtp; 550 ${facts.status} ${facts.words}`,
      '--b--',
      '',
    ].join('\r\n'),
  );
}

const sendReport = (returnPath: string, data: Buffer) =>
  sendMail({ port: it_.server.smtpPort, mailFrom: '', rcptTo: [returnPath], data });

/** Sends to an alias, waits until it arrived, and gives the reverse path it arrived with. */
async function forwardOnce(rcptTo: string): Promise<{ readonly mailFrom: string; readonly id: string }> {
  const before = jane.received().length;
  await bob.send({ rcptTo: [rcptTo] });
  const { mailFrom } = await jane.awaitMail(before + 1);
  const { id } = await newestMessage(it_);
  return { mailFrom, id };
}

const show = async (id: string): Promise<ShownMessage> =>
  (await it_.command('message', 'show', id)) as ShownMessage;

/** Another digit in the signature alone: what the address says is true, and a delivery of ours. */
function alter(returnPath: string): string {
  const position = returnPath.startsWith('SRS') ? returnPath.indexOf('=') + 2 : returnPath.indexOf('@') - 5;
  const changed = returnPath.charAt(position) === 'a' ? 'b' : 'a';
  return returnPath.slice(0, position) + changed + returnPath.slice(position + 1);
}

/** The return path of a delivery as it was signed for a day that is over. */
async function expiredReturnPath(messageId: string): Promise<string> {
  const [delivery] = (await show(messageId)).deliveries;
  if (delivery === undefined) throw new Error('no delivery');
  const masterKey = await loadMasterKey({ secretKey: new Secret(secretKey), dataDir: '' });
  return formatAddress(
    formatReturnPath({
      deliveryId: delivery.id,
      expiresAt: new Date(Date.now() - 2 * 86_400_000),
      domain: aliasDomain as DomainName,
      key: deriveKey(masterKey, 'return-path'),
    }),
  );
}

describe.each(['rewrite', 'preserve'])('return paths of mode %s', (mode) => {
  const address = `${mode}-paths@${aliasDomain}`;
  beforeAll(async () => {
    await it_.command('alias', 'add', address, '--to', mailbox, '--mode', mode);
  });

  it('take a report in any case, tie it to the delivery, and refuse what was altered', async () => {
    const { mailFrom, id } = await forwardOnce(address);
    const soft = { status: '4.2.0', words: 'try later' };
    const { last: toAltered } = await sendReport(alter(mailFrom), report(mailFrom, soft));
    expect(toAltered.code).toBe(550);
    expect(toAltered.text).toContain('was not made here');
    expect((await sendReport(mailFrom.toUpperCase(), report(mailFrom, soft))).last.code).toBe(250);
    const told = await show(id);
    expect(told.timeline.map(({ kind }) => kind)).toContain('reported');
    expect(JSON.stringify(told.timeline.map(({ sentence }) => sentence))).not.toContain(mailbox);
  });

  it('refuse a report when their time is over', async () => {
    const { id } = await forwardOnce(address);
    const expired = await expiredReturnPath(id);
    const { last } = await sendReport(expired, report(expired, { status: '5.1.1', words: 'too late' }));
    expect(last.code).toBe(550);
    expect(last.text).toContain('has expired');
    expect((await show(id)).timeline.map(({ kind }) => kind)).not.toContain('reported');
  });

  it('take a report without the original, and one that is cut off', async () => {
    const { mailFrom, id } = await forwardOnce(address);
    const whole = report(mailFrom, { status: '5.7.1', words: 'policy' });
    const cut = Buffer.concat([
      whole.subarray(0, whole.indexOf('Status:') + 'Status: 5.7.1'.length),
      Buffer.from('\r\n'),
    ]);
    expect((await sendReport(mailFrom, cut)).last.code).toBe(250);
    expect((await show(id)).timeline.at(-1)?.kind).toMatch(/reported|owner_told|sender/u);
  });
});

describe('automatic answers', () => {
  const automatic = { 'Auto-Submitted': 'auto-replied', Subject: 'Out of office' };

  it('of the mailbox reach the contact as the alias', async () => {
    const { mailFrom } = await forwardOnce(alias);
    const before = bob.received().length;
    const { last } = await jane.send({ mailFrom: '', rcptTo: [mailFrom], fields: automatic });
    expect(last.code).toBe(250);
    const answer = await bob.awaitMail(before + 1);
    expect(answer.mailFrom).toBe('');
    expect(addressIn(fieldOf(answer.data, 'From'))).toBe(alias);
    expect(answer.data.toString('latin1')).not.toMatch(/jane|mailbox\.example/iu);
  });

  it('of the contact reach the mailbox', async () => {
    const before = { bob: bob.received().length, jane: jane.received().length };
    await bob.send({ rcptTo: [alias] });
    const seen = (await jane.awaitMail(before.jane + 1)).data;
    await jane.send({ rcptTo: [addressIn(fieldOf(seen, 'From'))] });
    const { mailFrom } = await bob.awaitMail(before.bob + 1);
    await bob.send({ mailFrom: '', rcptTo: [mailFrom], fields: automatic });
    const answer = await jane.awaitMail(before.jane + 2);
    expect(fieldOf(answer.data, 'Subject')).toBe('Out of office');
    expect(fieldOf(answer.data, 'From')).toMatch(/@alias\.example>?$/u);
  });
});

describe('a failure in mode preserve', () => {
  const address = `told@${aliasDomain}`;
  beforeAll(async () => {
    const gone = `gone@${mailboxDomain}`;
    await it_.command('mailbox', 'add', gone, '--user', userEmail, '--trust');
    await it_.command('alias', 'add', address, '--to', gone, '--mode', 'preserve');
    it_.mx.on.rcpt = ({ rcptTo }) =>
      rcptTo.startsWith('gone@') ? `550 5.7.1 <${rcptTo}> does not want this` : undefined;
  });
  afterAll(() => {
    delete it_.mx.on.rcpt;
  });

  it('is reported to a proven sender once, without a word about the mailbox', async () => {
    const before = bob.received().length;
    await bob.send({ rcptTo: [address], fields: { Subject: 'To nobody' } });
    const dsn = await bob.awaitMail(before + 1);
    expect(dsn.mailFrom).toBe('');
    const text = dsn.data.toString('latin1');
    expect(text).toContain('message/delivery-status');
    expect(text).toContain(`rfc822; ${address}`);
    expect(text).not.toMatch(/gone@|mailbox\.example|does not want/iu);
    await expect
      .poll(async () => JSON.stringify((await newestMessage(it_)).timeline), { timeout: 10_000 })
      .toContain('sender');
    expect(bob.received()).toHaveLength(before + 1);
  });

  it.each([
    ['the null sender', 'no return path', { mailFrom: '' }],
    ['an unproven sender', 'nothing proves', { mailFrom: 'eve@unproven.example', isSigned: false }],
    ['a list', 'mailing list', { fields: { 'List-Id': '<news.outside.example>' } }],
    ['an automatic message', 'by a program', { fields: { 'Auto-Submitted': 'auto-generated' } }],
  ])('is not reported to %s', async (_name, reason, letter) => {
    // She could be reached: what is not sent must not be missing for want of an MX.
    await createCorrespondent(it_, 'eve@unproven.example', { hasSpf: false });
    const before = it_.mx.counts.accepted;
    await bob.send({ rcptTo: [address], ...letter });
    const { id } = await newestMessage(it_);
    await expect.poll(async () => (await show(id)).deliveries[0]?.state, { timeout: 10_000 }).toBe('bounced');
    // What follows a failure is told on the timeline, also that nothing was sent.
    const followed = async () =>
      (await show(id)).timeline.find(({ kind }) => kind === 'sender_not_told' || kind === 'sender_told');
    await expect.poll(followed, { timeout: 10_000 }).toMatchObject({ kind: 'sender_not_told' });
    expect((await followed())?.sentence).toContain(reason);
    const sent = it_.mx.messages.slice(before).filter(({ rcptTo }) => rcptTo[0] !== userEmail);
    expect(sent).toEqual([]);
  });
});

describe('a failure in mode rewrite', () => {
  const address = `hidden@${aliasDomain}`;

  it('is told to the owner, and to no sender however proven', async () => {
    const refusing = `refusing@${mailboxDomain}`;
    await it_.command('mailbox', 'add', refusing, '--user', userEmail, '--trust');
    await it_.command('alias', 'add', address, '--to', refusing);
    it_.mx.on.rcpt = ({ rcptTo }) => (rcptTo === refusing ? '550 5.7.1 does not want this' : undefined);
    const before = bob.received().length;
    await bob.send({ rcptTo: [address] });
    const { id } = await newestMessage(it_);
    const kinds = async () => (await show(id)).timeline.map(({ kind }) => kind);
    await expect.poll(kinds, { timeout: 10_000 }).toContain('owner_told');
    delete it_.mx.on.rcpt;
    expect(await kinds()).toContain('sender_not_told');
    expect(await kinds()).not.toContain('sender_told');
    expect(bob.received()).toHaveLength(before);
  });
});

describe('a reply that fails', () => {
  it('is reported to the mailbox that wrote it, with the words of the other side', async () => {
    const before = jane.received().length;
    await bob.send({ rcptTo: [alias] });
    const replyAddress = addressIn(fieldOf((await jane.awaitMail(before + 1)).data, 'From'));
    it_.mx.on.rcpt = ({ rcptTo }) => (rcptTo === bob.address ? '550 5.1.1 Bob has left' : undefined);
    await jane.send({ rcptTo: [replyAddress], fields: { Subject: 'Too late' } });
    const dsn = await jane.awaitMail(before + 2);
    delete it_.mx.on.rcpt;
    const text = dsn.data.toString('latin1');
    expect(dsn.mailFrom).toBe('');
    expect(text).toContain('multipart/report');
    expect(text).toContain('Bob has left');
    expect(text).toContain('Too late');
  });
});

describe('a mailbox that fails for good', () => {
  const dead = 'dead@closed.example';
  const address = `dead@${aliasDomain}`;
  let isClosed = true;

  it('is paused, refuses with 450, and is taken up again when a probe arrives', async () => {
    const owner = await createCorrespondent(it_, dead);
    await it_.command('mailbox', 'add', dead, '--user', userEmail, '--trust');
    await it_.command('alias', 'add', address, '--to', dead);
    it_.mx.on.rcpt = ({ rcptTo }) =>
      rcptTo === dead && isClosed ? '550 5.1.1 no such user here' : undefined;
    await bob.send({ rcptTo: [address] });
    await bob.send({ rcptTo: [address] });
    await expect
      .poll(async () => (await bob.send({ rcptTo: [address] })).last.code, { timeout: 20_000, interval: 500 })
      .toBe(450);
    isClosed = false;
    await waitFor(() => owner.received().length > 0, { what: 'the probe', timeoutMs: 90_000 });
    await expect
      .poll(async () => (await bob.send({ rcptTo: [address] })).last.code, {
        timeout: 20_000,
        interval: 1_000,
      })
      .toBe(250);
    delete it_.mx.on.rcpt;
  }, 150_000);
});

it('keeps every invariant', async () => {
  await expect
    .poll(() => it_.command('check-invariants'), { timeout: 20_000 })
    .toMatchObject({ violations: [] });
  expect(it_.mx.violations).toEqual([]);
});
