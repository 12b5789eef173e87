import { expect } from 'vitest';
import { victim } from './target.ts';

/** What an attacker wants behind a line end: a recipient, a field, and a body of his own. */
const wanted = `Bcc: ${victim}\r\nX-Injected: yes\r\n\r\nSplit.`;
const hostile = `Bob\r\n${wanted}`;

function inQ(octets: Buffer): string {
  return [...octets].map((octet) => `=${octet.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

/** Names that are one line as they stand and several when they are decoded, with a word for each. */
export const hostileNames: readonly (readonly [name: string, value: string])[] = [
  ['base64', `=?utf-8?B?${Buffer.from(hostile).toString('base64')}?=`],
  ['quoted-printable', `=?utf-8?Q?${inQ(Buffer.from(hostile))}?=`],
  ['bare LF', `=?iso-8859-1?Q?${inQ(Buffer.from(hostile.replaceAll('\r', '')))}?=`],
  ['bare CR', `=?us-ascii?Q?${inQ(Buffer.from(hostile.replaceAll('\n', '')))}?=`],
  ['UTF-16', `=?utf-16le?B?${Buffer.from(hostile, 'utf16le').toString('base64')}?=`],
  ['UTF-7', `=?utf-7?Q?Bob+AA0ACg-${inQ(Buffer.from(wanted.split('\r\n')[0] ?? ''))}?=`],
  ['words that are one when joined', `=?utf-8?Q?Bob=0D?= =?utf-8?Q?=0A${inQ(Buffer.from(wanted))}?=`],
  [
    'separators of Unicode',
    `=?utf-8?B?${Buffer.from(hostile.replaceAll('\r\n', '\u2028\u0085\u2029')).toString('base64')}?=`,
  ],
  ['form feed and others', `=?utf-8?Q?Bob=0B=0C=1C=00Bcc:_${victim.replace('@', '=40')}?=`],
  ['a word in a quoted string', `"=?utf-8?B?${Buffer.from(hostile).toString('base64')}?="`],
];

/** The names of the fields of a header block in lower case. Fails where a line is neither a field nor the continuation of one. */
function fieldNames(data: Buffer): readonly string[] {
  const block = data.toString('latin1', 0, data.indexOf('\r\n\r\n'));
  const names: string[] = [];
  for (const line of block.split('\r\n')) {
    expect(line).not.toMatch(/[\r\n\0]/u);
    expect(line.length).toBeLessThanOrEqual(998);
    if (/^[ \t]/u.test(line)) continue;
    const name = /^([\x21-\x39\x3b-\x7e]+):/u.exec(line)?.[1]?.toLowerCase();
    expect([line, name]).toEqual([line, expect.any(String)]);
    names.push(name ?? '');
  }
  return names;
}

/** What we put into a message that is sent on. */
const ownFields = [
  'arc-authentication-results',
  'arc-message-signature',
  'arc-seal',
  'authentication-results',
  'dkim-signature',
  'received',
  'x-original-from',
  'x-original-to',
  'x-smtpy-loop',
];
const once = ['from', 'subject', 'date', 'message-id', 'to', 'content-type'];

/** Nothing that leaves has a field besides ours and those that were sent, nor a line that an attacker wanted. */
export function expectNothingInjected(data: Buffer, sentFields: readonly string[]): void {
  const names = fieldNames(data);
  const known = new Set([...ownFields, ...sentFields.map((name) => name.toLowerCase())]);
  expect(names.filter((name) => !known.has(name))).toEqual([]);
  for (const name of once)
    expect([name, names.filter((each) => each === name).length <= 1]).toEqual([name, true]);
  // A soft line break of quoted-printable (RFC 2045 §6.7) ends no line of text.
  const text = data.toString('latin1').replaceAll('=\r\n', '');
  expect(text).not.toMatch(/(?:^|[\r\n])(?:Bcc|X-Injected):|(?:^|[\r\n])Split\./iu);
}

/** The fields of a letter of ours, or of a report. */
export const letterFields: readonly string[] = [
  'From',
  'To',
  'Subject',
  'Date',
  'Message-ID',
  'MIME-Version',
  'Content-Type',
  'Content-Transfer-Encoding',
  'Auto-Submitted',
  'X-Auto-Response-Suppress',
  'In-Reply-To',
  'References',
];
