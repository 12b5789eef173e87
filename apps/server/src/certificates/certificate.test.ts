import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureSelfSignedCertificate, loadCertificate, loadTlsFiles } from './certificate.ts';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'smtpy-certificate-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

describe('the self-signed certificate', () => {
  it('is made once, for the host name, in files of their owner alone', async () => {
    const made = await ensureSelfSignedCertificate({ dataDir, hostname: 'mx.alias.example' });
    const certificate = new X509Certificate(made.cert);
    expect(certificate.checkHost('mx.alias.example')).toBe('mx.alias.example');
    expect(certificate.checkPrivateKey(createPrivateKey(made.key))).toBe(true);
    expect(certificate.ca).toBe(false);
    for (const name of ['key.pem', 'cert.pem']) {
      expect((await stat(join(dataDir, 'tls', name))).mode & 0o777).toBe(0o600);
    }
    expect(await ensureSelfSignedCertificate({ dataDir, hostname: 'mx.alias.example' })).toEqual(made);
  });

  it('is made again before it ends, for another name, and when its files are damaged', async () => {
    const hostname = 'mx.alias.example';
    const made = await ensureSelfSignedCertificate({ dataDir, hostname });
    const end = new X509Certificate(made.cert).validToDate.getTime();
    const soon = new Date(end - 29 * 86_400_000);
    const later = await ensureSelfSignedCertificate({ dataDir, hostname, now: soon });
    expect(new X509Certificate(later.cert).validToDate.getTime()).toBeGreaterThan(end);
    const renamed = await ensureSelfSignedCertificate({ dataDir, hostname: 'other.example', now: soon });
    expect(new X509Certificate(renamed.cert).checkHost('other.example')).toBe('other.example');
    await writeFile(join(dataDir, 'tls', 'key.pem'), made.key);
    const repaired = await ensureSelfSignedCertificate({ dataDir, hostname: 'other.example', now: soon });
    expect(repaired.key).not.toBe(made.key);
  });
});

describe('configured files', () => {
  it('are taken when they belong together', async () => {
    const made = await ensureSelfSignedCertificate({ dataDir, hostname: 'mx.alias.example' });
    const smtp = {
      tlsCertFile: join(dataDir, 'tls', 'cert.pem'),
      tlsKeyFile: join(dataDir, 'tls', 'key.pem'),
    };
    expect(await loadTlsFiles({ smtp, dataDir, hostname: 'unused.example' })).toEqual(made);
  });

  it('are refused in words that help', async () => {
    await ensureSelfSignedCertificate({ dataDir, hostname: 'mx.alias.example' });
    const certFile = join(dataDir, 'tls', 'cert.pem');
    const keyFile = join(dataDir, 'other-key.pem');
    await expect(loadCertificate({ certFile, keyFile })).rejects.toThrow(
      `cannot read the TLS private key in ${keyFile}`,
    );
    await writeFile(keyFile, 'not a key');
    await expect(loadCertificate({ certFile, keyFile })).rejects.toThrow(
      'not a PEM certificate and an unencrypted key',
    );
    const other = await mkdtemp(join(dataDir, 'other-'));
    const { key } = await ensureSelfSignedCertificate({ dataDir: other, hostname: 'other.example' });
    await writeFile(keyFile, key);
    await expect(loadCertificate({ certFile, keyFile })).rejects.toThrow('does not belong to the key');
    const half = { tlsCertFile: certFile, tlsKeyFile: undefined };
    await expect(loadTlsFiles({ smtp: half, dataDir, hostname: 'x.example' })).rejects.toThrow('together');
  });
});
