// Writes the reference pages and the example of an environment file from the declarations in the program; with `--check`
// it writes nothing and fails when a file is not as it would be written.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { renderApiReference } from './reference/api.ts';
import { renderAuditReference } from './reference/audit.ts';
import { renderCliReference } from './reference/cli.ts';
import { renderConfigurationReference, renderEnvironmentExample } from './reference/configuration.ts';
import { renderErrorsReference } from './reference/errors.ts';
import { renderMailPathReference } from './reference/mail-path.ts';
import { renderRolesReference } from './reference/roles.ts';
import { renderStandards } from './reference/standards.ts';
import { renderWebRoutes } from './reference/web-routes.ts';
import { root } from './steps.ts';

const files: Readonly<Record<string, string>> = {
  'docs/reference/configuration.md': renderConfigurationReference(),
  'docs/reference/cli.md': await renderCliReference(),
  'docs/reference/mail-path.md': renderMailPathReference(),
  'docs/reference/api.md': renderApiReference(),
  'docs/reference/errors.md': renderErrorsReference(),
  'docs/reference/roles.md': renderRolesReference(),
  'docs/reference/audit.md': renderAuditReference(),
  'docs/standards.md': await renderStandards(),
  '.env.example': renderEnvironmentExample(),
  'packages/contract/src/web/routes.ts': renderWebRoutes(),
};

const isCheck = process.argv.includes('--check');
for (const [name, text] of Object.entries(files)) {
  const file = path.join(root, name);
  if ((await readIfPresent(file)) === text) continue;
  if (isCheck) {
    console.error(`${name} is not what the declarations give; run: npm run docs`);
    process.exitCode = 1;
  } else {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
    console.log(`wrote ${name}`);
  }
}

async function readIfPresent(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    // Expected: the file does not exist; any other reason shows when it is written.
    return undefined;
  }
}
