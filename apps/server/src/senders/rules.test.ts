import { parseAddress, type Address } from '@smtpy/mail';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SenderEntry } from './entry.ts';
import { findOverruling, indexEntries, judgeSender, parseSubject, subjectsOf } from './rules.ts';

function address(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

let made = 0;
function entry(change: Partial<SenderEntry>): SenderEntry {
  made += 1;
  return {
    id: String(made),
    verdict: 'block',
    subject: 'spam.example',
    scope: 'organization',
    organizationId: 'organization',
    aliasId: undefined,
    acceptsUnproven: false,
    note: undefined,
    source: 'owner',
    createdAt: new Date(0),
    ...change,
  };
}

const sender = {
  aliasId: 'shop',
  mailFrom: address('bob@mail.spam.example'),
  isMailFromProven: false,
  isAuthorProven: false,
};
const judge = (entries: readonly SenderEntry[], change: Partial<Parameters<typeof judgeSender>[1]> = {}) =>
  judgeSender([indexEntries(entries)], { ...sender, ...change });

describe('parseSubject', () => {
  it.each([
    [' Spam.Example. ', 'spam.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['Jane.DOE@Example.COM', 'jane.doe@example.com'],
    ['JOSÉ@bücher.example', 'josé@xn--bcher-kva.example'],
    ['jose\u0301@example.com', 'jos\u00e9@example.com'],
    ['"A b"@example.com', '"a b"@example.com'],
    ['top', 'top'],
  ])('reads %j', (text, value) => {
    expect(parseSubject(text)).toEqual({ ok: true, value });
  });

  it.each([
    ['', 'neither an address nor a domain'],
    ['two words', 'neither an address nor a domain'],
    ['192.0.2.1', 'neither an address nor a domain'],
    ['bob@', 'is not an address'],
    ['bob@[192.0.2.1]', 'address literals'],
    ['a@b@c', 'is not an address'],
    ['@spam.example', 'write a domain as example.com'],
    ['*.spam.example', 'write a domain as example.com'],
  ])('refuses %j', (text, reason) => {
    expect(parseSubject(text)).toMatchObject({
      ok: false,
      reason: expect.stringContaining(reason) as string,
    });
  });

  it('is stable, and reads an address to what covers it, in any case', () => {
    const part = fc.stringMatching(/^[a-zäöé0-9]{1,8}$/);
    const name = fc
      .array(part, { minLength: 1, maxLength: 4 })
      .map((labels) => [...labels, 'example'].join('.'));
    fc.assert(
      fc.property(part, name, fc.boolean(), (localPart, domain, isUpper) => {
        const text = `${localPart}@${domain}`;
        const subject = parseSubject(isUpper ? text.toUpperCase() : text);
        if (!subject.ok) return;
        expect(subjectsOf(address(text))[0]).toBe(subject.value);
        expect(parseSubject(subject.value)).toEqual(subject);
      }),
    );
  });
});

describe('subjectsOf', () => {
  it('gives the address, its domain and all names above, the narrowest first', () => {
    expect(subjectsOf(address('Bob@Mail.Spam.example'))).toEqual([
      'bob@mail.spam.example',
      'mail.spam.example',
      'spam.example',
      'example',
    ]);
  });

  it('covers by whole labels alone', () => {
    const label = fc.stringMatching(/^[a-z]{1,5}$/);
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 5 }), label, (labels, other) => {
        const domain = labels.join('.');
        const covered = judge([entry({ subject: domain })], { mailFrom: address(`a@${other}.${domain}`) });
        expect(covered.kind).toBe('blocked');
        const beside = judge([entry({ subject: domain })], { mailFrom: address(`a@${other}${domain}`) });
        expect(beside.kind).toBe('none');
      }),
    );
  });
});

describe('judgeSender', () => {
  it('says nothing where nothing matches', () => {
    const nothing = { kind: 'none', mayBeAllowed: false };
    expect(judge([entry({ subject: 'other.example' })])).toEqual(nothing);
    expect(judge([entry({})], { mailFrom: undefined })).toEqual(nothing);
  });

  it('blocks by the reverse path and by the author, proven or not', () => {
    const block = entry({});
    const blocked = { kind: 'blocked', entry: block, mayBeAllowed: false };
    expect(judge([block])).toEqual(blocked);
    expect(judge([block], { mailFrom: undefined, author: address('Eve@SPAM.example') })).toEqual(blocked);
    expect(
      judge([block], { mailFrom: address('x@fine.example'), author: address('e@spam.example') }),
    ).toEqual(blocked);
  });

  it('lets an allow win whatever the scopes, once its identity is proven', () => {
    const allow = entry({ verdict: 'allow', subject: 'example', scope: 'operator' });
    const block = entry({ subject: 'bob@mail.spam.example', scope: 'alias', aliasId: 'shop' });
    expect(judge([block, allow])).toEqual({ kind: 'blocked', entry: block, mayBeAllowed: true });
    expect(judge([block, allow], { isAuthorProven: true })).toMatchObject({ kind: 'blocked' });
    expect(judge([block, allow], { isMailFromProven: true })).toEqual({ kind: 'allowed', entry: allow });
  });

  it('takes the proof of the identity that is allowed', () => {
    const allow = entry({ verdict: 'allow', subject: 'friend.example' });
    const forged = { author: address('jane@friend.example'), isMailFromProven: true };
    expect(judge([allow], forged)).toEqual({ kind: 'none', mayBeAllowed: true });
    expect(judge([allow], { ...forged, isAuthorProven: true })).toEqual({ kind: 'allowed', entry: allow });
  });

  it('lets an allow for the unproven win without proof', () => {
    const allow = entry({ verdict: 'allow', subject: 'spam.example', acceptsUnproven: true });
    expect(judge([entry({}), allow])).toEqual({ kind: 'allowed', entry: allow });
  });

  it('does not know the entries of other aliases', () => {
    expect(judge([entry({ scope: 'alias', aliasId: 'news' })])).toMatchObject({ kind: 'none' });
    const elsewhere = entry({ verdict: 'allow', scope: 'alias', aliasId: 'news' });
    expect(judge([elsewhere])).toEqual({ kind: 'none', mayBeAllowed: false });
    expect(judge([entry({ scope: 'alias', aliasId: 'shop' })])).toMatchObject({ kind: 'blocked' });
  });

  it('names the narrowest scope, then the narrowest subject', () => {
    const entries = [
      entry({ subject: 'bob@mail.spam.example', scope: 'operator', organizationId: undefined }),
      entry({ subject: 'example' }),
      entry({ subject: 'mail.spam.example' }),
    ];
    expect(judge(entries)).toMatchObject({ kind: 'blocked', entry: { subject: 'mail.spam.example' } });
  });

  it('gives the same answer in whatever order entries are loaded', () => {
    const subject = fc.constantFrom(
      'bob@mail.spam.example',
      'mail.spam.example',
      'spam.example',
      'fine.example',
    );
    const some = fc.record({
      subject,
      verdict: fc.constantFrom('allow' as const, 'block' as const),
      acceptsUnproven: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 6 }), fc.boolean(), (changes, isMailFromProven) => {
        const entries = changes.map(entry);
        const isMatching = (one: SenderEntry) => one.subject !== 'fine.example';
        const kind = entries.some(
          (one) => isMatching(one) && one.verdict === 'allow' && (isMailFromProven || one.acceptsUnproven),
        )
          ? 'allowed'
          : entries.some((one) => isMatching(one) && one.verdict === 'block')
            ? 'blocked'
            : 'none';
        expect(judge(entries, { isMailFromProven }).kind).toBe(kind);
        expect(judge(entries.toReversed(), { isMailFromProven }).kind).toBe(kind);
      }),
    );
  });
});

describe('findOverruling', () => {
  it('finds an allow that covers all of the block', () => {
    const wide = entry({ verdict: 'allow', subject: 'example' });
    const narrow = entry({ verdict: 'allow', subject: 'bob@spam.example' });
    expect(findOverruling(entry({}), [narrow, wide])).toBe(wide);
    expect(findOverruling(entry({}), [narrow, entry({ subject: 'example' })])).toBeUndefined();
    expect(findOverruling(narrow, [wide])).toBeUndefined();
  });
});
