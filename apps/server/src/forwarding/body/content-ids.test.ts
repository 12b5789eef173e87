import { editParts, parseHeaderBlock } from '@smtpy/mail';
import { expect, it } from 'vitest';
import { bodyEditorFor } from './index.ts';
import { replyPlan } from './testdata/parts.ts';

function pictures(domain: string): string {
  return [
    '--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n',
    `<blockquote cite="mid:1@${domain}"><img src="cid:part1.A.B@${domain}"> cid:x@contact.example</blockquote>\r\n`,
    `--b\r\nContent-Type: image/png\r\nContent-ID: <part1.A.B@${domain}>\r\n\r\n\x89PNG@home.example\r\n`,
    '--b\r\nContent-Type: message/partial\r\nContent-ID: <a@home.example>\r\n\r\nFrom: jane@home.example\r\n--b--\r\n',
  ].join('');
}

async function edited(body: string): Promise<{ readonly text: string; readonly changes: readonly string[] }> {
  const header = parseHeaderBlock(Buffer.from('Content-Type: multipart/related; boundary=b\r\n\r\n'));
  const editor = bodyEditorFor(replyPlan);
  const chunks: Buffer[] = [];
  const source = (async function* () {
    await Promise.resolve();
    yield Buffer.from(body, 'latin1');
  })();
  for await (const chunk of editParts({ header, body: source, ...editor })) chunks.push(chunk);
  return { text: Buffer.concat(chunks).toString('latin1'), changes: editor.changes() };
}

it('ids of parts do not end with the domain of the mailbox, and still fit together', async () => {
  expect(await edited(pictures('home.example'))).toEqual({
    text: pictures('alias.example'),
    changes: ['ids of parts'],
  });
});

it('ids of others stay byte for byte', async () => {
  const body = pictures('contact.example');
  expect(await edited(body)).toEqual({ text: body, changes: [] });
});
