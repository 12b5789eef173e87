import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openUnderTls,
  plainToken,
  startSubmittingWorld,
  type SubmittingWorld,
} from './testdata/submitting-world.ts';

const swaks = '/usr/bin/swaks';
/** swaks needs Perl modules for TLS and AUTH, and says whether it has them. */
const support = spawnSync(swaks, ['--support'], { encoding: 'utf8' });
const hasSwaks = support.status === 0 && !/(TLS|Basic AUTH) not available/.test(support.stdout);

let dataDir: string;
let world: SubmittingWorld;
let password: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'smtpy-submission-'));
  world = await startSubmittingWorld({ dataDir });
  password = await world.addPassword(await world.addAlias('shop@my.example'));
  await world.addAlias('other@my.example');
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true });
});

/** What is queued for an address outside. */
async function findQueued(recipient: string) {
  const [row] = await world.db.query<{
    readonly mail_from: string;
    readonly kind: string;
    readonly sent_as: string;
    readonly trace_header: Buffer;
  }>({
    text: `select m.mail_from, d.kind, d.sent_as, c.trace_header
      from deliveries d join messages m on m.id = d.message_id join contents c on c.id = d.content_id
      where d.recipient = $1`,
    params: [recipient],
  });
  return row === undefined ? undefined : { ...row, trace_header: row.trace_header.toString() };
}

async function expectQueued(recipient: string): Promise<void> {
  const queued = await findQueued(recipient);
  expect(queued).toMatchObject({ mail_from: 'shop@my.example', kind: 'reply', sent_as: 'shop@my.example' });
  expect(queued?.trace_header).toMatch(/ with ESMTPSA\b/);
  expect(queued?.trace_header).not.toContain('127.0.0.1');
}

const message = (headerFrom: string): string =>
  [`From: ${headerFrom}`, 'To: bob@outside.example', 'Subject: hello', '', 'Hello Bob', ''].join('\r\n');

it('a message goes out as the alias; one with another author is refused', async () => {
  await using dialog = await openUnderTls(world.ports.submissionPort);
  await dialog.send(`AUTH PLAIN ${plainToken('shop@my.example', password)}`);
  await dialog.expect(235);
  const submit = async (headerFrom: string) => {
    await dialog.send('MAIL FROM:<shop@my.example>');
    await dialog.expect(250);
    await dialog.send('RCPT TO:<bob@outside.example>');
    await dialog.expect(250);
    await dialog.send('DATA');
    await dialog.expect(354);
    return dialog.sendContent(message(headerFrom));
  };
  for (const headerFrom of ['other@my.example', 'shop@my.example, jane@provider.example'])
    expect(await submit(headerFrom)).toMatchObject({ code: 550 });
  expect(await findQueued('bob@outside.example')).toBeUndefined();
  expect(await submit('The Shop <shop@my.example>')).toMatchObject({ code: 250 });
  await expectQueued('bob@outside.example');
});

describe('swaks', () => {
  const ways = [
    ['submissionPort', '--tls', 'PLAIN'],
    ['submissionPort', '--tls', 'LOGIN'],
    ['submissionsPort', '--tls-on-connect', 'PLAIN'],
  ] as const;

  it.skipIf(!hasSwaks).each(ways)('sends on the %s with %s and AUTH %s', async (port, tls, mechanism) => {
    const recipient = `${mechanism.toLowerCase()}.${port.toLowerCase()}@outside.example`;
    const { stdout } = await promisify(execFile)(
      swaks,
      [
        ...['--server', '127.0.0.1', '--port', String(world.ports[port]), tls, '--timeout', '20'],
        ...['--auth', mechanism, '--auth-user', 'Shop@my.example', '--auth-password', password],
        ...['--from', 'shop@my.example', '--to', recipient, '--body', 'Hello'],
      ],
      { timeout: 30_000 },
    );
    expect(stdout).toMatch(/<~\s+235 2\.7\.0/u);
    expect(stdout).toMatch(/<~\s+250 .*accepted/u);
    await expectQueued(recipient);
  });
});

it('nothing unexpected happened', () => {
  expect(world.failures).toEqual([]);
});
