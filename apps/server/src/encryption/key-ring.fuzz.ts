import fc from 'fast-check';
import { generateKey } from 'openpgp';
import { expect, it } from 'vitest';
import { readKeyRing, readPublicKey } from './public-key.ts';

const at = new Date('2030-01-01T00:00:00Z');
const { publicKey } = await generateKey({
  userIDs: [{ email: 'jane@mailbox.example' }],
  date: at,
  format: 'object',
});
const octets = Buffer.from(publicKey.write());

it('reads any octets as a key ring', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
      expect(Array.isArray(await readKeyRing(Buffer.from(bytes), at))).toBe(true);
    }),
  );
});

it('reads keys with any octet changed, and as what they are when none is', async () => {
  const change = fc.record({ position: fc.nat(octets.length - 1), octet: fc.nat(255) });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 3 }), async (changes) => {
      const changed = Buffer.from(octets);
      for (const { position, octet } of changes) changed[position] = octet;
      const readings = await readKeyRing(changed, at);
      if (changed.equals(octets)) expect(readings.map(({ kind }) => kind)).toEqual(['usable']);
    }),
  );
});

it('reads any text as armour', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 2_000 }),
    fc
      .string()
      .map((inner) => `-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n${inner}\n-----END PGP PUBLIC KEY BLOCK-----`),
  );
  await fc.assert(
    fc.asyncProperty(text, async (armor) => {
      expect((await readPublicKey(armor, at)).kind).toBe('refused');
    }),
  );
});

it('takes time in proportion to the size', async () => {
  const began = performance.now();
  await readKeyRing(Buffer.alloc(256 * 1024, octets), at);
  await readKeyRing(Buffer.alloc(256 * 1024, 0xc0), at);
  expect(performance.now() - began).toBeLessThan(20_000);
});
