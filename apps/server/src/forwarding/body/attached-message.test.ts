import { editParts, parseHeaderBlock } from '@smtpy/mail';
import { describe, expect, it } from 'vitest';
import { forwardPlan, replyPlan } from './testdata/parts.ts';
import { bodyEditorFor, type BodyPlan } from './index.ts';

interface Result {
  readonly text: string;
  readonly changes: readonly string[];
}

/** As delivery does it: once more when the first pass learned something. */
async function edited(body: string, plan: BodyPlan = replyPlan): Promise<Result> {
  const header = parseHeaderBlock(Buffer.from('Content-Type: multipart/mixed; boundary=b\r\n\r\n'));
  const editor = bodyEditorFor(plan);
  const chunks: Buffer[] = [];
  const source = (async function* () {
    await Promise.resolve();
    yield Buffer.from(body, 'latin1');
  })();
  for await (const chunk of editParts({ header, body: source, ...editor })) chunks.push(chunk);
  const { isProgramText } = editor.learned();
  if (plan.kind === 'reply' && isProgramText && plan.isProgramText === undefined)
    return edited(body, { ...plan, isProgramText });
  return { text: Buffer.concat(chunks).toString('latin1'), changes: editor.changes() };
}

function withParts(...parts: readonly string[]): string {
  return `--b\r\n${parts.join('\r\n--b\r\n')}\r\n--b--\r\n`;
}

const traces =
  'Delivered-To: jane@home.example\r\nReturn-Path: <b-1234@alias.example>\r\n' +
  'Received: from mx.alias.example by mx.home.example\r\n\tfor <jane@home.example>; Thu, 1 Jan 2026 00:00:00 +0000\r\n' +
  'ARC-Seal: i=1; d=home.example\r\nARC-Authentication-Results: i=1; mx.home.example\r\n' +
  'Authentication-Results: mx.home.example; spf=pass smtp.rcpttodomain=home.example\r\nReceived-SPF: pass\r\n' +
  'DKIM-Signature: v=1; d=alias.example\r\nX-Original-To: shop@alias.example\r\nX-SMTPy-Loop: 0011\r\n' +
  'X-Gm-Message-State: x\r\nX-Envelope-To: jane@home.example\r\nEnvelope-To: jane@home.example\r\n';

function original(more: string, own: string, contact: string): string {
  return (
    `Content-Type: message/rfc822; name="a.eml"\r\n\r\n${more}From: Ann <${contact}>\r\n` +
    `To: "${own}"\r\n <${own}>\r\nReply-To: ${contact}\r\nCc: Shop <shop@alias.example>, o@other.example\r\n` +
    'Subject: for jane@home.example\r\nMessage-ID: <1@contact.example>\r\n\r\nI am jane@home.example.\r\n'
  );
}

describe('an attached message', () => {
  const before = original(traces, 'jane@home.example', 'r-ann@alias.example');

  it('has no traces of its way, and people as the reply has them', async () => {
    expect(await edited(withParts(before))).toEqual({
      text: withParts(original('', 'shop@alias.example', 'ann@contact.example')),
      changes: [
        'trace fields of an attached message',
        'a reply address in an attached message',
        "the mailbox's address in an attached message",
      ],
    });
  });

  it('has no ids of the domain of the mailbox', async () => {
    const part = (domain: string): string =>
      `Content-Type: message/rfc822\r\n\r\nMessage-ID: <1@${domain}>\r\nReferences: <2@contact.example>\r\n <3@${domain}>\r\n\r\nx`;
    expect(await edited(withParts(part('home.example')))).toEqual({
      text: withParts(part('alias.example')),
      changes: ['ids of an attached message'],
    });
  });

  it('has its quotation lines edited as the message has', async () => {
    const part = (own: string): string =>
      `Content-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\nOn 1/1/24, Jane <${own}> wrote:\r\n> x\r\n`;
    expect((await edited(withParts(part('jane@home.example')))).text).toBe(
      withParts(part('shop@alias.example')),
    );
  });

  it('of an mbox file loses the line that begins it', async () => {
    const start = 'Content-Type: message/rfc822\r\n\r\n';
    const { text } = await edited(
      withParts(`${start}From jane@home.example Thu Jan 1\r\nSubject: x\r\n\r\nx`),
    );
    expect(text).toBe(withParts(`${start}Subject: x\r\n\r\nx`));
  });

  it('stays under a signature, without anything to hide, and on the way to the mailbox', async () => {
    const signed = `Content-Type: multipart/signed; boundary=s\r\n\r\n--s\r\n${before}\r\n--s--`;
    const plain = 'Content-Type: message/rfc822\r\n\r\nFrom: Ann <ann@contact.example>\r\n\r\nx';
    for (const part of [signed, plain])
      expect(await edited(withParts(part))).toEqual({ text: withParts(part), changes: [] });
    expect(await edited(withParts(before), forwardPlan)).toEqual({ text: withParts(before), changes: [] });
  });
});

describe('the text beside an answer to an invitation', () => {
  const answer = (own: string, method = 'REPLY'): string =>
    withParts(
      `Content-Type: text/plain\r\n\r\n${own} has accepted this invitation.`,
      `Content-Type: text/html\r\n\r\n<a href="mailto:${own}">${own}</a> has accepted.`,
      `Content-Type: text/calendar; method=${method}\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:${method}\r\nATTENDEE:mailto:${own}\r\nEND:VCALENDAR`,
    );

  it.each(['REPLY', 'COUNTER'])('is by a program (%s)', async (method) => {
    expect(await edited(answer('jane@home.example', method))).toEqual({
      text: answer('shop@alias.example', method),
      changes: ["the mailbox's address in the text of a program", "the mailbox's address in a calendar"],
    });
  });

  it('is by a person when it is no answer, or when the answer is another message', async () => {
    const { text, changes } = await edited(answer('jane@home.example', 'REQUEST'));
    expect(text).toContain('\r\n\r\njane@home.example has accepted');
    expect(changes).toEqual(["the mailbox's address in a calendar"]);
    const attached = withParts(
      'Content-Type: text/plain\r\n\r\nI am jane@home.example.',
      'Content-Type: message/rfc822\r\n\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR',
    );
    expect(await edited(attached)).toEqual({ text: attached, changes: [] });
  });
});

describe('a read receipt', () => {
  it('names the alias, and neither program nor host', async () => {
    const receipt = (own: string, agent: string): string =>
      `--b\r\nContent-Type: multipart/report; report-type=disposition-notification; boundary=r\r\n\r\n` +
      `--r\r\nContent-Type: text/plain\r\n\r\nThe mail to ${own} was shown.\r\n` +
      `--r\r\nContent-Type: message/disposition-notification\r\n\r\n${agent}Original-Recipient: rfc822;shop@alias.example\r\n` +
      `Final-Recipient: rfc822;${own}\r\nOriginal-Message-ID: <1@contact.example>\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n` +
      `--r\r\nContent-Type: text/rfc822-headers\r\n\r\n${agent === '' ? '' : traces}To: ${own}\r\n--r--\r\n--b--\r\n`;
    const agent = 'Reporting-UA: laptop.home.example;\r\n Mozilla/5.0\r\n';
    expect(await edited(receipt('jane@home.example', agent))).toEqual({
      text: receipt('shop@alias.example', ''),
      changes: [
        "the mailbox's address in the text of a program",
        "the mailbox's address in a receipt",
        'program and host in a receipt',
        'trace fields of an attached message',
        "the mailbox's address in an attached message",
      ],
    });
  });

  it('or a report of delivery names the domain of the alias where a host must stand', async () => {
    const report = (host: string, own: string, more: string): string =>
      withParts(
        `Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; ${host}\r\n\r\nFinal-Recipient: rfc822; ${own}\r\n${more}Action: failed`,
      );
    const { text } = await edited(
      report('mx.home.example', 'jane@home.example', 'Remote-MTA: dns; mx.home.example\r\n'),
    );
    expect(text).toBe(report('alias.example', 'shop@alias.example', ''));
  });
});
