// Forwarding, everything on: DKIM-signed messages by Postfix's smtp-source in, by MX and DNS to Postfix's smtp-sink out.
//   --count 5000 --connections 20 --size 5000
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { freePort, generateKeyPairPem, signWithDkim } from '@smtpy/testkit';
import { alias, install } from '../tests/e2e/installation.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '5000' },
    connections: { type: 'string', default: '20' },
    size: { type: 'string', default: '5000' },
  },
});
const count = Number(values.count);

async function makeMessage(size: number): Promise<{ readonly data: Buffer; readonly dkimRecord: string }> {
  const keys = await generateKeyPairPem();
  const header = [
    'From: Jane Sender <jane@sender.example>',
    `To: ${alias}`,
    'Subject: benchmark',
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    'Message-ID: <bench@sender.example>',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
  ].join('\r\n');
  const line = `${'The quick brown fox jumps over the lazy dog. '.repeat(2).trim()}\r\n`;
  const body = line.repeat(Math.max(1, Math.ceil((size - header.length) / line.length)));
  const data = await signWithDkim(Buffer.from(`${header}\r\n\r\n${body}`), {
    domain: 'sender.example',
    selector: 'bench',
    privateKeyPem: keys.privateKeyPem,
  });
  return { data, dkimRecord: keys.dkimRecord };
}

/** Resident memory in MiB of the processes below `pid` whose command is node, and of PostgreSQL. */
function memoryOf(pid: number): { readonly nodeMiB: number; readonly postgresMiB: number } {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,rss=,comm='])
    .toString()
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/u));
  const below = new Set([String(pid)]);
  for (let grew = true; grew;) {
    grew = false;
    for (const [child = '', parent = ''] of rows) {
      if (below.has(parent) && !below.has(child)) {
        below.add(child);
        grew = true;
      }
    }
  }
  const sum = (isWanted: (command: string) => boolean): number =>
    Math.round(
      rows
        .filter(([child = '', , , command = '']) => below.has(child) && isWanted(command))
        .reduce((total, [, , rss]) => total + Number(rss), 0) / 1024,
    );
  return {
    nodeMiB: sum((command) => !command.startsWith('postgres')),
    postgresMiB: sum((command) => command.startsWith('postgres')),
  };
}

await using stack = new AsyncDisposableStack();
const folder = mkdtempSync(path.join(tmpdir(), 'smtpy-bench-'));
stack.defer(() => {
  rmSync(folder, { recursive: true, force: true });
});
const sinkPort = await freePort();
const { data, dkimRecord } = await makeMessage(Number(values.size));
const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
const sink = spawn('smtp-sink', [...user, `127.0.0.1:${String(sinkPort)}`, '1000'], {
  stdio: 'ignore',
  env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` },
});
stack.defer(() => {
  sink.kill();
});
const { server, dns, tryCommand } = stack.use(
  await install({
    dnsTtlSeconds: 300,
    env: {
      SMTPY_MX_PORT: String(sinkPort),
      SMTPY_METRICS_PORT: '0',
      SMTPY_LOG_LEVEL: 'warn',
      SMTPY_MAX_CONNECTIONS_PER_ADDRESS: '200',
    },
  }),
);
dns.set('sender.example', 'TXT', ['v=spf1 ip4:127.0.0.1 -all']);
dns.set('bench._domainkey.sender.example', 'TXT', [dkimRecord]);
dns.set('_dmarc.sender.example', 'TXT', ['v=DMARC1; p=reject']);
const run = async (...words: string[]): Promise<string> => (await tryCommand(...words)).stdout;

const metrics = server.ready['metrics'] ?? '';
async function delivered(): Promise<number> {
  const text = await (await fetch(metrics)).text();
  return Number(/smtpy_delivery_attempts_total\{outcome="delivered"\} (\d+)/u.exec(text)?.[1] ?? 0);
}

/** Live JavaScript heap and memory outside it, of all workers. */
async function heapMiB(): Promise<string> {
  const text = await (await fetch(metrics)).text();
  const read = (name: string): string => {
    const octets = Number(new RegExp(`^smtpy_nodejs_${name}_bytes (\\d+)`, 'mu').exec(text)?.[1] ?? 0);
    return String(Math.round(octets / 1_048_576));
  };
  return `heap used ${read('heap_size_used')}, heap total ${read('heap_size_total')}, external ${read('external_memory')}`;
}

const file = path.join(folder, 'message.eml');
// smtp-source(1) sends lines of a file with line feeds as CRLF.
writeFileSync(file, data.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
const idle = memoryOf(server.pid);
const startedAt = performance.now();
const source = spawn(
  'smtp-source',
  [
    '-4',
    '-d',
    '-s',
    values.connections,
    '-m',
    values.count,
    '-f',
    'jane@sender.example',
    '-t',
    alias,
    '-F',
    file,
    `127.0.0.1:${server.smtpPort}`,
  ],
  { stdio: 'inherit', env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` } },
);
let acceptedAfterMs: number | undefined;
source.on('exit', () => (acceptedAfterMs = performance.now() - startedAt));
let peak = idle;
let done = 0;
const memoryByTime: string[] = [];
let sampledAt = 0;
const deadline = Date.now() + 600_000;
while (done < count && Date.now() < deadline) {
  await delay(250);
  done = await delivered();
  const now = memoryOf(server.pid);
  if (now.nodeMiB > peak.nodeMiB) peak = now;
  if (performance.now() - sampledAt > 5_000) {
    sampledAt = performance.now();
    memoryByTime.push(String(now.nodeMiB));
  }
}
const seconds = (performance.now() - startedAt) / 1000;
const after = memoryOf(server.pid);
console.log(
  `machine: ${cpus().length} × ${cpus()[0]?.model ?? '?'}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`,
);
console.log(`message: ${data.length} bytes, ${values.connections} connections, ${count} messages`);
console.log(
  `accepted in ${((acceptedAfterMs ?? 0) / 1000).toFixed(1)} s: ${Math.round((count * 1000) / (acceptedAfterMs ?? 1))}/s`,
);
console.log(
  `delivered ${done} in ${seconds.toFixed(1)} s: ${Math.round(done / seconds)}/s (measured in steps of 0.25 s)`,
);
console.log(`of the workers, in MiB: ${await heapMiB()}`);
console.log(`memory of all Node processes every 5 s: ${memoryByTime.join(', ')} MiB`);
console.log(
  `memory of all Node processes: idle ${idle.nodeMiB} MiB, peak ${peak.nodeMiB} MiB, at the end ${after.nodeMiB} MiB; PostgreSQL at the end ${after.postgresMiB} MiB`,
);
console.log((await run('check-invariants')).trim());
console.log(`queue: ${(await run('queue', 'stats')).trim()}`);
console.log(readFileSync('/proc/loadavg', 'utf8').trim());
if (done !== count) process.exitCode = 1;
