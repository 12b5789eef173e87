import {
  fieldValue,
  findFields,
  formatAddress,
  formatHeaderBlock,
  parseAddress,
  parseHeaderBlock,
  parseMailboxes,
  type Address,
  type HeaderBlock,
} from '@smtpy/mail';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headerPolicies } from './header-policy.ts';
import type { AddressOf } from './recipient-list.ts';
import { rewrite, type RewriteInput } from './rewrite.ts';

function address(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

const replyAddress = address('r-abcdef@alias.example');
const trace =
  'Received: from mx.sender.example by mx.alias.example\r\n\twith ESMTPS; Thu, 1 Jan 2026 00:00:00 +0000\r\n' +
  'Authentication-Results: mx.alias.example;\r\n\tspf=pass smtp.mailfrom=a@sender.example\r\n';

/** The rewritten header block as text, octets as characters. */
function rewritten(original: string | Buffer, more: Partial<RewriteInput> = {}): string {
  const bytes = typeof original === 'string' ? Buffer.from(original, 'latin1') : original;
  const fields = rewrite({
    header: parseHeaderBlock(bytes),
    traceHeader: Buffer.from(trace),
    contact: { replyAddress },
    aliasAddress: address('shop@alias.example'),
    loopToken: '00112233445566778899aabbccddeeff',
    ...more,
  });
  return formatHeaderBlock(fields).toString('latin1');
}

const marks = 'X-SMTPy-Loop: 00112233445566778899aabbccddeeff\r\nX-Original-To: shop@alias.example\r\n';

describe('rewrite', () => {
  it('puts trace and marks first, changes From in its place, and keeps the rest as it was', () => {
    const original =
      'Received: from a by b\r\nTo:   Shop  <shop@alias.example>,\r\n\tOther <o@other.example>\r\n' +
      'From: Ann Example <ann@sender.example>\r\nsubject:weird   spacing\r\nX-Bytes: \xff\x80\r\n\r\n';
    expect(rewritten(original)).toBe(
      `${trace}${marks}Received: from a by b\r\nTo:   Shop  <shop@alias.example>,\r\n\tOther <o@other.example>\r\n` +
        'From: Ann Example <r-abcdef@alias.example>\r\nX-Original-From: Ann Example <ann@sender.example>\r\n' +
        'subject:weird   spacing\r\nX-Bytes: \xff\x80\r\n\r\n',
    );
  });

  it.each([
    ['"Quoted, \\"Name\\"" <a@sender.example>', '"Quoted, \\"Name\\""'],
    ['=?iso-2022-jp?B?GyRCO3EbKEI=?= <a@sender.example>', '=?iso-2022-jp?B?GyRCO3EbKEI=?='],
    ['P\xf8l <a@sender.example>', 'P\xf8l'],
    ['ann.o-neil+x@sender.example', '"ann.o-neil+x at sender.example"'],
    ['"a \\"b\\""@sender.example', '"a \\"b\\" at sender.example"'],
    ['j\xc3\xb6rg@sender.example', '=?utf-8?B?asO2cmcgYXQgc2VuZGVyLmV4YW1wbGU=?='],
  ])('keeps the name of %s', (value, phrase) => {
    expect(rewritten(`From: ${value}\r\n\r\n`)).toContain(`\r\nFrom: ${phrase} <r-abcdef@alias.example>\r\n`);
  });

  it('gives a message without From one', () => {
    expect(rewritten('Subject: x\r\n\r\n')).toBe(
      `${trace}${marks}From: <r-abcdef@alias.example>\r\nSubject: x\r\n\r\n`,
    );
  });

  it('leaves one From when there were several', () => {
    const result = rewritten('From: a@sender.example\r\nFrom: b@sender.example\r\n\r\n');
    expect(result.match(/^From:/gm)).toHaveLength(1);
    expect(result).not.toContain('b@sender.example');
  });

  it('removes Reply-To, or puts the reply address of its contact there', () => {
    const original =
      'From: a@sender.example\r\nReply-To: List <list@lists.example>\r\nReply-To: x@y.example\r\nDate: now\r\n\r\n';
    expect(rewritten(original)).not.toContain('Reply-To');
    const result = rewritten(original, { replyToContact: { replyAddress: address('r-list@alias.example') } });
    expect(result).toContain('\r\nReply-To: List <r-list@alias.example>\r\nDate: now\r\n');
    expect(result).not.toContain('x@y.example');
  });

  it('follows the table for every field in it', () => {
    for (const { lowerName, treatment } of headerPolicies) {
      const result = rewritten(`From: a@sender.example\r\n${lowerName}: marker@x.example\r\n\r\n`);
      const isLeft = new RegExp(`^${lowerName}: marker@x.example`, 'm').test(result);
      expect([lowerName, isLeft]).toEqual([lowerName, treatment === 'keep' || treatment === 'edit']);
    }
  });

  it('removes fields that pass for ours, but not loop tokens of others', () => {
    const result = rewritten(
      'X-SMTPy-Verdict: fine\r\nX-SMTPy-Loop: ffff\r\nX-Original-From: boss@sender.example\r\n' +
        'Authentication-Results: MX.alias.example; dmarc=pass\r\nAuthentication-Results: other.example; dmarc=pass\r\n' +
        'From: a@sender.example\r\n\r\n',
    );
    expect(result).not.toContain('Verdict');
    expect(result).not.toContain('boss@');
    expect(result).not.toContain('MX.alias.example');
    expect(result).toContain('\r\nX-SMTPy-Loop: ffff\r\n');
    expect(result).toContain('\r\nAuthentication-Results: other.example; dmarc=pass\r\n');
  });

  it('keeps a line that is no field, which may be text, but no mbox line', () => {
    const result = rewritten(
      'From a@sender.example Thu Jan  1\r\nFrom: a@sender.example\r\nno field here\r\n\r\n',
    );
    expect(result).toContain('\r\nno field here\r\n\r\n');
    expect(result).not.toContain('Thu Jan');
  });
});

const replyAddressOf: AddressOf = ({ localPart, domain }) =>
  domain === 'other.example' ? address(`r-${localPart.slice(0, 1)}@alias.example`) : undefined;

describe('people in To and Cc', () => {
  it.each([
    ['o@other.example', '"o at other.example" <r-o@alias.example>'],
    ['<o@other.example>', '"o at other.example" <r-o@alias.example>'],
    ['Oda <o@other.example>', 'Oda <r-o@alias.example>'],
    ['o@other.example (Oda)', 'Oda <r-o@alias.example>'],
    ['P\xf8l (at work) <p@other.example> (x)', 'P\xf8l (at work) <r-p@alias.example> (x)'],
    ['"A, B" <a@other.example>,shop@alias.example', '"A, B" <r-a@alias.example>,shop@alias.example'],
    ['Team: a@x.example,\r\n\t B <b@other.example>;', 'Team: a@x.example,\r\n\t B <r-b@alias.example>;'],
    ['=?utf-8?Q?A,_B?= <a@other.example>', '=?utf-8?Q?A,_B?= <r-a@alias.example>'],
    [
      'two <a@other.example> <b@other.example>, <c@other.example',
      'two <a@other.example> <b@other.example>, "c at other.example"\r\n <r-c@alias.example>',
    ],
  ])('are shown under reply addresses: %j', (value, expected) => {
    const original = `From: a@sender.example\r\nTo: ${value}\r\ncc: ${value}\r\n\r\n`;
    const result = rewritten(original, { replyAddressOf });
    expect(result).toContain(`\r\nTo: ${expected}\r\ncc: ${expected}\r\n`);
  });

  it('leave a field byte for byte where they are unknown', () => {
    const fields = 'To:   a@x.example (c) ,\r\n\t<b@y.example>;;\xff\r\nCC:\r\n';
    const result = rewritten(`From: a@sender.example\r\n${fields}\r\n`, { replyAddressOf });
    expect(result.endsWith(`\r\n${fields}\r\n`)).toBe(true);
  });

  it('stand on lines of 78 octets', () => {
    const value = Array.from({ length: 20 }, (_, index) => `a${String(index)}@other.example`).join(',');
    const result = rewritten(`From: a@sender.example\r\nTo: ${value}\r\n\r\n`, { replyAddressOf });
    for (const line of result.split('\r\n')) expect(line.length).toBeLessThanOrEqual(78);
  });
});

describe('ids of ours', () => {
  it('become those that the mailbox knows', () => {
    const fields = (token: string): string =>
      `In-Reply-To: ${token}\r\nREFERENCES: <x@y.example>\r\n ${token}  (text)\r\n\t<z@y.example>\r\nMessage-ID: <token@alias.example>\r\n`;
    const inwardMessageId = (id: string): string | undefined =>
      id === '<token@alias.example>' ? '<1@home.example>' : undefined;
    const result = rewritten(`From: a@sender.example\r\n${fields('<token@alias.example>')}\r\n`, {
      inwardMessageId,
    });
    expect(result.endsWith(`\r\n${fields('<1@home.example>')}\r\n`)).toBe(true);
  });
});

describe('whatever a peer writes', () => {
  const octet = fc.constantFrom(...'ab<>@",:;()\\ \t\r\n\0=?\xff\xc3'.split(''));
  const value = fc.array(octet, { maxLength: 60 }).map((octets) => octets.join(''));

  it('leaves one From with the reply address alone, and one Reply-To at most', () => {
    fc.assert(
      fc.property(value, value, (headerFrom, replyTo) => {
        const original = `From: ${headerFrom}\r\nReply-To: ${replyTo}\r\nTo: t@t.example\r\n\r\n`;
        const result = rewritten(original, { replyToContact: { replyAddress } });
        const block = parseHeaderBlock(Buffer.from(result, 'latin1'));
        for (const lowerName of ['from', 'reply-to']) {
          const fields = findFields(block, lowerName);
          expect(fields.length).toBeLessThanOrEqual(1);
          for (const field of fields) {
            expect(parseMailboxes(fieldValue(field)).map((mailbox) => mailbox.address)).toEqual([
              replyAddress,
            ]);
          }
        }
        expect(findFields(block, 'from')).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });

  it('shows each person in To under the reply address, where there is one, and nobody else', () => {
    const entry = fc.constantFrom(
      ...[
        'a@other.example',
        'b@x.example',
        '"',
        '<',
        '>',
        ',',
        ';',
        ':',
        '(',
        ')',
        '\\',
        ' ',
        '\r\n ',
        '=?a?Q?',
        '?=',
        '\xe9',
      ],
    );
    const toList = fc.array(entry, { maxLength: 25 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(toList, (headerTo) => {
        const original = parseHeaderBlock(
          Buffer.from(`From: a@s.example\r\nTo: ${headerTo}\r\n\r\n`, 'latin1'),
        );
        const result = rewritten(formatHeaderBlock(original.fields), {
          replyAddressOf: (each) => (each.localPart === 'a' ? replyAddressOf(each) : undefined),
        });
        const addresses = (block: HeaderBlock): readonly (string | undefined)[] =>
          findFields(block, 'to')
            .flatMap((field) => parseMailboxes(fieldValue(field)))
            .map((mailbox) => mailbox.address && formatAddress(mailbox.address));
        const expected = addresses(original).map((text) =>
          text === 'a@other.example' ? 'r-a@alias.example' : text,
        );
        const shown = addresses(parseHeaderBlock(Buffer.from(result, 'latin1')));
        const isPerson = (text: string | undefined): boolean => text !== undefined;
        expect(shown.filter(isPerson)).toEqual(expected.filter(isPerson));
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps every field that is not in the table, in order and octet by octet', () => {
    const name = fc.constantFrom('To', 'Cc', 'Subject', 'List-Id', 'X-Any', 'Received', 'MIME-Version');
    const text = fc
      .array(fc.constantFrom(...'ab \xff<>@,"'.split('')), { maxLength: 90 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(fc.tuple(name, text), { maxLength: 12 }), (fields) => {
        const lines = fields.map(([each, content]) => `${each}:${content}\r\n`).join('');
        const result = rewritten(`From: a@sender.example\r\n${lines}\r\n`);
        expect(result.endsWith(`X-Original-From: a@sender.example\r\n${lines}\r\n`)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('has no line over the limit and nothing but CRLF as line ends in what we made', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 3_000, unit: octet }), (name) => {
        const folded = name.replaceAll('\r\n', '\r\n ');
        const result = rewritten(`From: ${folded} <a@sender.example>\r\n\r\n`);
        for (const line of result.split('\r\n')) {
          expect(line.length).toBeLessThanOrEqual(998);
          expect(line).not.toMatch(/[\r\n\0]/);
        }
      }),
      { numRuns: 200 },
    );
  });
});

// Quadratic behaviour would need minutes for these; the deadline is for a slow and busy machine.
describe('linear time', () => {
  it.each([
    'o@other.example,',
    '<',
    '"',
    '(',
    '[',
    '<o@other.example>',
    ' ',
    '\r\n ',
    ':',
    ';',
    '=?a?Q?',
    '\\',
  ])('on repeated %j', (text) => {
    const headerTo = `${text.repeat(Math.ceil(1_000_000 / text.length))}, o@other.example`;
    const startedMs = performance.now();
    rewritten(`To: ${headerTo}\r\nReferences: ${headerTo}\r\n\r\n`, {
      replyAddressOf,
      inwardMessageId: () => undefined,
    });
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });
});
