import { describe, expect, it } from 'vitest';
import { formatAddress } from '../address/index.ts';
import { decodePhrase, decodeText, encodePhrase, parseMailboxes } from './index.ts';

function read(value: string): readonly (readonly [string, string | undefined])[] {
  return parseMailboxes(Buffer.from(value, 'latin1')).map(({ phrase, address }) => [
    phrase.toString('latin1'),
    address === undefined ? undefined : formatAddress(address),
  ]);
}

describe('parseMailboxes', () => {
  it.each<[string, readonly (readonly [string, string | undefined])[]]>([
    ['jane@example.com', [['', 'jane@example.com']]],
    ['<jane@example.com>', [['', 'jane@example.com']]],
    ['Jane Doe <jane@Example.com>', [['Jane Doe', 'jane@example.com']]],
    ['"Doe, Jane" <jane@x>', [['"Doe, Jane"', 'jane@x']]],
    ['"a \\" <b@c>" <jane@x>', [['"a \\" <b@c>"', 'jane@x']]],
    ['=?utf-8?Q?J=C3=A9?= <jane@x>', [['=?utf-8?Q?J=C3=A9?=', 'jane@x']]],
    ['J. R. Doe <jane@x>', [['J. R. Doe', 'jane@x']]],
    ['J\xe9 <jane@x>', [['J\xe9', 'jane@x']]],
    ['jane@x (Jane)', [['Jane', 'jane@x']]],
    ['jane@x (Jane, <evil@y>)', [['"Jane, <evil@y>"', 'jane@x']]],
    ['jane@x (a (nested\\)) b)', [['"a (nested)) b"', 'jane@x']]],
    ['Jane (work) <jane@x>', [['Jane', 'jane@x']]],
    ['(before) jane@x', [['before', 'jane@x']]],
    [
      'a@x, b@y,, c@z,',
      [
        ['', 'a@x'],
        ['', 'b@y'],
        ['', 'c@z'],
      ],
    ],
    ['"a b"@x', [['', '"a b"@x']]],
    ['Jane <"a>b"@x>', [['Jane', '"a>b"@x']]],
    ['jane @ x', [['', 'jane@x']]],
    ['Jane < jane@x >', [['Jane', 'jane@x']]],
    ['undisclosed-recipients:;', []],
    [
      'Group: a@x, Jane <b@y>; c@z',
      [
        ['', 'a@x'],
        ['Jane', 'b@y'],
        ['', 'c@z'],
      ],
    ],
    ['mailto:jane@x', [['', 'jane@x']]],
    ['jane@x.com <jane@x.com>', [['"jane@x.com"', 'jane@x.com']]],
    ['"Jane <jane@x>', [['"\\"Jane"', 'jane@x']]],
    ['Jane (open <jane@x>', [['"Jane (open"', 'jane@x']]],
    ['Jane <jane@x', [['Jane', 'jane@x']]],
    [
      'Jane <jane@x, b@y',
      [
        ['Jane', 'jane@x'],
        ['', 'b@y'],
      ],
    ],
    ['<jane@x> Jane', [['Jane', 'jane@x']]],
    ['Jane <a@x> <b@y>', [['Jane', undefined]]],
    ['Jane <>', [['Jane', undefined]]],
    ['Jane <@a,@b:jane@x>', [['Jane', undefined]]],
    ['Jane <jane@[192.0.2.1]>', [['Jane', undefined]]],
    [
      'jane@[IPv6:::1], b@y',
      [
        ['"jane@[IPv6:::1]"', undefined],
        ['', 'b@y'],
      ],
    ],
    ['complete garbage', [['complete garbage', undefined]]],
    ['=?utf-8?Q?Doe,_J?= <jane@x>', [['=?utf-8?B?RG9lLCBK?=', 'jane@x']]],
    ['Ja\0ne\r\n Doe <ja\0ne@x>', [['Ja ne   Doe', undefined]]],
    ['jos\xc3\xa9@x', [['', Buffer.from('josé@x').toString()]]],
    ['jos\xe9@x', [['"jos\xe9@x"', undefined]]],
    ['', []],
    [' , ; ', []],
  ])('reads %j', (value, specs) => {
    expect(read(value)).toEqual(specs);
  });

  it('gives phrases that cannot smuggle an address into a new field', () => {
    for (const value of [
      '"x <evil@y> <a@b>',
      'x (evil@y, <a@b>',
      'a@b (evil@y, <e@f>)',
      'x\\" <a@b>',
      '">" ] <a@b>',
    ]) {
      for (const { phrase } of parseMailboxes(Buffer.from(value))) {
        const rebuilt = read(`${phrase.toString('latin1')} <reply@alias.example>`);
        expect(rebuilt).toHaveLength(1);
        expect(rebuilt[0]?.[1]).toBe('reply@alias.example');
      }
    }
  });
});

describe('decodePhrase', () => {
  it.each([
    ['Jane Doe', 'Jane Doe'],
    ['"Doe, Jane"', 'Doe, Jane'],
    ['"a \\"b\\" \\\\"', 'a "b" \\'],
    ['=?utf-8?Q?J=C3=A9r=C3=B4me_D=2E?=', 'Jérôme D.'],
    ['=?UTF-8?b?SsOpcsO0bWU=?=', 'Jérôme'],
    ['=?iso-8859-1?q?J=E9?= =?iso-8859-1?q?r=F4me?=', 'Jérôme'],
    ['=?utf-8?B?w?= =?utf-8?B?qQ==?=', '\ufffd'],
    ['=?utf-8?Q?=C3?=\r\n =?utf-8?Q?=A9?=', 'é'],
    ['=?utf-8?B?w6k=?= x =?utf-8?B?w6k=?=', 'é x é'],
    ['a =?utf-8?B?w6k=?=', 'a é'],
    ['=?utf-8*en?Q?a?=', 'a'],
    ['"=?utf-8?Q?J=C3=A9?="', 'Jé'],
    ['=?windows-1250?Q?=8Aam?=', 'Šam'],
    ['=?iso-2022-jp?B?GyRCJUYlOSVIGyhC?=', 'テスト'],
    ['=?gb18030?B?zvfW0A==?=', '西中'],
    ['=?no-such-charset?Q?a=C3=A9?=', 'aé'],
    ['=?utf-8?Q?=FF?=', '\ufffd'],
    ['J\xc3\xa9', 'Jé'],
    ['J\xe9', 'J\ufffd'],
    ['=?utf-8?Q?a=00b=0D=0Ac=1B?=', 'ab c'],
    ['=?utf-8?X?a?=', '=?utf-8?X?a?='],
    ['=?utf-8?Q?a', '=?utf-8?Q?a'],
    ['', ''],
  ])('%j is %j', (raw, text) => {
    expect(decodePhrase(Buffer.from(raw, 'latin1'))).toBe(text);
  });

  it('leaves quotes to unstructured text', () => {
    expect(decodeText(Buffer.from('Re: "x" =?utf-8?Q?=C3=A9?='))).toBe('Re: "x" é');
  });
});

describe('encodePhrase', () => {
  it('makes words of at most 75 characters that decode to the text', () => {
    const text = 'Jérôme, "the" \u{1F600} '.repeat(9).trim();
    const words = encodePhrase(text).split(' ');
    expect(Math.max(...words.map((word) => word.length))).toBeLessThanOrEqual(75);
    expect(words.every((word) => !decodePhrase(Buffer.from(word)).includes('\ufffd'))).toBe(true);
    expect(decodePhrase(Buffer.from(words.join(' ')))).toBe(text);
    expect(encodePhrase('')).toBe('');
  });
});
