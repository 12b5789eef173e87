import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DomainName } from '../address/index.ts';
import { parseHeaderBlock } from '../header/index.ts';
import { readArcChain } from './chain.ts';
import { sealArc } from './index.ts';

const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 1024 });
const signer = { domain: 'a.example' as DomainName, selector: 's', key, sealedAt: new Date(0) };
const authenticationResults = Buffer.from('mx.a.example; none');

const unit = fc.constantFrom(
  'ARC-Seal:',
  'arc-message-signature: ',
  'ARC-Authentication-Results : ',
  'i=1;',
  ' i = 2 ;',
  'i=50;',
  'I=1;',
  'cv=pass',
  'cv=FAIL;',
  '=',
  ';',
  ' \t',
  '\r\n ',
  '\r\n',
  '\0\xff',
  '__proto__:',
);
const anyHeader = fc
  .array(unit, { maxLength: 40 })
  .map((units) => parseHeaderBlock(Buffer.from(units.join(''), 'latin1')).fields);

describe('sealArc', () => {
  it('adds three fields or none to any header', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyHeader,
        fc.constantFrom('none', 'pass', 'fail', 'x'),
        async (fields, chainResult) => {
          const input = { ...signer, fields, bodyHash: Buffer.alloc(32), authenticationResults, chainResult };
          const set = await sealArc(input);
          const { highestInstance } = readArcChain(fields);
          if (set.length > 0) {
            expect(readArcChain([...set, ...fields]).highestInstance).toBe(highestInstance + 1);
            expect(readArcChain(set)).toMatchObject({ hasFailed: chainResult === 'fail' });
          }
          expect([0, 3]).toContain(set.length);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each(['ARC-Seal: i=1\r\n', 'ARC-Seal: i=1; cv=pass;', ';', 'i=', ' ', '\r\n ', 'DKIM-Signature: x\r\n'])(
    'takes linear time on repeated %j',
    async (piece) => {
      const text = `ARC-Authentication-Results: ${piece.repeat(Math.ceil(1_000_000 / piece.length))}`;
      const { fields } = parseHeaderBlock(Buffer.from(text));
      const startedMs = performance.now();
      readArcChain(fields);
      await sealArc({
        ...signer,
        fields,
        bodyHash: Buffer.alloc(32),
        authenticationResults,
        chainResult: 'none',
      });
      expect(performance.now() - startedMs).toBeLessThan(3_000);
    },
  );
});
