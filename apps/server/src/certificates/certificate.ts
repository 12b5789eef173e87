import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Key and certificate chain, both PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A certificate that cannot be used; the message says which file and what to do. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
}

/** Senders that verify do not accept self-signed certificates of any age; a year keeps the others from wondering. */
const validDays = 365;
/** A running process keeps its certificate, so it must be re-made long before its end. */
const renewBeforeDays = 30;
const dayMs = 86_400_000;

/** Where and for whom. */
export interface SelfSignedOptions {
  /** Absolute; the files are `tls/cert.pem` and `tls/key.pem` in it, readable by their owner alone. */
  readonly dataDir: string;
  readonly hostname: string;
  readonly now?: Date;
}

/**
 * The self-signed certificate of this installation, made on first use, and again when its name changed or its end is near. One process
 * may call it at a time.
 */
export async function ensureSelfSignedCertificate(options: SelfSignedOptions): Promise<Certificate> {
  const folder = join(options.dataDir, 'tls');
  const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  const now = options.now ?? new Date();
  const kept = await readKept(files, { hostname: options.hostname, now });
  if (kept !== undefined) return kept;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const made = await makeCertificate(options.hostname, now);
  // The key first: a crash between the two leaves a pair that does not match, and that is made again.
  await replaceFile(files.key, made.key);
  await replaceFile(files.cert, made.cert);
  return made;
}

/** Reads a certificate that the operator provides. Rejects with {@link CertificateError}. */
export async function loadCertificate(files: {
  readonly certFile: string;
  readonly keyFile: string;
}): Promise<Certificate> {
  const pair = {
    cert: await readPem(files.certFile, 'certificate'),
    key: await readPem(files.keyFile, 'private key'),
  };
  const fault = findFault(pair, files);
  if (fault !== undefined) throw new CertificateError(fault);
  return pair;
}

/**
 * The certificate that the configuration asks for: its files, or else the self-signed one. Rejects with {@link CertificateError} when
 * one file is named without the other, or when they cannot be used.
 */
export async function loadTlsFiles(options: {
  readonly smtp: { readonly tlsCertFile: string | undefined; readonly tlsKeyFile: string | undefined };
  readonly dataDir: string;
  readonly hostname: string;
}): Promise<Certificate> {
  const { tlsCertFile: certFile, tlsKeyFile: keyFile } = options.smtp;
  if (certFile !== undefined && keyFile !== undefined) return loadCertificate({ certFile, keyFile });
  if (certFile === undefined && keyFile === undefined) return ensureSelfSignedCertificate(options);
  throw new CertificateError('a TLS certificate and its key have to be configured together');
}

async function readKept(
  files: { readonly cert: string; readonly key: string },
  { hostname, now }: { readonly hostname: string; readonly now: Date },
): Promise<Certificate | undefined> {
  try {
    const pair = { cert: await readFile(files.cert, 'utf8'), key: await readFile(files.key, 'utf8') };
    const certificate = new X509Certificate(pair.cert);
    const endsInMs = certificate.validToDate.getTime() - now.getTime();
    const isUsable =
      certificate.checkPrivateKey(createPrivateKey(pair.key)) &&
      certificate.checkHost(hostname) !== undefined &&
      endsInMs > renewBeforeDays * dayMs;
    return isUsable ? pair : undefined;
  } catch {
    // Expected: no such files, or files that are no certificate. Both are cured by making a new one.
    return undefined;
  }
}

async function makeCertificate(hostname: string, now: Date): Promise<Certificate> {
  // Loaded once a year: its certificate code is large.
  const { generate } = await import('selfsigned');
  const { private: key, cert } = await generate([{ name: 'commonName', value: hostname }], {
    // RSA-2048 rather than P-256: senders with old TLS libraries know no other, and who has many handshakes brings a certificate.
    keyType: 'rsa',
    keySize: 2_048,
    algorithm: 'sha256',
    notBeforeDate: new Date(now.getTime() - dayMs),
    notAfterDate: new Date(now.getTime() + validDays * dayMs),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: hostname }] },
    ],
  });
  return { key, cert };
}

async function replaceFile(path: string, content: string): Promise<void> {
  const temporary = `${path}.new`;
  await writeFile(temporary, content, { mode: 0o600 });
  await chmod(temporary, 0o600);
  await rename(temporary, path);
}

async function readPem(path: string, what: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    // Expected: the file is missing or not readable.
    throw new CertificateError(`cannot read the TLS ${what} in ${path}`, { cause: error });
  }
}

function findFault(
  pair: Certificate,
  files: { readonly certFile: string; readonly keyFile: string },
): string | undefined {
  try {
    const certificate = new X509Certificate(pair.cert);
    if (!certificate.checkPrivateKey(createPrivateKey(pair.key))) {
      return `the TLS certificate in ${files.certFile} does not belong to the key in ${files.keyFile}`;
    }
    return undefined;
  } catch (error) {
    // Expected: text that is no PEM, or a key with a passphrase.
    const detail = error instanceof Error ? error.message : 'not PEM';
    return `the TLS files ${files.certFile} and ${files.keyFile} are not a PEM certificate and an unencrypted key: ${detail}`;
  }
}
