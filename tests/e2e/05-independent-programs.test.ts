import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  corpus,
  freePort,
  generateKeyPairPem,
  type SampleMaker,
  signWithDkim,
  waitFor,
} from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alias, install, type Installation, newestMessage } from './installation.ts';
import { hasPythonDkim, verifyWithPython } from './python-dkim.ts';

const sbin = `${process.env['PATH'] ?? ''}:/usr/sbin`;
const env = { ...process.env, PATH: sbin };
const has = (program: string): boolean =>
  spawnSync('sh', ['-c', `command -v ${program}`], { env }).status === 0;
const hasSwaks = has('swaks');
const hasPostfix = has('smtp-source') && has('smtp-sink');

/** What is sent and must arrive byte for byte. */
const samples: Readonly<Record<string, SampleMaker>> = {
  plain: corpus.plain,
  multipart: corpus.multipart,
  windows1250: corpus.windows1250,
  iso2022jp: corpus.iso2022jp,
  utf8Headers: corpus.utf8Headers,
  nulInBody: corpus.nulInBody,
  large: corpus.large,
  // swaks takes a lone dot in the last line for the end of the content.
  dotLines: (options) => Buffer.concat([corpus.dotLines(options), Buffer.from('The last line.\r\n')]),
};

/** smtp-sink(1) writing each message to a file of its own. */
interface Sink {
  readonly folder: string;
  readonly process: ChildProcess;
}

async function startSink(port: number): Promise<Sink> {
  const folder = mkdtempSync(path.join(tmpdir(), 'smtpy-sink-'));
  chmodSync(folder, 0o777);
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const child = spawn(
    'smtp-sink',
    [...user, '-d', path.join(folder, 'message.%H%M%S.'), `127.0.0.1:${port}`, '100'],
    { env, stdio: 'ignore' },
  );
  await waitFor(() => canConnect(port), { what: 'smtp-sink listens' });
  return { folder, process: child };
}

/** Runs a program beside this process, whose DNS server it needs; everything it prints. */
async function run(program: string, words: readonly string[]): Promise<string> {
  const child = spawn(program, words, { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'close');
  return output;
}

function canConnect(port: number): boolean {
  const script = `const s=require('net').connect(${port},'127.0.0.1');s.on('connect',()=>process.exit(0));s.on('error',()=>process.exit(1))`;
  return spawnSync(process.execPath, ['-e', script], { timeout: 3_000 }).status === 0;
}

/** The dump that holds the Message-ID: pseudo headers of smtp-sink, then the message with line feeds. */
function findDump({ folder }: Sink, messageId: string): string | undefined {
  return readdirSync(folder)
    .map((name) => readFileSync(path.join(folder, name), 'latin1'))
    .find((text) => text.includes(messageId));
}

function sha256OfBody(message: string): string {
  const text = message.replaceAll('\r\n', '\n');
  const body = text.slice(text.indexOf('\n\n') + 2).replace(/\n+$/u, '\n');
  return createHash('sha256').update(body, 'latin1').digest('hex');
}

describe.each(['direct', 'relay'] as const)('swaks and smtp-source to smtp-sink, route %s', (route) => {
  let it_: Installation;
  let sink: Sink;
  let signingKey: string;
  const folder = mkdtempSync(path.join(tmpdir(), 'smtpy-mail-'));
  beforeAll(async () => {
    if (!hasPostfix) return;
    const port = await freePort();
    sink = await startSink(port);
    const target =
      route === 'direct' ? { SMTPY_MX_PORT: String(port) } : { SMTPY_RELAY_URL: `smtp://127.0.0.1:${port}` };
    it_ = await install({ route, env: target });
    const keys = await generateKeyPairPem();
    signingKey = keys.privateKeyPem;
    it_.dns.set('test._domainkey.sender.example', 'TXT', [keys.dkimRecord]);
    it_.dns.set('sender.example', 'TXT', ['v=spf1 ip4:127.0.0.1 -all']);
    it_.dns.set('_dmarc.sender.example', 'TXT', ['v=DMARC1; p=reject']);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    if (!hasPostfix) return;
    await it_[Symbol.asyncDispose]();
    sink.process.kill();
    rmSync(sink.folder, { recursive: true, force: true });
  });

  const write = async (
    name: string,
    program: string,
  ): Promise<{ file: string; sent: Buffer; messageId: string }> => {
    const messageId = `<${program}.${name}.${route}@sender.example>`;
    const make = samples[name];
    if (make === undefined) throw new Error(`no sample ${name}`);
    const plain = make({ messageId, headerTo: alias });
    const sent = await signWithDkim(plain, {
      domain: 'sender.example',
      selector: 'test',
      privateKeyPem: signingKey,
    });
    const file = path.join(folder, `${program}-${name}.eml`);
    writeFileSync(
      file,
      program === 'smtp-source' ? sent.toString('latin1').replaceAll('\r\n', '\n') : sent,
      'latin1',
    );
    return { file, sent, messageId };
  };
  const expectArrived = async (sent: Buffer, messageId: string): Promise<void> => {
    const isComplete = (text: string | undefined): boolean =>
      text !== undefined && sha256OfBody(text) === sha256OfBody(sent.toString('latin1'));
    // smtp-sink writes while it receives: the file is there before its end is.
    const dump = await waitFor(
      () => {
        const text = findDump(sink, messageId);
        return isComplete(text) ? text : undefined;
      },
      { what: `${messageId} arrived with its body unchanged`, timeoutMs: 60_000 },
    );
    const message = Buffer.from(dump.replaceAll(/\r?\n/gu, '\r\n'), 'latin1');
    if (hasPythonDkim) expect(await verifyWithPython(message, it_.dns.address)).toBe('valid');
    await expect
      .poll(async () => (await newestMessage(it_)).deliveries[0]?.state, { timeout: 10_000 })
      .toBe('delivered');
    const authenticated = (await newestMessage(it_)).timeline.find(
      ({ kind }) => kind === 'authenticated',
    )?.sentence;
    expect(authenticated).toMatch(/SPF pass.*DKIM pass.*DMARC pass/u);
  };

  // smtp-source(1) reads lines of text, so no NUL; the large message is swaks' alone, for the time it takes.
  const asText = Object.keys(samples).filter((name) => !['nulInBody', 'large'].includes(name));
  it.skipIf(!hasPostfix).each(asText)('smtp-source -F sends %s', async (name) => {
    const { file, sent, messageId } = await write(name, 'smtp-source');
    const words = [
      '-4',
      '-f',
      'jane@sender.example',
      '-t',
      alias,
      '-F',
      file,
      `127.0.0.1:${it_.server.smtpPort}`,
    ];
    expect(await run('smtp-source', words)).toBe('');
    await expectArrived(sent, messageId);
  });

  it.skipIf(!hasPostfix || !hasSwaks).each(Object.keys(samples))('swaks sends %s, over TLS', async (name) => {
    const { file, sent, messageId } = await write(name, 'swaks');
    const words = [
      '--server',
      `127.0.0.1:${it_.server.smtpPort}`,
      '--tls',
      '--from',
      'jane@sender.example',
      '--to',
      alias,
      '--data',
      `@${file}`,
    ];
    expect(await run('swaks', words)).toMatch(/<~\s+250 .*accepted/u);
    await expectArrived(sent, messageId);
  });
});
