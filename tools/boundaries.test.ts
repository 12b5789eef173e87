import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from './steps.ts';

/** A small tree in the shape of the repository: what stands at each path. */
const allowed: Readonly<Record<string, string>> = {
  'apps/server/src/main.ts': `import '../src/commands/index.ts';`,
  'apps/server/src/commands/index.ts': `import '../roles/index.ts'; import '../aliases/index.ts';`,
  'apps/server/src/roles/index.ts': `import '../inbound/index.ts'; import '../delivery/index.ts'; import '../db/index.ts';`,
  'apps/server/src/inbound/index.ts': `import '../aliases/index.ts'; import '../forwarding/index.ts';`,
  'apps/server/src/delivery/index.ts': `export {};`,
  'apps/server/src/aliases/index.ts': `import './store.ts'; import '../domains/index.ts';`,
  'apps/server/src/aliases/store.ts': `import '../db/index.ts';`,
  'apps/server/src/domains/index.ts': `import '../db/index.ts';`,
  'apps/server/src/domains/store.ts': `export const sql = '';`,
  'apps/server/src/forwarding/index.ts': `import 'node:crypto';`,
  'apps/server/src/db/index.ts': `import 'pg';`,
  'apps/server/fixtures/index.ts': `export {};`,
  'packages/mail/src/index.ts': `import 'node:crypto';`,
  'packages/mail/src/address.ts': `export {};`,
  'packages/testkit/src/index.ts': `import 'node:net';`,
};

/** Each breaks one rule. */
const forbidden: readonly (readonly [file: string, source: string, rule: string])[] = [
  ['apps/server/src/aliases/a.ts', `import '../inbound/index.ts';`, 'features-import-nothing-above'],
  [
    'apps/server/src/aliases/b.ts',
    `import type { X } from '../roles/index.ts';`,
    'features-import-nothing-above',
  ],
  ['apps/server/src/db/a.ts', `import '../aliases/index.ts';`, 'foundation-import-nothing-above'],
  ['apps/server/src/roles/a.ts', `import '../commands/index.ts';`, 'roles-import-nothing-above'],
  ['apps/server/src/commands/a.ts', `import '../main.ts';`, 'commands-import-nothing-above'],
  ['apps/server/src/inbound/a.ts', `import '../delivery/index.ts';`, 'role-parts-do-not-meet'],
  ['apps/server/src/aliases/c.ts', `import '../domains/store.ts';`, 'through-the-door'],
  [
    'apps/server/src/aliases/d.ts',
    `import '../../../../packages/mail/src/address.ts';`,
    'packages-through-the-door',
  ],
  ['apps/server/src/aliases/e.ts', `import './f.ts';`, 'no-cycles'],
  ['apps/server/src/aliases/g.ts', `import 'pg';`, 'driver-only-in-db'],
  ['apps/server/src/aliases/h.ts', `import '../../fixtures/index.ts';`, 'production-knows-no-tests'],
  ['apps/server/src/aliases/i.ts', `import './nowhere.ts';`, 'resolvable'],
  ['apps/server/src/forwarding/a.ts', `import 'node:fs';`, 'forwarding-is-pure'],
  ['apps/server/src/forwarding/b.ts', `import '../db/index.ts';`, 'forwarding-needs-mail-only'],
  ['apps/server/src/leftovers/a.ts', `import '../db/index.ts';`, 'folder-in-a-layer'],
  ['packages/mail/src/a.ts', `import 'node:dns/promises';`, 'mail-is-pure'],
  ['packages/mail/src/b.ts', `import 'node:net';`, 'mail-is-pure'],
  ['packages/mail/src/c.ts', `import 'pg';`, 'mail-stands-alone'],
  ['packages/testkit/src/a.ts', `import '../../../apps/server/src/db/index.ts';`, 'testkit-knows-no-server'],
];

/** The other half of the cycle, which is reported once. */
const partner = ['apps/server/src/aliases/f.ts', `import './e.ts';`] as const;

interface Configuration {
  readonly forbidden: IFlattenedRuleSet['forbidden'];
  readonly options: ICruiseOptions;
}

let folder: string;
/** `file rule` of every violation. */
let violations: readonly string[];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'smtpy-boundaries-'));
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  await writeFile(
    path.join(folder, 'package.json'),
    JSON.stringify({ type: 'module', dependencies: { pg: '*' } }),
  );
  for (const [file, source] of [...Object.entries(allowed), ...forbidden, partner]) {
    await mkdir(path.join(folder, path.dirname(file)), { recursive: true });
    await writeFile(path.join(folder, file), `${source}\nexport {};\n`);
  }
  const configuration = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as Configuration;
  const { tsConfig: _tsConfig, ...options } = configuration.options;
  const { output } = await cruise(['apps', 'packages'], {
    ...options,
    baseDir: folder,
    validate: true,
    ruleSet: { forbidden: configuration.forbidden ?? [] },
  });
  violations = (output as ICruiseResult).summary.violations.map(({ from, rule }) => `${from} ${rule.name}`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the import directions', () => {
  it.each(forbidden)('forbid in %s: %s', (file, _source, rule) => {
    expect(violations).toContain(`${file} ${rule}`);
  });

  it('allow what points down and goes through the door', () => {
    const files = new Set(Object.keys(allowed));
    expect(violations.filter((violation) => files.has(violation.split(' ')[0] ?? ''))).toEqual([]);
  });
});
