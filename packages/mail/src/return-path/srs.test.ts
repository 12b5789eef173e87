import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Address, DomainName } from '../address/index.ts';
import { formatAddress, parseAddress } from '../address/index.ts';
import { formatSrs, isReservedLocalPart, parseReturnPath, parseSrs } from './index.ts';

const key = Buffer.alloc(32, 7);
const domain = 'alias.example' as DomainName;
const deliveryId = '01936f2e-7c3a-7b1d-8e4f-0123456789ab';
const createdAt = new Date(0x01936f2e7c3a);
const valid = {
  kind: 'valid',
  idFloor: '01936f2e-7c3a-7b1d-8e4f-012300000000',
  idCeiling: '01936f2e-7c3a-7b1d-8e4f-0123ffffffff',
};
const dayMs = 86_400_000;

function afterDays(days: number): Date {
  return new Date(createdAt.getTime() + days * dayMs);
}

function sender(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

function localPartFor(mailFrom: string): string | undefined {
  return formatSrs({ deliveryId, mailFrom: sender(mailFrom), domain, key })?.localPart;
}

function parse(localPart: string, now = createdAt) {
  return parseSrs({ localPart, domain }, key, now);
}

const srs0 = localPartFor('Jane@sender.example') ?? '';

describe('formatSrs', () => {
  it('wraps a sender so that other forwarders understand it', () => {
    expect(srs0).toMatch(/^SRS0=[a-z2-7]{8}=[a-z2-7]{16}=sender\.example=Jane$/);
    expect(localPartFor('Jane@sender.example')).toBe(srs0);
  });

  it.each([
    ['SRS0=abcd=ef=a.example=jo@h.example', 'h.example==abcd=ef=a.example=jo'],
    ['srs0+abcd=ef=a.example=jo@h.example', 'h.example=+abcd=ef=a.example=jo'],
    ['SRS1=abcd=f.example==xy=ef=a.ex=j@h.example', 'f.example==xy=ef=a.ex=j'],
    ['SRS1-abcd=f.example=-xy=ef=a.ex=j@h.example', 'f.example=-xy=ef=a.ex=j'],
  ])('points SRS1 at the first forwarder: %s', (mailFrom, rest) => {
    const localPart = localPartFor(mailFrom) ?? '';
    expect(localPart).toMatch(/^SRS1=[a-z2-7]{24}=/);
    expect(localPart.slice('SRS1='.length + 24 + 1)).toBe(rest);
    expect(parse(localPart)).toEqual(valid);
  });

  it('does not grow when it goes round between forwarders', () => {
    const other = 'other.example' as DomainName;
    const first = formatSrs({ deliveryId, mailFrom: sender('SRS0=ab=cd=a.ex=j@f.ex'), domain: other, key });
    if (first === undefined) throw new Error('does not fit');
    const second = formatSrs({ deliveryId, mailFrom: first, domain, key });
    expect(second?.localPart.length).toBe(first.localPart.length);
  });

  it('fits in 64 octets or is not there', () => {
    const longest = `${'j'.repeat(32 - 'sender.example'.length)}@sender.example`;
    expect(localPartFor(longest)).toHaveLength(64);
    expect(localPartFor(`j${longest}`)).toBeUndefined();
  });

  it.each([
    '"a b"@x.example',
    '"a@b"@x.example',
    'a..b@x.example',
    'josé@x.example',
    'SRS1=broken@x.example',
  ])('leaves %s to the other return paths', (mailFrom) => {
    expect(localPartFor(mailFrom)).toBeUndefined();
  });

  it('refuses ids that are no UUIDv7', () => {
    for (const id of ['x', '', '01936f2e-7c3a-4b1d-8e4f-0123456789ab', `${deliveryId}0`])
      expect(() => formatSrs({ deliveryId: id, mailFrom: sender('a@b.example'), domain, key })).toThrow(
        RangeError,
      );
  });
});

describe('parseSrs', () => {
  it('gives the range of the delivery back, in any case and with any separator', () => {
    const upper = sender(formatAddress({ localPart: srs0, domain }).toUpperCase());
    expect(parseSrs(upper, key, createdAt)).toEqual(valid);
    for (const separator of ['=', '+', '-']) expect(parse(`srs0${separator}${srs0.slice(5)}`)).toEqual(valid);
    const upperId = formatSrs({
      deliveryId: deliveryId.toUpperCase(),
      mailFrom: sender('Jane@sender.example'),
      domain,
      key,
    });
    expect(upperId?.localPart).toBe(srs0);
  });

  it('tells ids of one millisecond apart', () => {
    const next = '01936f2e-7c3a-7b1d-8e4f-0124ffffffff';
    const parsed = parse(
      formatSrs({ deliveryId: next, mailFrom: sender('Jane@sender.example'), domain, key })?.localPart ?? '',
    );
    expect(parsed).toMatchObject({ kind: 'valid', idFloor: '01936f2e-7c3a-7b1d-8e4f-012400000000' });
  });

  it('is good for 30 days, and before its time by a clock that is slow', () => {
    expect(parse(srs0, afterDays(30))).toEqual(valid);
    expect(parse(srs0, new Date(afterDays(30).getTime() + 1))).toEqual({ kind: 'expired' });
    expect(parse(srs0, afterDays(700))).toEqual({ kind: 'expired' });
    expect(parse(srs0, afterDays(-0.9))).toEqual(valid);
  });

  it('does not mistake one of years ago for a new one', () => {
    const period = 2 ** 36 / dayMs;
    for (const days of [period, period + 29, 2 * period + 1]) {
      expect(parse(srs0, afterDays(days))).toEqual({ kind: 'forged' });
    }
  });

  it('is forged when any character of it is another', () => {
    for (let at = 5; at < srs0.length; at++) {
      const changed = srs0.charAt(at) === 'x' ? 'y' : 'x';
      expect(parse(srs0.slice(0, at) + changed + srs0.slice(at + 1))).toEqual({ kind: 'forged' });
    }
    expect(parse(srs0.replace('SRS0', 'SRS1'))).toEqual({ kind: 'forged' });
    expect(parse(`${srs0}x`)).toEqual({ kind: 'forged' });
    // U+212A, whose lower case is the letter k.
    const kim = localPartFor('kim@sender.example') ?? '';
    expect(parse(kim.replace('=kim', '=\u212aim'))).toEqual({ kind: 'forged' });
  });

  it('is forged under another key or on another domain, whatever its date', () => {
    expect(parseSrs({ localPart: srs0, domain }, randomBytes(32), createdAt).kind).toBe('forged');
    expect(parseSrs({ localPart: srs0, domain }, randomBytes(32), afterDays(40)).kind).toBe('forged');
    const elsewhere = { localPart: srs0, domain: 'other.example' as DomainName };
    expect(parseSrs(elsewhere, key, createdAt).kind).toBe('forged');
  });

  it.each(['SRS0=', 'srs1-x', 'SRS0=abcd=ef=a.example=jo', 'Srs1=abcd=f.example==xy=ef=a.ex=j'])(
    'takes %s of others for forged, and reserves it',
    (localPart) => {
      expect(isReservedLocalPart(localPart)).toBe(true);
      expect(parse(localPart)).toEqual({ kind: 'forged' });
    },
  );

  it.each(['jane', 'srs', 'SRS0', 'srs2=a', 'SRS0.a', 'xSRS0=a', `b-${'a'.repeat(45)}`])(
    'is not %s',
    (localPart) => {
      expect(parse(localPart)).toEqual({ kind: 'not_srs' });
    },
  );

  it('is no return path of the other kind', () => {
    expect(parseReturnPath({ localPart: srs0, domain }, key, createdAt)).toEqual({ kind: 'not_return_path' });
  });
});
