import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Address, DomainName } from '../address/index.ts';
import { parseAddress } from '../address/index.ts';
import { formatSrs, isReservedLocalPart, parseSrs } from './index.ts';

const domain = 'a.example' as DomainName;
const anyKey = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((array) => Buffer.from(array));
const anyTime = fc.date({ min: new Date(1), max: new Date('3000-01-01'), noInvalidDate: true });
const atoms = fc.constantFrom(
  'a',
  'B',
  '7',
  '.',
  '=',
  '+',
  '-',
  '_',
  'SRS0=',
  'srs1-',
  'x.ex',
  '==',
  'é',
  ' ',
  '"',
);
const anyLocalPart = fc.array(atoms, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));
const anySender = fc.record({
  localPart: anyLocalPart,
  domain: fc.constantFrom('s.example' as DomainName, 'x' as DomainName),
});

/** A UUIDv7 of the instant. */
function idOf(createdAt: Date, uuid: string): string {
  const time = createdAt.getTime().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${uuid.slice(15)}`;
}

function swapCase(text: string): string {
  return text.replace(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
}

describe('SRS return paths', () => {
  it('fit, parse as addresses, and come back whatever the case', () => {
    fc.assert(
      fc.property(fc.uuid(), anyTime, anySender, anyKey, (uuid, createdAt, mailFrom, key) => {
        const deliveryId = idOf(createdAt, uuid);
        const address = formatSrs({ deliveryId, mailFrom, domain, key });
        if (address === undefined) return;
        expect(isReservedLocalPart(address.localPart)).toBe(true);
        expect(parseAddress(`${address.localPart}@${address.domain}`)).toEqual({ ok: true, value: address });
        for (const localPart of [address.localPart, swapCase(address.localPart)]) {
          const parsed = parseSrs({ localPart, domain }, key, createdAt);
          if (parsed.kind !== 'valid') throw new Error(parsed.kind);
          expect(parsed.idFloor <= deliveryId && deliveryId <= parsed.idCeiling).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('are never valid by accident', () => {
    const near = fc.tuple(
      fc.constantFrom('SRS0=', 'srs0+', 'SRS1-', 'SRS1='),
      fc.stringMatching(/^[a-z2-7]{8}=?[a-z2-7]{15}[aq]=$/),
      anyLocalPart,
    );
    const anyAddress: fc.Arbitrary<Address> = fc
      .oneof(
        near.map((parts) => parts.join('')),
        fc.string({ unit: 'binary' }),
      )
      .map((localPart) => ({ localPart, domain }));
    fc.assert(
      fc.property(anyAddress, anyKey, anyTime, (address, key, now) => {
        expect(['forged', 'not_srs']).toContain(parseSrs(address, key, now).kind);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['SRS0=', 'SRS1=a=', '=', 'a', 'SRS0=aaaaaaaa=aaaaaaaaaaaaaaaa='])(
    'are read in linear time: %j',
    (piece) => {
      const localPart = `SRS1=${piece.repeat(Math.ceil(1_000_000 / piece.length))}`;
      const key = Buffer.alloc(32);
      const startedMs = performance.now();
      parseSrs({ localPart, domain }, key, new Date());
      formatSrs({ deliveryId: idOf(new Date(), fcUuid), mailFrom: { localPart, domain }, domain, key });
      expect(performance.now() - startedMs).toBeLessThan(2_000);
    },
  );
});

const fcUuid = '00000000-0000-7000-8000-000000000000';
