import { sendMail, waitFor } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

let it_: Installation;
let jane: Correspondent;
let bob: Correspondent;

beforeAll(async () => {
  it_ = await install({ env: { SMTPY_MAILBOX_PAUSE_AFTER: '2', SMTPY_MAILBOX_PROBE_AFTER: '2s' } });
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

function alter(returnPath: string): string {
  const at = returnPath.indexOf('=') + 2;
  const changed = returnPath.charAt(at) === 'a' ? 'b' : 'a';
  const position = returnPath.startsWith('SRS') ? at : 10;
  return (
    returnPath.slice(0, position) +
    (returnPath.charAt(position) === changed ? 'c' : changed) +
    returnPath.slice(position + 1)
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
    expect((await sendReport(alter(mailFrom), report(mailFrom, soft))).last.code).toBe(550);
    expect((await sendReport(mailFrom.toUpperCase(), report(mailFrom, soft))).last.code).toBe(250);
    const told = await show(id);
    expect(told.timeline.map(({ kind }) => kind)).toContain('reported');
    expect(JSON.stringify(told.timeline.map(({ sentence }) => sentence))).not.toContain(mailbox);
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
    ['the null sender', { mailFrom: '' }],
    ['an unproven sender', { mailFrom: 'eve@unproven.example', isSigned: false }],
    ['a list', { fields: { 'List-Id': '<news.outside.example>' } }],
    ['an automatic message', { fields: { 'Auto-Submitted': 'auto-generated' } }],
  ])('is not reported to %s', async (_name, letter) => {
    const before = it_.mx.counts.accepted;
    await bob.send({ rcptTo: [address], ...letter });
    const { id } = await newestMessage(it_);
    await expect.poll(async () => (await show(id)).deliveries[0]?.state, { timeout: 10_000 }).toBe('bounced');
    // What follows a failure is told on the timeline, also that nothing was sent.
    await expect
      .poll(async () => JSON.stringify((await show(id)).timeline), { timeout: 10_000 })
      .toMatch(/sender/iu);
    const sent = it_.mx.messages.slice(before).filter(({ rcptTo }) => rcptTo[0] !== userEmail);
    expect(sent).toEqual([]);
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
