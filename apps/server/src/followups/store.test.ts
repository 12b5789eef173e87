import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { waitFor } from '@smtpy/testkit';
import type { DeliveryOutcome } from '../queue/index.ts';
import { sendDueProbes } from './probes.ts';
import { maxQuestions } from './rules.ts';
import { runFollowups } from './run.ts';
import { hard, refusal, report } from './testdata/facts.ts';
import { mailboxAddress, openWorld, type FollowupWorld } from './testdata/world.ts';

let world: FollowupWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
afterEach(async () => {
  await world.db.query({
    text: `truncate messages, deliveries, events, contents, content_chunks, alias_counters, followups, notices, mailbox_failures cascade`,
  });
  await world.db.query({
    text: 'update mailboxes set paused_at = null, probe_at = null, wants_delay_notice = false',
  });
  expect(world.failures).toEqual([]);
});

const bounced = (evidence = hard): DeliveryOutcome => ({ kind: 'bounced', evidence });
const delivered: DeliveryOutcome = { kind: 'delivered', evidence: { stage: 'body', durationMs: 5 } };
const deferred: DeliveryOutcome = {
  kind: 'deferred',
  evidence: refusal({ failureClass: 'soft', cause: 'greylisted' }, { reply: { code: 451, text: 'later' } }),
};
const reply = {
  kind: 'reply',
  mode: 'rewrite',
  recipient: 'ann.x@my.example',
  destination: 'ann@sender.example',
  sentAs: 'shop@my.example',
} as const;
const fromMailbox = { mailFrom: mailboxAddress, headerFrom: mailboxAddress, noReportReason: 'reply' };

/** Follows up what a settled forward left, and gives our mails by destination. */
async function mailsAfterwards(): Promise<ReadonlyMap<string, string>> {
  await world.followUpAll();
  return new Map((await world.takeOwnMails()).map(({ destination, content }) => [destination, content]));
}

const typesOf = async (messageId: string) => (await world.events(messageId)).map(({ type }) => type);

describe('a failed forward', () => {
  it('is reported to its sender without a word about the mailbox, and told to the owner', async () => {
    const { id } = await world.enqueue({ deliveries: [{}] });
    await world.settleAll(() => bounced());
    expect(await world.followUpAll()).toBe(1);
    const mails = await world.takeOwnMails();
    expect(mails.map(({ kind, mailFrom, sentAs }) => [kind, mailFrom, sentAs])).toEqual(
      Array(2).fill(['notice', '', 'mailer-daemon@my.example']),
    );
    const [toSender, toOwner] = mails;
    expect(toSender).toMatchObject({ destination: 'ann@sender.example' });
    expect(toSender?.content).toMatch(
      /Final-Recipient: rfc822; shop@my\.example\r\nAction: failed\r\nStatus: 5\.2\.1/,
    );
    expect(toSender?.content).toContain('X-Own: yes');
    expect(toSender?.content).not.toMatch(/jane|provider|192\.0\.2\.9|Received: by us/);
    expect(toOwner).toMatchObject({ destination: 'jane@people.example' });
    expect(toOwner?.content).toContain('Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\n');
    expect(await typesOf(id)).toEqual(['accepted', 'bounced', 'sender_told', 'owner_told']);
    expect(await world.queue.findViolations()).toEqual([]);
  });

  it('is told to its sender once for a message', async () => {
    const { id } = await world.enqueue({
      deliveries: [{}, { recipient: 'sales@my.example', destination: 'second@provider.example' }],
    });
    await world.settleAll(() => bounced());
    const mails = await mailsAfterwards();
    expect([...mails.keys()].sort()).toEqual(['ann@sender.example', 'jane@people.example']);
    const events = await world.events(id);
    expect(
      events.filter(({ type }) => type.startsWith('sender')).map(({ type, data }) => [type, data['reason']]),
    ).toEqual([
      ['sender_told', undefined],
      ['sender_not_told', 'told_before'],
    ]);
  });

  it('is mailed to the owner once a day for its class, and kept each time', async () => {
    for (const failureClass of ['spam', 'spam', 'policy'] as const) {
      await world.enqueue({ deliveries: [{}], message: { noReportReason: 'list' } });
      await world.settleAll(() => bounced(refusal({ failureClass, cause: 'any' })));
      await world.followUpAll();
    }
    expect(await world.takeOwnMails()).toHaveLength(2);
    const rows = await world.db.query({
      text: `select data->>'topic' as topic, data->>'mailed' as mailed from notices order by id`,
    });
    expect(rows).toEqual([
      { topic: 'spam', mailed: '1' },
      { topic: 'spam', mailed: '0' },
      { topic: 'policy', mailed: '1' },
    ]);
    await world.db.query({ text: `update notices set created_at = now() - interval '25 hours'` });
    await world.enqueue({ deliveries: [{}], message: { noReportReason: 'list' } });
    await world.settleAll(() => bounced(refusal({ failureClass: 'spam', cause: 'any' })));
    expect((await mailsAfterwards()).size).toBe(1);
  });

  it('is kept alone when the owner can be reached at the failing mailbox alone', async () => {
    await world.db.query({ text: `update auth."user" set email = $1`, params: [mailboxAddress] });
    const { id } = await world.enqueue({ deliveries: [{}], message: { noReportReason: 'list' } });
    await world.settleAll(() => bounced());
    expect(await mailsAfterwards()).toEqual(new Map());
    await world.db.query({ text: `update auth."user" set email = 'jane@people.example'` });
    expect((await world.events(id)).at(-1)).toMatchObject({ data: { reason: 'nobody_reachable' } });
    expect(await world.db.query({ text: 'select 1 as one from notices' })).toHaveLength(1);
  });
});

describe('an owner who wants no mail of failures', () => {
  it('finds them among the notices', async () => {
    await world.db.query({
      text: `insert into user_preferences (user_id, preferences) select id, '{"notices": {"failed_forward": false}}' from auth."user"`,
    });
    const { id } = await world.enqueue({ deliveries: [{}], message: { noReportReason: 'list' } });
    await world.settleAll(() => bounced());
    expect(await mailsAfterwards()).toEqual(new Map());
    await world.db.query({ text: 'delete from user_preferences' });
    expect((await world.events(id)).at(-1)).toMatchObject({ data: { reason: 'not_wanted' } });
    expect(await world.db.query({ text: 'select 1 as one from notices' })).toHaveLength(1);
  });
});

describe('a mailbox that refuses everything', () => {
  it('is paused, probed, and gets its mail when a probe is delivered', async () => {
    const messages = [];
    for (let count = 0; count < 3; count += 1) {
      messages.push(await world.enqueue({ deliveries: [{}], message: { noReportReason: 'list' } }));
      await world.settleAll(() => bounced());
      await world.followUpAll();
    }
    expect(await typesOf(messages[1]?.id ?? '')).not.toContain('mailbox_paused');
    expect(await typesOf(messages[2]?.id ?? '')).toContain('mailbox_paused');
    expect((await world.takeOwnMails()).at(-1)?.content).toContain(
      `Subject: Paused: your mailbox ${mailboxAddress}`,
    );
    await world.settleAll(() => delivered);

    await world.enqueue({ deliveries: [{}] });
    await world.settleAll(() => deferred);
    expect(await sendDueProbes(world.dependencies)).toBe(0);
    await world.db.query({ text: 'update mailboxes set probe_at = now() where paused_at is not null' });
    expect([await sendDueProbes(world.dependencies), await sendDueProbes(world.dependencies)]).toEqual([
      1, 0,
    ]);
    expect(await world.takeOwnMails()).toMatchObject([{ kind: 'probe', destination: mailboxAddress }]);

    await world.settleAll(() => bounced());
    await world.followUpAll();
    expect((await world.dependencies.mailboxes.load(world.mailboxId))?.pausedAt).toBeDefined();

    await world.db.query({ text: 'update mailboxes set probe_at = now() where paused_at is not null' });
    await sendDueProbes(world.dependencies);
    await world.takeOwnMails();
    await world.settleAll(() => delivered);
    expect((await mailsAfterwards()).get('jane@people.example')).toContain('Subject: Working again');
    expect((await world.dependencies.mailboxes.load(world.mailboxId))?.pausedAt).toBeUndefined();
    const due = await world.db.query({
      text: `select 1 as one from deliveries where kind = 'forward' and state = 'deferred' and next_attempt_at <= now()`,
    });
    expect(due).toHaveLength(1);
  });

  it('is not paused by other failures', async () => {
    for (let count = 0; count < 4; count += 1) await world.enqueue({ deliveries: [{}] });
    await world.settleAll(() => bounced(refusal({ failureClass: 'full', cause: 'mailbox_full' })));
    await world.followUpAll();
    expect((await world.dependencies.mailboxes.load(world.mailboxId))?.pausedAt).toBeUndefined();
  });
});

describe('a reply', () => {
  it('that failed is reported to the mailbox with the words of the other server', async () => {
    await world.enqueue({ deliveries: [reply], message: fromMailbox });
    await world.settleAll(() => bounced(refusal({ failureClass: 'hard', cause: 'any' })));
    const content = (await mailsAfterwards()).get(mailboxAddress) ?? '';
    expect(content).toContain(
      'Final-Recipient: rfc822; ann@sender.example\r\nAction: failed\r\nStatus: 5.1.1\r\n',
    );
    expect(content).toContain('Diagnostic-Code: smtp; 550 5.1.1');
    expect(content).toContain('X-Own: yes');
  });

  it('is reported once, however often the other side does', async () => {
    const { id: messageId, deliveries } = await world.enqueue({ deliveries: [reply], message: fromMailbox });
    await world.settleAll(() => delivered);
    for (let count = 0; count < 3; count += 1) {
      const reportOn = { deliveryId: deliveries[0]?.id ?? '', messageId, report: report() };
      await world.enqueue({
        message: { mailFrom: '' },
        deliveries: [{ discardReason: 'bounce_report', reportOn }],
      });
    }
    expect(await world.followUpAll()).toBe(3);
    expect(await world.takeOwnMails()).toHaveLength(1);
  });

  it('that is late is told to its writer once', async () => {
    await world.enqueue({ deliveries: [reply], message: fromMailbox });
    await world.settleAll(() => deferred);
    expect((await mailsAfterwards()).get(mailboxAddress)).toContain('Action: delayed\r\nStatus: 4.4.7\r\n');
  });

  it('that was submitted comes back to the first mailbox of the alias', async () => {
    await world.enqueue({ deliveries: [reply], message: fromMailbox });
    await world.db.query({ text: 'update deliveries set mailbox_id = null' });
    await world.settleAll(() => bounced());
    expect([...(await mailsAfterwards()).keys()]).toEqual([mailboxAddress]);
  });
});

describe('a delayed forward', () => {
  it('is told to the owner when the mailbox wants it', async () => {
    await world.enqueue({ deliveries: [{}] });
    await world.settleAll(() => deferred);
    expect(await mailsAfterwards()).toEqual(new Map());
    await world.db.query({ text: 'update mailboxes set wants_delay_notice = true' });
    await world.enqueue({ deliveries: [{}] });
    await world.settleAll(() => deferred);
    expect((await mailsAfterwards()).get('jane@people.example')).toContain(
      'has not reached your mailbox yet',
    );
  });
});

describe('a held reply', () => {
  it('is asked about once for all contacts of the message', async () => {
    const held = { ...reply, holdReason: 'unproven_sender' } as const;
    const second = { ...held, recipient: 'bob.x@my.example', destination: 'bob@sender.example' };
    await world.enqueue({ deliveries: [held, second], message: fromMailbox });
    expect(await world.followUpAll()).toBe(2);
    const mails = await world.takeOwnMails();
    expect(mails.map(({ destination }) => destination)).toEqual([mailboxAddress]);
    expect(mails[0]?.content).toMatch(/https:\/\/smtpy\.example\/confirm\/[\w-]{48}/);
  });

  it('is no way to fill the mailbox with questions', async () => {
    const held = { ...reply, holdReason: 'unproven_sender' } as const;
    for (let count = 0; count < maxQuestions + 3; count += 1)
      await world.enqueue({ deliveries: [held], message: fromMailbox });
    expect(await world.followUpAll()).toBe(maxQuestions + 3);
    expect(await world.takeOwnMails()).toHaveLength(maxQuestions);
  });

  it('that is automatic is asked about once a day for its alias', async () => {
    const held = { ...reply, holdReason: 'unproven_sender' } as const;
    for (let count = 0; count < 3; count += 1)
      await world.enqueue({ deliveries: [held], message: { ...fromMailbox, mailFrom: '' } });
    expect(await world.followUpAll()).toBe(3);
    expect(await world.takeOwnMails()).toHaveLength(1);
  });
});

describe('followups', () => {
  it('that fail are put off, keep no other waiting, and leave nothing half done', async () => {
    const broken = await world.enqueue({ deliveries: [{ sentAs: 'no address' }] });
    await world.settleAll(() => bounced());
    await world.enqueue({ deliveries: [{}] });
    await world.settleAll(() => bounced());
    expect(await world.followUpAll()).toBe(2);
    expect(world.failures).toHaveLength(1);
    (world.failures as string[]).length = 0;
    expect(await world.takeOwnMails()).toHaveLength(2);
    expect(await typesOf(broken.id)).toEqual(['accepted', 'bounced']);
    const rows = await world.db.query({
      text: `select attempts, due_at > now() + interval '5 seconds' as later from followups`,
    });
    expect(rows).toEqual([{ attempts: 1, later: true }]);
  });

  it('of deliveries that are gone are dropped', async () => {
    await world.enqueue({ deliveries: [{}] });
    await world.settleAll(() => bounced());
    await world.db.query({ text: 'truncate messages, deliveries, contents' });
    expect(await world.followUpAll()).toBe(1);
    expect(await world.db.query({ text: 'select 1 as one from followups' })).toEqual([]);
  });

  it('are done once by two who look at the same time', async () => {
    for (let count = 0; count < 6; count += 1) await world.enqueue({ deliveries: [{}] });
    await world.settleAll(() => bounced(refusal({ failureClass: 'spam', cause: 'any' })));
    const counts = await Promise.all([world.followUpAll(), world.followUpAll()]);
    expect(counts[0] + counts[1]).toBe(6);
    const destinations = (await world.takeOwnMails()).map(({ destination }) => destination);
    expect(destinations.filter((destination) => destination === 'ann@sender.example')).toHaveLength(6);
    expect(destinations.filter((destination) => destination === 'jane@people.example')).toHaveLength(1);
  });

  it('are followed up as soon as they are there', async () => {
    const stop = new AbortController();
    const running = runFollowups({ ...world.dependencies, signal: stop.signal, pollMs: 600_000 });
    await world.enqueue({ deliveries: [{}] });
    await world.settleAll(() => bounced());
    await waitFor(async () => (await world.takeOwnMails()).length > 0, { what: 'the report' });
    stop.abort();
    await running;
  });
});
