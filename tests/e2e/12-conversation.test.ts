import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressIn, bodyOf, type Correspondent, createCorrespondent, fieldOf } from './correspondent.ts';
import { type Dovecot, hasDovecot, startDovecot } from './dovecot.ts';
import { alias, install, type Installation, mailbox } from './installation.ts';

/** What must not occur in anything that the outside mailbox gets: the address, its parts, its owner. */
const traces = /jane|mailbox\.example/iu;

describe.skipIf(!hasDovecot)('a conversation between a Dovecot mailbox behind SMTPy and one outside', () => {
  let it_: Installation;
  let dovecot: Dovecot;
  let jane: Correspondent;
  let bob: Correspondent;

  beforeAll(async () => {
    dovecot = await startDovecot();
    it_ = await install();
    jane = await createCorrespondent(it_, mailbox, { name: 'Jane Doe' });
    bob = await createCorrespondent(it_, 'bob@outside.example', { name: 'Bob' });
  });
  afterAll(async () => {
    await it_[Symbol.asyncDispose]();
    await dovecot[Symbol.asyncDispose]();
  });

  /** Writes as a mail program does: keeps a copy, quotes, and goes on with the thread of what it answers. */
  async function write(
    writer: Correspondent,
    letter: { readonly rcptTo: string; readonly answered: Buffer | undefined; readonly text: string },
  ): Promise<void> {
    const { rcptTo, answered, text } = letter;
    const isHtml = text.includes('<');
    const { sent, last } = await writer.send({
      rcptTo: [rcptTo],
      fields: {
        Subject: answered === undefined ? 'The parcel' : `Re: The parcel`,
        ...(answered === undefined ? {} : threadFields(answered)),
        ...(isHtml ? { 'Content-Type': 'text/html; charset=utf-8' } : {}),
        'X-Mailer': `Mailer of ${writer.address}`,
      },
      body: answered === undefined || isHtml ? text : `${text}\n\n${quote(answered)}`,
    });
    expect(last.code).toBe(250);
    await dovecot.append(writer.address, sent);
  }

  function threadFields(answered: Buffer): Readonly<Record<string, string>> {
    const id = fieldOf(answered, 'Message-ID');
    return { 'In-Reply-To': id, References: `${fieldOf(answered, 'References')} ${id}`.trim() };
  }

  function quote(answered: Buffer): string {
    const text = bodyOf(answered).toString().replaceAll('\r\n', '\n');
    return `On Tue, 1 Jan 2030, ${fieldOf(answered, 'From')} wrote:\n${text.replace(/^/gmu, '> ')}`;
  }

  /** What SMTPy brought, in the mailbox it belongs to. */
  async function receive(reader: Correspondent, wanted: number): Promise<Buffer> {
    const { data } = await reader.awaitMail(wanted);
    await dovecot.deliver(reader.address, data);
    const fetched = (await dovecot.fetchAll(reader.address)).at(-1);
    if (fetched === undefined) throw new Error('the mailbox is empty');
    return fetched;
  }

  it('of five messages keeps the thread on both sides and shows no trace of the mailbox', async () => {
    await write(bob, { rcptTo: alias, answered: undefined, text: 'Where is it?' });
    const first = await receive(jane, 1);
    const reply = addressIn(fieldOf(first, 'From'));
    await write(jane, { rcptTo: reply, answered: first, text: 'On its way.' });
    const second = await receive(bob, 1);
    await write(bob, { rcptTo: addressIn(fieldOf(second, 'From')), answered: second, text: 'When?' });
    const third = await receive(jane, 2);
    expect(addressIn(fieldOf(third, 'From'))).toBe(reply);
    const html = `<p>Tomorrow.</p><div class="gmail_quote"><div class="gmail_attr">On Tue, 1 Jan 2030 Jane Doe &lt;<a href="mailto:${mailbox}">${mailbox}</a>&gt; wrote:</div><blockquote>On its way.</blockquote></div>`;
    await write(jane, { rcptTo: reply, answered: third, text: html });
    const fourth = await receive(bob, 2);
    await write(bob, { rcptTo: alias, answered: fourth, text: 'Thank you.' });
    await receive(jane, 3);

    expect(await dovecot.threads(mailbox)).toBe('(1 2 3 4 5)');
    expect(await dovecot.threads(bob.address)).toBe('(1 2 3 4 5)');
    for (const { data } of bob.received()) {
      expect(data.toString('latin1').replace(/Jane Doe/gu, '')).not.toMatch(traces);
      expect(decodeAll(data)).not.toContain(mailbox);
    }
  }, 120_000);

  it('shows a calendar answer as the alias', async () => {
    const before = { jane: jane.received().length, bob: bob.received().length };
    const calendar = (method: string, extra: string): string =>
      [
        'BEGIN:VCALENDAR',
        `METHOD:${method}`,
        'BEGIN:VEVENT',
        'UID:1@outside.example',
        extra,
        'SUMMARY:Talk',
        'END:VEVENT',
        'END:VCALENDAR',
        '',
      ].join('\n');
    await bob.send({
      rcptTo: [alias],
      fields: { 'Content-Type': 'text/calendar; charset=utf-8; method=REQUEST' },
      body: calendar('REQUEST', `ORGANIZER;CN=Bob:mailto:${bob.address}\nATTENDEE;RSVP=TRUE:mailto:${alias}`),
    });
    const invited = (await jane.awaitMail(before.jane + 1)).data;
    const text = invited.toString().replace(/\r\n[ \t]/gu, '');
    expect(text).toContain(`mailto:${mailbox}`);
    const organizer = /ORGANIZER[^\r]*mailto:([^\r]*)/u.exec(text)?.[1] ?? '';
    expect(organizer).toMatch(/@alias\.example$/u);
    await jane.send({
      rcptTo: [organizer],
      fields: { 'Content-Type': 'text/calendar; charset=utf-8; method=REPLY' },
      body: calendar(
        'REPLY',
        `ORGANIZER:mailto:${organizer}\nATTENDEE;PARTSTAT=ACCEPTED;CN=${mailbox}:mailto:${mailbox}`,
      ),
    });
    const answered = (await bob.awaitMail(before.bob + 1)).data.toString().replace(/\r\n[ \t]/gu, '');
    expect(answered).toContain(`mailto:${alias}`);
    expect(answered).toContain(`ORGANIZER:mailto:${bob.address}`);
    expect(answered).not.toMatch(traces);
  });
});

/** The octets with base64 and quoted-printable undone, as far as that says anything. */
function decodeAll(message: Buffer): string {
  const text = message.toString('latin1');
  const unquoted = text
    .replace(/=\r\n/gu, '')
    .replace(/=([0-9A-F]{2})/gu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const runs = text.match(/(?:[A-Za-z0-9+/]{4}){6,}={0,2}/gu) ?? [];
  return unquoted + runs.map((run) => Buffer.from(run, 'base64').toString('latin1')).join('\n');
}
