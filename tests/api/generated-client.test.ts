import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { operations } from '@smtpy/contract';
import { createOpenApi } from '@smtpy/contract/openapi';
import { bootServer, type BootedServer } from '@smtpy/testkit';
import openapiTs, { astToString } from 'openapi-typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commandsOf } from '../e2e/installation.ts';

// The OpenAPI document is good for what people use it for: types that come from it, and a client that is checked against them.
const run = promisify(execFile);
const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));
const program = fileURLToPath(new URL('testdata/generated-client.ts.txt', import.meta.url));

let folder: string;
let server: BootedServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smtpy-client-'));
  await symlink(modules, join(folder, 'node_modules'));
  const document = createOpenApi({ operations, version: '1.0.0', publicUrl: 'https://mail.example' });
  // The generator reads JSON; its types describe every document there can be.
  const types = await openapiTs(JSON.stringify(document), { silent: true });
  await writeFile(join(folder, 'schema.ts'), astToString(types));
  await copyFile(program, join(folder, 'client.ts'));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(settings));
  server = await bootServer({ env: { SMTPY_ROLES: 'web', SMTPY_WORKERS: '1' } });
}, 120_000);
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** As strict as TypeScript can be told to be. */
const settings = {
  compilerOptions: {
    target: 'es2024',
    lib: ['es2024', 'dom'],
    module: 'nodenext',
    types: ['node'],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    allowImportingTsExtensions: true,
    noEmit: true,
  },
  include: ['*.ts'],
};

it('compiles a program of a user against the types of the document, and refuses what is wrong', async () => {
  const tsc = [join(modules, 'typescript/bin/tsc'), '-p', folder];
  const problems = await run(process.execPath, tsc).then(
    ({ stdout }) => stdout,
    // Expected: something does not compile, which is told on standard output.
    (error: unknown) => (error as { readonly stdout?: string }).stdout,
  );
  expect(problems).toBe('');
}, 120_000);

it('runs it against a server', async () => {
  const { command } = commandsOf(server);
  await command(
    'user',
    'create',
    '--email',
    'jane@example.com',
    '--password',
    'correct horse battery staple',
  );
  const { key } = (await command('key', 'create', '--user', 'jane@example.com', '--name', 'Program')) as {
    readonly key: string;
  };
  const { stdout } = await run(process.execPath, [join(folder, 'client.ts'), server.httpUrl, key]);
  expect(JSON.parse(stdout)).toEqual({
    statuses: [201, 200, 200, 204, 404],
    name: 'Made by a generated client',
    lastUsedAt: null,
    renamed: 'Renamed',
    code: 'not_found',
  });
});
