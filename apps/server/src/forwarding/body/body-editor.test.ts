import { editParts, findHeaderEnd, mayEditParts, parseHeaderBlock } from '@smtpy/mail';
import { corpus } from '@smtpy/testkit';
import { describe, expect, it } from 'vitest';
import { forwardPlan, replyPlan } from './testdata/parts.ts';
import { bodyEditorFor, type BodyPlan } from './index.ts';

interface Result {
  readonly text: string;
  readonly changes: readonly string[];
}

// eslint-disable-next-line @typescript-eslint/require-await -- a stream of one chunk
async function* once(bytes: Buffer): AsyncGenerator<Buffer, void, undefined> {
  yield bytes;
}

/** The body of the message as it leaves, octets as characters. */
async function edited(message: Buffer, plan: BodyPlan): Promise<Result> {
  const header = parseHeaderBlock(message);
  const { wants, edit, changes } = bodyEditorFor(plan);
  expect(mayEditParts(header, wants)).toBe(true);
  const out: Buffer[] = [];
  const body = once(message.subarray(findHeaderEnd(message)));
  for await (const chunk of editParts({ header, body, wants, edit })) out.push(chunk);
  return { text: Buffer.concat(out).toString('latin1'), changes: changes() };
}

function bodyOf(message: Buffer): string {
  return message.toString('latin1', findHeaderEnd(message));
}

describe('whole messages', () => {
  it('are invitations that the mailbox can answer', async () => {
    const invitation = (headerFrom: string, headerTo: string): Buffer =>
      corpus.calendar({ messageId: '<1@x.example>', headerFrom, headerTo });
    expect(
      await edited(invitation('Jane Sender <ann@contact.example>', 'shop@alias.example'), forwardPlan),
    ).toEqual({
      text: bodyOf(invitation('Jane Sender <r-ann@alias.example>', 'jane@home.example')),
      changes: ["a contact's address in a calendar", 'the alias in a calendar'],
    });
  });

  it('are replies with the same quotation in two encodings, and a card', async () => {
    const message = (own: string): Buffer => {
      const text = `Fine!\r\n\r\nOn 1/1/24, Jane <${own}> wrote:\r\n> jane@home.example\r\n`;
      const html = `<p>Fine!</p><div class="gmail_attr">On 1/1/24, Jane &lt;${own}&gt; wrote:</div><blockquote>x</blockquote>`;
      const card = `BEGIN:VCARD\r\nEMAIL:${own}\r\nEND:VCARD\r\n`;
      return Buffer.from(
        'Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n' +
          `--a\r\nContent-Type: text/plain\r\n\r\n${text}\r\n--a\r\nContent-Type: text/html\r\n` +
          `Content-Transfer-Encoding: base64\r\n\r\n${Buffer.from(html)
            .toString('base64')
            .replace(/.{76}(?!$)/g, '$&\r\n')}\r\n--a--\r\n` +
          `--m\r\nContent-Type: text/x-vcard; name=jane.vcf\r\nContent-Disposition: attachment\r\n\r\n${card}\r\n--m--\r\n`,
      );
    };
    expect(await edited(message('jane@home.example'), replyPlan)).toEqual({
      text: bodyOf(message('shop@alias.example')),
      changes: ["the mailbox's address in a quotation line", "the mailbox's address in a vCard"],
    });
  });

  it('stay under a signature', async () => {
    const signed = Buffer.from(
      'Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: multipart/signed; boundary=s\r\n\r\n--s\r\n\r\n' +
        'On 1/1/24, Jane <jane@home.example> wrote:\r\n> x\r\n--s--\r\n--m--\r\n',
    );
    expect(await edited(signed, replyPlan)).toEqual({ text: bodyOf(signed), changes: [] });
  });
});
