import {
  createMessageIdMap,
  fieldValue,
  findFields,
  formatAddress,
  formatHeaderBlock,
  parseAddress,
  parseHeaderBlock,
  parseMailboxes,
  type Address,
} from '@smtpy/mail';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reply, type ReplyInput } from './reply.ts';
import { replyPolicies } from './reply-policy.ts';

function address(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

const aliasAddress = address('shop@alias.example');
const map = createMessageIdMap(Buffer.alloc(32, 7));
const outward = (id: string): string => map.outward(id, 'alias-1', aliasAddress.domain);
const input: Omit<ReplyInput, 'header'> = {
  traceHeader: Buffer.from('Received: by mx.alias.example; Thu, 1 Jan 2026 00:00:00 +0000\r\n'),
  loopToken: '0011',
  aliasAddress,
  displayName: undefined,
  contactAddress: address('ann@contact.example'),
  ownAddresses: [address('jane@home.example')],
  realAddressOf: ({ localPart, domain }) =>
    domain === 'alias.example' && localPart.startsWith('r-')
      ? address(`${localPart.slice(2)}@contact.example`)
      : undefined,
  messageIds: { outward, inward: (id) => map.inward(id, 'alias-1'), fallback: '<made@alias.example>' },
  receivedAt: new Date('2026-01-01T12:00:00Z'),
};

/** The header block of the reply as text, octets as characters. */
function replied(original: string, more: Partial<ReplyInput> = {}): string {
  const header = parseHeaderBlock(Buffer.from(original, 'latin1'));
  return formatHeaderBlock(reply({ ...input, header, ...more })).toString('latin1');
}

/** The value of the only field of that name; undefined when there is none. */
function valueOf(block: string, lowerName: string): string | undefined {
  const fields = findFields(parseHeaderBlock(Buffer.from(block, 'latin1')), lowerName);
  expect(fields.length).toBeLessThanOrEqual(1);
  return fields[0] && fieldValue(fields[0]).toString('latin1');
}

const typical =
  'Return-Path: <jane@home.example>\r\nReceived: from laptop ([192.0.2.7]) by home.example\r\n' +
  'DKIM-Signature: v=1; d=home.example\r\nX-SMTPy-Loop: ffff\r\nFrom: Jane Doe <jane@home.example>\r\n' +
  'To: Ann <r-ann@alias.example>\r\nUser-Agent: Mail on laptop\r\nX-Originating-IP: [192.0.2.7]\r\n' +
  'Autocrypt: addr=jane@home.example; keydata=AAAA\r\nReply-To: jane@home.example\r\n' +
  'subject:  Re:  caf\xe9\r\nDate: Thu, 1 Jan 2026 13:00:00 +0100\r\nMessage-ID: <1@home.example>\r\n' +
  'MIME-Version: 1.0\r\nContent-Type: text/plain;\r\n\tcharset=utf-8\r\nBcc: x@y.example\r\n\r\n';

describe('reply', () => {
  it('leaves with the fields of the table, and with no others', () => {
    expect(replied(typical)).toBe(
      'Received: by mx.alias.example; Thu, 1 Jan 2026 00:00:00 +0000\r\nX-SMTPy-Loop: 0011\r\nX-SMTPy-Loop: ffff\r\n' +
        'From: shop@alias.example\r\nTo: Ann <ann@contact.example>\r\nsubject:  Re:  caf\xe9\r\n' +
        `Date: Thu, 1 Jan 2026 13:00:00 +0100\r\nMessage-ID: ${outward('<1@home.example>')}\r\n` +
        'MIME-Version: 1.0\r\nContent-Type: text/plain;\r\n\tcharset=utf-8\r\n\r\n',
    );
  });

  it('follows the table for every field in it', () => {
    for (const { lowerName, treatment } of replyPolicies) {
      const result = replied(`${lowerName}: marker\r\n${lowerName}: marker\r\n\r\n`);
      const count = result.match(new RegExp(`^${lowerName}: marker`, 'gm'))?.length ?? 0;
      const expected = { keep: 1, keep_word: 1, keep_uncommented: 1, keep_all: 2, replace: 0 }[treatment];
      expect([lowerName, count]).toEqual([lowerName, expected]);
    }
  });

  it.each([
    ['Date', 'Thu, 1 Jan 2026 13:00:00 +0100 (jane (x) @home.example)', 'Thu, 1 Jan 2026 13:00:00 +0100'],
    ['Date', 'Thu, 1 (jane@home.example) Jan 2026 13:00:00 +0100', 'Thu, 1  Jan 2026 13:00:00 +0100'],
    ['Date', 'Thu, 1 Jan 2026 13:00:00 +0100 (jane@home.example', 'Thu, 1 Jan 2026 13:00:00 +0100'],
    ['Date', '(jane@home.example)', 'Thu, 01 Jan 2026 12:00:00 +0000'],
    ['Date', 'Thu,  1 Jan 2026 13:00:00 +0100', 'Thu,  1 Jan 2026 13:00:00 +0100'],
    ['X-Priority', '1 (jane@home.example)', '1'],
    ['Precedence', 'bulk jane@home.example', 'bulk'],
    ['Auto-Submitted', 'auto-generated; owner-email="jane@home.example"', 'auto-generated'],
    ['Priority', '<jane@home.example>', undefined],
  ])('keeps of %s: %j what programs read', (name, value, expected) => {
    expect(valueOf(replied(`${name}: ${value}\r\n\r\n`), name.toLowerCase())).toBe(expected);
  });

  it('makes what is missing', () => {
    expect(replied('\r\n')).toContain(
      'From: shop@alias.example\r\nTo: ann@contact.example\r\nDate: Thu, 01 Jan 2026 12:00:00 +0000\r\n' +
        'Message-ID: <made@alias.example>\r\n\r\n',
    );
  });

  it.each([
    ['The Shop', '"The Shop" <shop@alias.example>'],
    ['A "B" \\ C', '"A \\"B\\" \\\\ C" <shop@alias.example>'],
    ['Bücher\r\n', '=?utf-8?B?QsO8Y2hlcg==?= <shop@alias.example>'],
    ['', 'shop@alias.example'],
  ])('is from the alias under its display name %j', (displayName, expected) => {
    expect(valueOf(replied(typical, { displayName }), 'from')).toBe(expected);
  });
});

describe('To and Cc of a reply', () => {
  it.each([
    ['r-ann@alias.example', 'ann@contact.example'],
    ['"r-ann@alias.example" <r-ann@alias.example>', 'ann@contact.example'],
    ['"ann at contact.example" <r-ann@alias.example>', 'ann@contact.example'],
    ['Ann (jane@home.example) <r-ann@alias.example>', 'Ann <ann@contact.example>'],
    ['"for Jane@Home.example" <r-ann@alias.example>', 'ann@contact.example'],
    [
      'P\xf8l <r-ann@alias.example>, Bob <r-bob@alias.example>',
      'P\xf8l <ann@contact.example>, Bob <bob@contact.example>',
    ],
    ['Jane: me <JANE@home.example>, r-ann@alias.example;, shop@alias.example', 'ann@contact.example'],
    ['Friend <friend@x.example>, r-ann@alias.example', 'Friend <friend@x.example>, ann@contact.example'],
    ['jane@home.example', 'ann@contact.example'],
    ['undisclosed jane@home.example:;', 'ann@contact.example'],
  ])('of %j', (value, expected) => {
    expect(valueOf(replied(`To: ${value}\r\n\r\n`), 'to')).toBe(expected);
  });

  it('loses a field in which nobody is left', () => {
    const result = replied(
      'To: jane@home.example\r\nCc: r-ann@alias.example\r\nCc: Shop <shop@alias.example>\r\n\r\n',
    );
    expect(valueOf(result, 'to')).toBeUndefined();
    expect(valueOf(result, 'cc')).toBe('ann@contact.example');
  });
});

describe('references of a reply', () => {
  const references = (ids: string, more: Partial<ReplyInput> = {}): string | undefined =>
    valueOf(
      replied(
        `Message-ID: <2@mail.service.example>\r\nReferences: ${ids}\r\nIn-Reply-To: ${ids}\r\n\r\n`,
        more,
      ),
      'references',
    );

  it('are mapped where the owner made them', () => {
    const token = outward('<0@home.example>');
    expect(
      references(
        `<a@contact.example> ${token}\r\n <1@HOME.example> (by jane@home.example) <1@mail.service.example>`,
      ),
    ).toBe(
      `<a@contact.example> ${token} ${outward('<1@HOME.example>')} ${outward('<1@mail.service.example>')}`,
    );
  });

  it('stay where a message with that id came in', () => {
    const messageIds = { ...input.messageIds, isReceived: (id: string) => id === '<a@mail.service.example>' };
    expect(references('<a@mail.service.example> <1@mail.service.example>', { messageIds })).toBe(
      `<a@mail.service.example> ${outward('<1@mail.service.example>')}`,
    );
  });

  it('know the hosts of one service', () => {
    const header =
      'Message-ID: <2@am9.eur02.prod.outlook.example>\r\nReferences: <1@am0.eur01.prod.outlook.example> <1@x.co.example>\r\n\r\n';
    expect(valueOf(replied(header), 'references')).toBe(
      `${outward('<1@am0.eur01.prod.outlook.example>')} <1@x.co.example>`,
    );
  });

  it('are left out where there is no id', () => {
    const result = replied('In-Reply-To: your message of today, jane@home.example\r\n\r\n');
    expect(valueOf(result, 'in-reply-to')).toBeUndefined();
  });

  it('have the same ids on both sides in a conversation', () => {
    const first = valueOf(replied('Message-ID: <1@home.example>\r\n\r\n'), 'message-id') ?? '';
    expect(map.inward(first, 'alias-1')).toBe('<1@home.example>');
    const third = 'Message-ID: <3@home.example>\r\nReferences: <1@home.example> <2@contact.example>\r\n\r\n';
    expect(valueOf(replied(third), 'references')).toBe(`${first} <2@contact.example>`);
  });
});

describe('whatever the owner sends', () => {
  const unit = fc.constantFrom(
    ...[
      'jane@home.example',
      'r-ann@alias.example',
      'x@y.example',
      '<',
      '>',
      '"',
      ',',
      ';',
      ':',
      '(',
      ')',
      '\\',
      ' ',
    ],
    ...[
      '\r\n ',
      '\r\n',
      '\n',
      '\r',
      '\0',
      '\xff',
      '=?utf-8?Q?',
      '?=',
      'To: ',
      'From: ',
      'Cc: ',
      'Message-ID: ',
      'X-Any: ',
    ],
    ...['Subject: ', 'Reply-To: ', 'References: ', 'Date: ', 'Content-Type: '],
  );

  it('gives one valid header that names neither mailbox nor reply address among people', () => {
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 50 }), (units) => {
        const block = parseHeaderBlock(Buffer.from(replied(`${units.join('')}\r\n\r\n`), 'latin1'));
        for (const name of ['from', 'date', 'message-id']) expect(findFields(block, name)).toHaveLength(1);
        for (const { lowerName, raw } of block.fields) {
          expect(
            replyPolicies.some((policy) => policy.lowerName === lowerName) || lowerName === 'received',
          ).toBe(true);
          expect(raw.toString('latin1').replace(/\r\n[ \t]|\r\n$/g, '')).not.toMatch(/[\r\n\0]/);
        }
        const people = ['from', 'to', 'cc']
          .flatMap((name) => findFields(block, name))
          .flatMap((field) => parseMailboxes(fieldValue(field)));
        expect(people.length).toBeGreaterThanOrEqual(2);
        const addresses = people.map((person) => person.address && formatAddress(person.address));
        expect(addresses).not.toContain(undefined);
        expect(addresses).not.toContain('jane@home.example');
        expect(addresses).not.toContain('r-ann@alias.example');
      }),
      { numRuns: 3000 },
    );
  });
});

// Quadratic behaviour would need minutes for these; the deadline is for a slow and busy machine.
describe('linear time', () => {
  it.each(['a@b,', '<', '"', '(', '<a@b> ', ' ', '\r\n ', ':', '=?a?Q?'])('on repeated %j', (text) => {
    const value = text.repeat(Math.ceil(1_000_000 / text.length));
    const startedMs = performance.now();
    replied(`To: ${value}\r\nReferences: ${value}\r\nSubject: ${value}\r\n\r\n`);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });
});
