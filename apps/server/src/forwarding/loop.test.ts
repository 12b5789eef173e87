import { parseHeaderBlock } from '@smtpy/mail';
import { describe, expect, it } from 'vitest';
import { findLoop, loopToken } from './loop.ts';

const key = Buffer.alloc(32, 1);
const aliasId = '019c0000-0000-7000-8000-000000000001';

describe('loopToken', () => {
  it('is the same for an alias and a key, and no other', () => {
    expect(loopToken(aliasId, key)).toMatch(/^[0-9a-f]{32}$/);
    expect(loopToken(aliasId, key)).toBe(loopToken(aliasId.toUpperCase(), key));
    expect(loopToken(aliasId, key)).not.toBe(loopToken(aliasId, Buffer.alloc(32, 2)));
    expect(loopToken(aliasId, key)).not.toBe(loopToken(aliasId.replace('1', '2'), key));
  });
});

describe('findLoop', () => {
  const token = loopToken(aliasId, key);

  it('finds a token among others, folded or in capitals', () => {
    const text = `Subject: x\r\nX-SMTPy-Loop: 00ff\r\nx-smtpy-loop:\r\n ${token.toUpperCase()}\r\n\r\n`;
    expect(findLoop(parseHeaderBlock(Buffer.from(text)), new Set([token]))).toBe(token);
  });

  it('finds nothing in a message that has not been here', () => {
    const text = `Subject: ${token}\r\nX-SMTPy-Loop: ${token}0\r\n\r\n`;
    expect(findLoop(parseHeaderBlock(Buffer.from(text)), new Set([token]))).toBeUndefined();
  });
});
