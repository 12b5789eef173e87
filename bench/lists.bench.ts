// The lists of a large organization in a browser: from the last octet of the server's answer to the picture with the new rows.
//   --dir FOLDER filled by `bench seed`; --rounds 10; --device desktop or phone
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { bootServer, startDnsServer } from '@smtpy/testkit';
import { openBrowser } from '../tests/e2e/browser.ts';
import { openVisitor, type Visitor } from '../tests/web/visitor.ts';
import { joinOrganization } from './lists/person.ts';
import { actionsOf, lists } from './lists/actions.ts';
import { prepareWatching, watch, type Shown } from './lists/watch.ts';

const { values } = parseArgs({
  options: {
    dir: { type: 'string' },
    rounds: { type: 'string', default: '10' },
    device: { type: 'string', default: 'desktop' },
  },
});
if (values.dir === undefined) {
  console.error('give --dir FOLDER, filled by: npm run bench -- seed');
  process.exit(2);
}

/** What is promised: rows stand this long after the server's answer. */
const barMs = 100;

await using dns = await startDnsServer({ ttlSeconds: 300 });
await using server = await bootServer({
  dataDir: values.dir,
  env: {
    SMTPY_ROLES: 'web',
    SMTPY_WORKERS: '1',
    SMTPY_HTTP_HOST: '127.0.0.1',
    SMTPY_DNS_SERVERS: dns.address,
    SMTPY_LOG_LEVEL: 'warn',
    ...Object.fromEntries(
      ['KEY', 'USER', 'ORGANIZATION', 'NETWORK'].map((subject) => [`SMTPY_API_LIMIT_PER_${subject}`, 'off']),
    ),
  },
});
await using person = await joinOrganization(server, { dataDir: values.dir, rank: 1 });
const browser = await openBrowser();
console.log(
  `machine: ${String(cpus().length)} × ${cpus()[0]?.model ?? '?'}, load ${String(loadavg()[0]?.toFixed(1))}, ${new Date().toISOString().slice(0, 10)}; ${person.size}; ${values.device}, ${values.rounds} rounds`,
);
{
  await using visitor = await openVisitor(browser, {
    baseUrl: server.httpUrl,
    device: values.device === 'phone' ? 'phone' : 'desktop',
    cookie: person.cookie,
  });
  await prepareWatching(visitor.context);
  await visitor.context.addInitScript(
    `localStorage.setItem('smtpy.organization', '${person.organizationId}')`,
  );
  for (const list of lists) await measureList(visitor, list);
  for (const complaint of visitor.complaints) console.log(`complaint: ${complaint}`);
}
await browser.close();

/** Does everything with a list again and again, each round from another page on. */
async function measureList(visitor: Visitor, list: (typeof lists)[number]): Promise<void> {
  const found = new Map<string, Shown[]>();
  const { page } = visitor;
  for (let round = 0; round < Number(values.rounds); round += 1) {
    await page.goto('/settings/profile');
    await page.locator('h1').first().waitFor();
    for (const { name, run } of actionsOf(list, visitor.device)) {
      const shown = await watch(page, `/v1/${list}`, () => run(page));
      // The first round loads the scripts of the page as well.
      if (round > 0) found.set(name, [...(found.get(name) ?? []), shown]);
    }
  }
  console.log(
    `\n/${list}`.padEnd(33) + 'rows p50   rows max   longest task   CPU p50   key to paint   server p50',
  );
  for (const [name, shown] of found) printRow(name, shown);
}

function printRow(name: string, shown: readonly Shown[]): void {
  const sorted = (read: (one: Shown) => number): readonly number[] =>
    shown.map(read).toSorted((a, b) => a - b);
  const p50 = (read: (one: Shown) => number): number => sorted(read)[Math.floor(shown.length / 2)] ?? 0;
  const most = (read: (one: Shown) => number): number => sorted(read).at(-1) ?? 0;
  const ms = (value: number, width: number): string =>
    (value === 0 ? '–' : `${value.toFixed(0)} ms`).padStart(width);
  const rows = most(({ rowsMs }) => rowsMs);
  console.log(
    `  ${name.padEnd(28)}${ms(
      p50(({ rowsMs }) => rowsMs),
      10,
    )}${ms(rows, 11)}${ms(
      most(({ longestTaskMs }) => longestTaskMs),
      15,
    )}${ms(
      p50(({ cpuMs }) => cpuMs),
      10,
    )}${ms(
      most(({ keyMs }) => keyMs),
      15,
    )}${ms(
      p50(({ serverMs }) => serverMs),
      13,
    )}${rows > barMs ? ' ✗' : ''}`,
  );
}
