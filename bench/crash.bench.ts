// Crash: kill -9 of everything (PostgreSQL included) in the middle of a run, start again; counts what was lost and what came twice.
//   --count 5000 --connections 20 --size 5000 --kills 1 --target all|database|worker
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { sendMany, waitFor } from '@smtpy/testkit';
import { alias, install } from '../tests/e2e/installation.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '5000' },
    connections: { type: 'string', default: '20' },
    size: { type: 'string', default: '5000' },
    kills: { type: 'string', default: '1' },
    target: { type: 'string', default: 'all' },
  },
});
const count = Number(values.count);
const kills = Number(values.kills);

await using installation = await install({
  dnsTtlSeconds: 300,
  mx: { keepMessages: false },
  env: { SMTPY_LOG_LEVEL: 'warn', SMTPY_MAX_CONNECTIONS_PER_ADDRESS: '200' },
});
const { server, mx, command } = installation;
const body = 'The quick brown fox jumps over the lazy dog.\r\n'.repeat(Math.ceil(Number(values.size) / 46));
const accepted = new Set<string>();
const startedAt = performance.now();
const sending = sendMany({
  port: server.smtpPort,
  connections: Number(values.connections),
  count,
  makeMessage: (index) => {
    const messageId = `<crash.${String(index)}@sender.example>`;
    const header = [
      'From: Jane <jane@sender.example>',
      `To: ${alias}`,
      `Subject: ${String(index)}`,
      `Message-ID: ${messageId}`,
    ];
    const data = Buffer.from(`${header.join('\r\n')}\r\n\r\n${body}`);
    return { mailFrom: 'jane@sender.example', rcptTo: [alias], messageId, data };
  },
  onResult: ({ code, messageId }) => {
    if (code === 250) accepted.add(messageId);
  },
  reconnectForMs: 60_000,
});
/** Kills the target with SIGKILL and waits until the server answers again. */
async function strike(): Promise<void> {
  if (values.target === 'all') {
    await server.kill9();
    await server.restart();
    return;
  }
  process.kill(victim(), 'SIGKILL');
  await delay(100);
  const isReady = async (): Promise<boolean> =>
    fetch(`${server.httpUrl}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await waitFor(isReady, { what: 'the server is ready again', timeoutMs: 60_000 });
}

function victim(): number {
  if (values.target === 'database') {
    return Number(
      readFileSync(path.join(server.dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n', 1)[0],
    );
  }
  const children = execFileSync('pgrep', ['-P', String(server.pid), '-f', 'start.mjs serve'])
    .toString()
    .trim()
    .split('\n');
  return Number(children[0]);
}

for (let kill = 1; kill <= kills; kill += 1) {
  const due = (count * kill) / (kills + 1);
  await waitFor(() => accepted.size >= due, {
    what: `${String(Math.round(due))} were accepted`,
    timeoutMs: 120_000,
  });
  const killedAt = performance.now();
  await strike();
  console.log(
    `kill ${String(kill)} after ${String(accepted.size)} accepted; ready again after ${((performance.now() - killedAt) / 1000).toFixed(1)} s`,
  );
}
const { messages } = await sending;
const unknown = messages.filter(({ code }) => code === undefined).length;
const timesOf = (messageId: string): number => mx.counts.byMessageId.get(messageId) ?? 0;
await waitFor(() => [...accepted].every((messageId) => timesOf(messageId) > 0), {
  what: 'all that got 250 was delivered',
  timeoutMs: 300_000,
}).catch((error: unknown) => {
  console.log(String(error));
});
await waitFor(async () => ((await command('queue', 'stats')) as { unfinished: number }).unfinished === 0, {
  what: 'the queue is empty',
  timeoutMs: 120_000,
});
await delay(500);
const lost = [...accepted].filter((messageId) => timesOf(messageId) === 0);
const twice = [...mx.counts.byMessageId].filter(([, times]) => times > 1);
const { violations } = (await command('check-invariants')) as { violations: readonly unknown[] };
console.log(
  `${String(count)} messages of ${values.size} bytes over ${values.connections} connections, ${String(kills)} kills of ${values.target}, ${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
);
console.log(`got 250: ${String(accepted.size)}; cut off without a reply: ${String(unknown)}`);
console.log(
  `lost: ${String(lost.length)}; delivered more than once: ${String(twice.length)}; violations: ${String(violations.length)}`,
);
if (lost.length > 0 || violations.length > 0) process.exitCode = 1;
