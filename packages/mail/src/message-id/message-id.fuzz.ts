import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DomainName } from '../address/index.ts';
import { createMessageIdMap } from './index.ts';

const domain = 'alias.example' as DomainName;
const anyKey = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((array) => Buffer.from(array));
const nearId = fc
  .array(
    fc.constantFrom('<', '>', '@', 'a', '_', '-', '=', ' ', '\r\n', '\0', 'é', '\ud800', 'x'.repeat(30)),
    {
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(''));
const anyText = fc.oneof(nearId, fc.string({ unit: 'binary', maxLength: 300 }));

describe('message ids', () => {
  it('come back to their alias, and to no other', () => {
    fc.assert(
      fc.property(anyText, fc.uuid(), fc.uuid(), anyKey, (text, aliasId, otherId, key) => {
        const map = createMessageIdMap(key);
        const outward = map.outward(text, aliasId, domain);
        expect(outward).toMatch(/^<[A-Za-z0-9_-]{22,288}@alias\.example>$/);
        const isCarried = Buffer.byteLength(text) <= 200 && text.isWellFormed();
        expect(map.inward(outward, aliasId)).toBe(isCarried ? text : undefined);
        if (otherId !== aliasId) expect(map.inward(outward, otherId)).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
  });

  it('are unknown when strangers make them', () => {
    const likeOurs = fc.stringMatching(/^<[A-Za-z0-9_-]{20,80}@alias\.example>$/);
    fc.assert(
      fc.property(fc.oneof(anyText, likeOurs), fc.uuid(), anyKey, (text, aliasId, key) => {
        expect(createMessageIdMap(key).inward(text, aliasId)).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['<', 'a', '@', 'a@', '<a@b>'])('take linear time: %j', (piece) => {
    const text = `<${piece.repeat(Math.ceil(1_000_000 / piece.length))}`;
    const map = createMessageIdMap(Buffer.alloc(32));
    const startedMs = performance.now();
    map.outward(text, 'id', domain);
    map.inward(text, 'id');
    expect(performance.now() - startedMs).toBeLessThan(1_000);
  });
});
