import type { MimePart } from '@smtpy/mail';
import { describe, expect, it } from 'vitest';
import { addressOf, partOf, replyPlan } from './testdata/parts.ts';
import { bodyEditorFor } from './index.ts';

interface Result {
  readonly text: string;
  readonly changes: readonly string[];
}

/** The part as it leaves with a reply; octets as characters. */
function edited(content: string | Buffer, facts: Partial<MimePart> = {}): Result {
  const editor = bodyEditorFor(replyPlan);
  const part = partOf(content, facts);
  const octets = editor.wants(part) ? (editor.edit(part) ?? part.content) : part.content;
  return { text: octets.toString('utf8'), changes: editor.changes() };
}

const ownChange = "the mailbox's address in a quotation line";
const html = { contentType: 'text/html', charset: 'utf-8' };

describe('attributions in plain text', () => {
  it.each([
    'On Mon, Jan 1, 2024 at 10:00 AM Jane Doe <jane@home.example> wrote:',
    'On 1/1/24 10:00, jane@home.example wrote:',
    'On Mon, Jan 1, 2024 at 10:00 AM Jane Doe <\r\njane@home.example> wrote:',
    'On Mon, Jan 1, 2024 at 10:00 AM Jane Doe-with-a-long-name <jane@home.example>\r\nwrote:',
    'Am Mo., 1. Jan. 2024 um 10:00 Uhr schrieb Jane <jane@home.example>:',
    'Jane Doe <jane@home.example> schrieb am Mo., 1. Jan. 2024,\r\n10:00:',
    'Le lun. 1 janv. 2024 à 10:00, Jane <jane@home.example> a écrit :',
    'El lun, 1 ene 2024 a las 10:00, Jane (<jane@home.example>) escribió:',
    'Il giorno lun 1 gen 2024 alle ore 10:00 Jane <jane@home.example> ha scritto:',
    'Op ma 1 jan 2024 om 10:00 schreef Jane <jane@home.example>:',
    'Em seg., 1 de jan. de 2024 às 10:00, Jane <jane@home.example> escreveu:',
    'pon., 1 sty 2024 o 10:00 Jane <jane@home.example> napisał(a):',
    'пн, 1 янв. 2024 г. в 10:00, Jane <jane@home.example>:',
    '2024年1月1日(月) 10:00 Jane <jane@home.example>:',
    'Jane <jane@home.example> 于2024年1月1日周一 10:00写道：',
    '\u202bבתאריך יום ב׳, 1 בינו׳ 2024 ב-10:00 מאת \u202aJane\u202c\u200f <\u202ajane@home.example\u202c\u200f>:\u202c',
  ])('before a quotation, such as %j', (attribution) => {
    const text = (address: string): string =>
      `Hello,\r\n\r\nmine is jane@home.example.\r\n\r\n${attribution.replace('jane@home.example', address)}\r\n\r\n> text\r\n`;
    expect(edited(text('jane@home.example'))).toEqual({
      text: text('shop@alias.example'),
      changes: [ownChange],
    });
  });

  it('inside of a quotation, and without quote marks where nothing else can be meant', () => {
    const line = 'On Mon, 1 Jan 2024 at 10:00, Jane <Jane@Home.example> wrote:';
    expect(edited(`> ${line}\r\n> text`).text).toBe(
      '> On Mon, 1 Jan 2024 at 10:00, Jane <shop@alias.example> wrote:\r\n> text',
    );
    expect(edited(`${line}\r\n\r\ntext`).text).toContain('shop@alias.example');
  });

  it('shows a contact under his real address again', () => {
    const text = 'On Mon, 1 Jan 2024, Ann <r-ann@alias.example> wrote:\r\n> x\r\n';
    expect(edited(text)).toEqual({
      text: 'On Mon, 1 Jan 2024, Ann <ann@contact.example> wrote:\r\n> x\r\n',
      changes: ['a reply address in a quotation line'],
    });
  });

  it('finds words in the charset of the part', () => {
    const octets = Buffer.from('Ren\xe9 <jane@home.example> a \xe9crit\xa0:\r\n> x\r\n', 'latin1');
    expect(edited(octets, { charset: 'iso-8859-1' }).changes).toEqual([ownChange]);
    const gbk = Buffer.concat([
      Buffer.from('Jane <jane@home.example> 2024-1-1 '),
      Buffer.from([0xd0, 0xb4, 0xb5, 0xc0, 0xa3, 0xba]),
      Buffer.from('\r\n> x'),
    ]);
    expect(edited(gbk, { charset: 'gb2312' }).changes).toEqual([ownChange]);
  });
});

describe('quoted headers in plain text', () => {
  it.each([
    ['From', 'Sent', 'To', 'Subject'],
    ['*From', '*Date', '*To', '*Subject'],
    ['Von', 'Gesendet', 'An', 'Betreff'],
    ['De ', 'Envoyé ', 'À ', 'Objet '],
    ['De', 'Enviado', 'Para', 'Asunto'],
    ['Da', 'Inviato', 'A', 'Oggetto'],
    ['Van', 'Verzonden', 'Aan', 'Onderwerp'],
    ['От', 'Отправлено', 'Кому', 'Тема'],
    ['发件人', '发送时间', '收件人', '主题'],
    ['差出人', '送信日時', '宛先', '件名'],
  ])('with %s, %s, %s, %s', (author, date, recipient, subject) => {
    const text = (own: string, contact: string): string =>
      `fine\r\n\r\n-----Original Message-----\r\n${author}: Ann <${contact}>\r\n${date}: Monday, 10:00\r\n` +
      `${recipient}: Jane <${own}>; Bob <bob@x.example>;\r\n\t'${own}'\r\n${subject}: about jane@home.example\r\n\r\nby jane@home.example`;
    expect(edited(text('jane@home.example', 'r-ann@alias.example'))).toEqual({
      text: text('shop@alias.example', 'ann@contact.example'),
      changes: ['a reply address in a quotation line', ownChange],
    });
  });

  it('takes one line for enough inside of a quotation', () => {
    expect(edited('> From: Jane [mailto:jane@home.example]\r\n> mine is jane@home.example').text).toBe(
      '> From: Jane [mailto:shop@alias.example]\r\n> mine is jane@home.example',
    );
  });
});

describe('text of a person', () => {
  it.each([
    'Write to jane@home.example.\r\n',
    'My address is jane@home.example:\r\n\r\n> text\r\n',
    'From: jane@home.example\r\nTo: you@x.example\r\n',
    '> she said jane@home.example is right\r\n',
    'Call me, jane@home.example:\r\n\r\ntext',
    'On Monday jane@home.example wrote this.\r\n> x',
    '-- \r\nJane Doe\r\njane@home.example\r\n',
    '-----BEGIN PGP SIGNED MESSAGE-----\r\n\r\nOn 1/1/24, jane@home.example wrote:\r\n> x\r\n-----BEGIN PGP SIGNATURE-----',
  ])('stays: %j', (text) => {
    expect(edited(text)).toEqual({ text, changes: [] });
  });

  it('stays when it is attached, or in a charset of wide characters', () => {
    const text = 'On 1/1/24, jane@home.example wrote:\r\n> x';
    expect(edited(text).changes).toEqual([ownChange]);
    expect(edited(text, { disposition: 'attachment' }).changes).toEqual([]);
    expect(edited(text, { charset: 'utf-16le' }).changes).toEqual([]);
    expect(edited(text, { charset: 'x-unknown' }).changes).toEqual([ownChange]);
  });

  it('stays where the address is only a part of another', () => {
    const text = 'On 1/1/24, mary-jane@home.example and jane@home.example.org wrote:\r\n> x';
    expect(edited(text).changes).toEqual([]);
  });
});

describe('HTML', () => {
  it.each([
    [
      'Gmail',
      '<div dir="ltr">me: <a href="mailto:jane@home.example">jane@home.example</a></div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">' +
        'On Mon, Jane &lt;<a href="mailto:OWN">OWN</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="x">mine jane@home.example</blockquote></div>',
    ],
    [
      'Thunderbird',
      '<p>jane@home.example</p><div class="moz-cite-prefix">Am 01.01.24 um 10:00 schrieb <a class="moz-txt-link-abbreviated" href="mailto:OWN">OWN</a>:<br></div>' +
        '<blockquote type="cite" cite="mid:x@y"><pre class="moz-quote-pre">mine jane@home.example</pre></blockquote>',
    ],
    [
      'a forward of Thunderbird',
      '<p>x</p><table class="moz-email-headers-table"><tbody><tr><th>From: </th><td>Jane <a href="mailto:OWN">&lt;OWN&gt;</a></td></tr></tbody></table>jane@home.example',
    ],
    [
      'Outlook on the web',
      '<div id="x_appendonsend"></div><hr><div id="x_divRplyFwdMsg" dir="ltr"><font face="Calibri"><b>From:</b> Ann<br><b>Sent:</b> now<br><b>To:</b> Jane &lt;OWN&gt;<br></font><div>&nbsp;</div></div><div>jane@home.example</div>',
    ],
    [
      'Outlook',
      "<p class=MsoNormal>jane@home.example</p><div><div style='border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal><b>De&nbsp;:</b> Ann &lt;a@x.example&gt; <br><b>Envoy&eacute;&nbsp;:</b> lundi<br>" +
        '<b>&Agrave;&nbsp;:</b> Jane &lt;OWN&gt;<br><b>Objet&nbsp;:</b> RE: jane@home.example<o:p></o:p></p></div></div>',
    ],
    [
      'Apple Mail',
      '<body><div>jane@home.example</div><div><br><blockquote type="cite"><div>On 1 Jan 2024, at 10:00, Jane &lt;<a href="mailto:OWN">OWN</a>&gt; wrote:</div><br class="Apple-interchange-newline"><div>jane@home.example</div></blockquote></div></body>',
    ],
    [
      'Yahoo',
      '<div class="yahoo_quoted"><div><div> On Monday, January 1, 2024 at 10:00:00 AM GMT, Jane &lt;OWN&gt; wrote: </div><div><br></div><div>jane@home.example</div></div></div>',
    ],
    [
      'Proton',
      '<div>jane@home.example</div><div class="protonmail_quote">On Monday, January 1st, 2024 at 10:00, Jane &lt;OWN&gt; wrote:<br><blockquote>jane@home.example</blockquote></div>',
    ],
    [
      'quote marks in text',
      '<div>x<br>&gt; From: Jane &lt;jane&#64;home.example&gt;<br>&gt; jane@home.example',
    ],
  ])('of %s', (_, markup) => {
    const body = markup.replaceAll('OWN', 'jane@home.example');
    const expected = markup
      .replaceAll('OWN', 'shop@alias.example')
      .replace('jane&#64;home.example', 'shop@alias.example');
    expect(edited(body, html)).toEqual({ text: expected, changes: [ownChange] });
  });

  it('keeps what is not shown and what a person wrote', () => {
    const body =
      '<style>a{}/* On 1/1/24, <jane@home.example> wrote: */</style><!-- On 1/1/24 <jane@home.example> wrote:<br> -->' +
      '<p>On 1/1/24 nothing.</p><p>I am jane@home.example</p><blockquote>or jane@home.example</blockquote>';
    expect(edited(body, html)).toEqual({ text: body, changes: [] });
  });

  it('ends a mark that is never closed', () => {
    const body = `<div class="gmail_attr">jane@home.example${'<p>x</p>'.repeat(3000)}<p>jane@home.example</p>`;
    const { text } = edited(body, html);
    expect(text.startsWith('<div class="gmail_attr">shop@alias.example<p>')).toBe(true);
    expect(text.endsWith('<p>jane@home.example</p>')).toBe(true);
  });

  it('writes an address as markup and links want it', () => {
    const editor = bodyEditorFor({ ...replyPlan, aliasAddress: addressOf("a&b'c@alias.example") });
    const content =
      '<div class=gmail_attr><a href="mailto:jane%40home.example?x">jane@home.example</a> wrote:</div>';
    expect(editor.edit(partOf(content, html))?.toString()).toBe(
      '<div class=gmail_attr><a href="mailto:a%26b\'c@alias.example?x">a&amp;b\'c@alias.example</a> wrote:</div>',
    );
  });
});

describe('links that Microsoft 365 put over those of the contact', () => {
  const link = (to: string): string =>
    `https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fshop.example%2Fa%3Fb%3D1%26c%3D2&data=05%7C02%7C${to}%7C08dc%7C0&sdata=x%3D&reserved=0`;

  it('become those again where they name the mailbox', () => {
    const original = 'https://shop.example/a?b=1&c=2';
    expect(edited(`See <${link('jane%40home.example')}>.\r\n`)).toEqual({
      text: `See <${original}>.\r\n`,
      changes: ['links that named the mailbox'],
    });
    const markup = (href: string): string => `<p><a href="${href.replaceAll('&', '&amp;')}">x</a></p>`;
    expect(edited(markup(link('Jane%40home.example')), html).text).toBe(markup(original));
  });

  it('stay where they name somebody else', () => {
    const text = `jane@home.example, see ${link('bob%40other.example')}\r\n`;
    expect(edited(text)).toEqual({ text, changes: [] });
  });
});
