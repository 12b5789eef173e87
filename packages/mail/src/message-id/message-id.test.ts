import { describe, expect, it } from 'vitest';
import type { DomainName } from '../address/index.ts';
import { createMessageIdMap } from './index.ts';

const domain = 'alias.example' as DomainName;
const aliasId = '01936f2e-7c3a-7b1d-8e4f-0123456789ab';
const otherAliasId = '01936f2e-7c3a-7b1d-8e4f-0123456789ac';
const map = createMessageIdMap(Buffer.alloc(32, 7));
const own = '<CAF0_x+1=abc@mail.gmail.com>';
const token = map.outward(own, aliasId, domain);

describe('outward', () => {
  it('gives an id on the alias domain that is always the same and says nothing', () => {
    expect(token).toMatch(/^<[A-Za-z0-9_-]{60}@alias\.example>$/);
    expect(map.outward(own, aliasId, domain)).toBe(token);
    expect(map.outward(own, otherAliasId, domain)).not.toBe(token);
    expect(Buffer.from(token.slice(1), 'base64url').toString('latin1')).not.toContain('gmail');
  });

  it('carries up to 200 octets; a longer id gets a token that leads nowhere', () => {
    const longest = `<${'x'.repeat(196)}@a>`;
    expect(map.inward(map.outward(longest, aliasId, domain), aliasId)).toBe(longest);
    const tooLong = `<x${longest.slice(1)}`;
    const oneWay = map.outward(tooLong, aliasId, domain);
    expect(oneWay).toMatch(/^<[A-Za-z0-9_-]{43}@alias\.example>$/);
    expect(map.outward(tooLong, aliasId, domain)).toBe(oneWay);
    expect(map.inward(oneWay, aliasId)).toBeUndefined();
  });
});

describe('inward', () => {
  it('gives the own id back, also when the alias has moved to another domain', () => {
    expect(map.inward(token, aliasId)).toBe(own);
    expect(map.inward(token.replace('@alias.example', '@Moved.example'), aliasId)).toBe(own);
  });

  it('knows no id of another alias or key', () => {
    expect(map.inward(token, otherAliasId)).toBeUndefined();
    expect(createMessageIdMap(Buffer.alloc(32, 8)).inward(token, aliasId)).toBeUndefined();
  });

  it('knows no id that was changed', () => {
    for (let at = 1; at < token.indexOf('@'); at++) {
      const changed = token.charAt(at) === 'x' ? 'y' : 'x';
      expect(map.inward(token.slice(0, at) + changed + token.slice(at + 1), aliasId)).toBeUndefined();
    }
    const shorter = token.replace(/.@/, '@');
    expect(map.inward(shorter, aliasId)).toBeUndefined();
  });

  it('takes one spelling of a token', () => {
    // 34 octets are 45.3 digits: the last one has four bits without meaning, which are zero.
    const id = map.outward('<ab@gmail.example>', aliasId, domain);
    expect(id).toMatch(/^<.{45}[AQgw]@/);
    const twin = String.fromCharCode(id.charCodeAt(46) + 1);
    expect(map.inward(id.slice(0, 46) + twin + id.slice(47), aliasId)).toBeUndefined();
  });

  it.each(['', '<>', '<a@b>', own, 'x', token.slice(1), `${token} `, token.replace('@', '@@'), `<${token}>`])(
    'does not know %j',
    (text) => {
      expect(map.inward(text, aliasId)).toBeUndefined();
    },
  );
});
