// Lighthouse on the production build: the landing page, the sign-in, the dashboard and the aliases, as a phone and as a desk sees them.
//   --runs 3 (the median is told); --pages landing,aliases; --forms phone,desktop; --why (tells every audit that takes points)
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { startTestDatabaseServer } from '@smtpy/testkit';
import { makeShowcase } from '../tests/web/showcase.ts';
import { openWorld } from '../tests/web/world.ts';
import { audit, forms, type Audited, type Form, type Visit } from './pages/audit.ts';
import { printHead, printRow, printWhy } from './pages/table.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    pages: { type: 'string', default: 'landing,sign-in,dashboard,aliases' },
    forms: { type: 'string', default: forms.join(',') },
    why: { type: 'boolean', default: false },
  },
});

/** The run in the middle, by its points for speed. */
function median(runs: readonly Audited[]): Audited {
  const sorted = runs.toSorted((a, b) => a.performance - b.performance);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('--runs must be 1 or more');
  return middle;
}

const databases = await startTestDatabaseServer();
process.env['SMTPY_TEST_DATABASE_URL'] = databases.url;
{
  await using world = await openWorld();
  const showcase = await makeShowcase(world);
  const jane = { cookie: showcase.jane.cookie, organizationId: showcase.organizationId };
  const origin = world.server.httpUrl;
  const visits: Readonly<Record<string, Visit>> = {
    landing: { origin, path: '/' },
    'sign-in': { origin, path: '/sign-in' },
    dashboard: { origin, path: '/dashboard', as: jane },
    aliases: { origin, path: '/aliases', as: jane },
  };
  console.log(
    `machine: ${String(cpus().length)} × ${cpus()[0]?.model ?? '?'}, load ${String(loadavg()[0]?.toFixed(1))}, ${new Date().toISOString().slice(0, 10)}; ${values.runs} runs each, the one in the middle`,
  );
  printHead();
  for (const form of forms.filter((each) => values.forms.split(',').includes(each)))
    for (const name of values.pages.split(',')) await tell(name, form, visits[name]);
}
await databases.close();

async function tell(name: string, form: Form, visit: Visit | undefined): Promise<void> {
  if (visit === undefined) throw new Error(`there is no page ${name}`);
  const runs: Audited[] = [];
  while (runs.length < Number(values.runs)) runs.push(await audit(visit, form));
  const result = median(runs);
  printRow(`${name}, ${form}`, result);
  if (values.why) printWhy(result);
}
