import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../config/index.ts';
import { createSealer, deriveKey, loadMasterKey } from './sealing.ts';

const masterKey = Buffer.alloc(32, 7);

describe('createSealer', () => {
  const sealer = createSealer(masterKey);

  it('opens what it sealed, also nothing at all', () => {
    for (const plain of [Buffer.from('a private key'), Buffer.alloc(0), randomBytes(10_000)]) {
      expect(sealer.open(sealer.seal(plain, 'dkim_keys:1'), 'dkim_keys:1')).toEqual(plain);
    }
  });

  it('never gives the same bytes twice', () => {
    const plain = Buffer.from('same');
    expect(sealer.seal(plain, 'x').equals(sealer.seal(plain, 'x'))).toBe(false);
  });

  it('does not open for another context or with another key', () => {
    const sealed = sealer.seal(Buffer.from('secret'), 'dkim_keys:1');
    expect(() => sealer.open(sealed, 'dkim_keys:2')).toThrow(/does not open/);
    expect(() => createSealer(randomBytes(32)).open(sealed, 'dkim_keys:1')).toThrow(/does not open/);
  });

  it('notices a change of any byte, and a cut', () => {
    const sealed = sealer.seal(Buffer.from('secret'), 'x');
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(() => sealer.open(changed, 'x'), `byte ${String(at)}`).toThrow();
      expect(() => sealer.open(sealed.subarray(0, at), 'x')).toThrow();
    }
  });
});

describe('deriveKey', () => {
  it('stays the same over versions of the program', () => {
    expect(deriveKey(masterKey, 'return-path').toString('hex')).toBe(
      'f22b08d800fb445711b2b451e9c6bccee45ce46f303f0e8288ae9a5629f8d914',
    );
  });

  it('gives each purpose its own key', () => {
    const keys = (['return-path', 'loop-token', 'sealing'] as const).map((purpose) =>
      deriveKey(masterKey, purpose).toString('hex'),
    );
    expect(new Set(keys).size).toBe(3);
    expect(keys.every((key) => key.length === 64)).toBe(true);
  });
});

describe('loadMasterKey', () => {
  let parent: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'smtpy-key-'));
  });
  afterEach(() => rm(parent, { recursive: true }));

  it('derives the key from the configured secret and writes nothing', async () => {
    const secretKey = new Secret('x'.repeat(32));
    const key = await loadMasterKey({ secretKey, dataDir: parent });
    expect(key).toHaveLength(32);
    expect(await loadMasterKey({ secretKey, dataDir: join(parent, 'other') })).toEqual(key);
    expect(await loadMasterKey({ secretKey: new Secret('y'.repeat(32)), dataDir: parent })).not.toEqual(key);
    expect(await readdir(parent)).toEqual([]);
  });

  it('refuses a short secret without quoting it', async () => {
    const secretKey = new Secret('hunter2');
    await expect(loadMasterKey({ secretKey, dataDir: parent })).rejects.toThrow(
      /^(?!.*hunter2).*32 characters/,
    );
  });

  it('makes one key for all who ask at once, readable by its owner alone', async () => {
    const dataDir = join(parent, 'data');
    const keys = await Promise.all(
      Array.from({ length: 20 }, () => loadMasterKey({ secretKey: undefined, dataDir })),
    );
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
    expect(await loadMasterKey({ secretKey: undefined, dataDir })).toEqual(keys[0]);
    expect(await readdir(dataDir)).toEqual(['secret.key']);
    expect((await stat(join(dataDir, 'secret.key'))).mode & 0o777).toBe(0o600);
  });

  it('does not replace a damaged key', async () => {
    await writeFile(join(parent, 'secret.key'), 'cut o');
    await expect(loadMasterKey({ secretKey: undefined, dataDir: parent })).rejects.toThrow(/damaged/);
    expect((await stat(join(parent, 'secret.key'))).size).toBe(5);
  });
});
