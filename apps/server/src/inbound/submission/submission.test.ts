import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSmtpDialog, type SmtpDialog, waitFor } from '@smtpy/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Alias } from '../../aliases/index.ts';
import {
  openUnderTls,
  plainToken,
  startSubmittingWorld,
  type SubmittingWorld,
} from './testdata/submitting-world.ts';

let dataDir: string;
let world: SubmittingWorld;
let shop: Alias;
let password: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'smtpy-submission-'));
  world = await startSubmittingWorld({ dataDir });
  shop = await world.addAlias('shop@my.example');
  await world.addAlias('other@my.example');
  password = await world.addPassword(shop);
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true });
});

beforeEach(() => world.db.query({ text: 'delete from login_failures' }));

const open = () => openUnderTls(world.ports.submissionPort);
const base64 = (text: string): string => Buffer.from(text).toString('base64');

async function logIn(userName = 'shop@my.example', secret = password): Promise<SmtpDialog> {
  const dialog = await open();
  await dialog.send(`AUTH PLAIN ${plainToken(userName, secret)}`);
  await dialog.expect('235 2.7.0');
  return dialog;
}

describe('before TLS', () => {
  it('EHLO offers STARTTLS and no AUTH, and nothing else is taken', async () => {
    await using dialog = await openSmtpDialog(world.ports.submissionPort);
    await dialog.expect(220);
    const { lines } = await dialog.command('EHLO client.example');
    expect(lines).toContain('250-STARTTLS');
    expect(lines.join('\n')).not.toContain('AUTH');
    for (const command of [
      'MAIL FROM:<shop@my.example>',
      'RCPT TO:<bob@outside.example>',
      'DATA',
      'HELO x',
    ]) {
      await dialog.send(command);
      await dialog.expect('530 5.7.0 Must issue a STARTTLS command first');
    }
    expect((await dialog.command('NOOP')).code).toBe(250);
    expect((await dialog.command('QUIT')).code).toBe(221);
  });

  it('a password is never taken, the right one neither', async () => {
    await using dialog = await openSmtpDialog(world.ports.submissionPort);
    await dialog.expect(220);
    await dialog.command('EHLO client.example');
    for (const command of [`AUTH PLAIN ${plainToken('shop@my.example', password)}`, 'AUTH LOGIN', 'AUTH']) {
      await dialog.send(command);
      await dialog.expect('538 5.7.11');
    }
    await dialog.send('MAIL FROM:<shop@my.example>');
    await dialog.expect(530);
  });
});

it('the public port knows no AUTH, under TLS neither', async () => {
  await using dialog = await openUnderTls(world.ports.port);
  const { lines } = await dialog.command('EHLO client.example');
  expect(lines.join('\n')).not.toContain('AUTH');
  await dialog.send(`AUTH PLAIN ${plainToken('shop@my.example', password)}`);
  await dialog.expect(500);
});

describe('a login', () => {
  it('comes before mail, and is offered', async () => {
    await using dialog = await open();
    const { lines } = await dialog.command('EHLO client.example');
    expect(lines).toContain('250-AUTH PLAIN LOGIN');
    for (const command of ['MAIL FROM:<shop@my.example>', 'RCPT TO:<bob@outside.example>', 'DATA']) {
      await dialog.send(command);
      await dialog.expect('530 5.7.0 Authentication required');
    }
  });

  it.each([
    ['as it is shown', (text: string) => text],
    ['without dashes', (text: string) => text.replaceAll('-', '')],
    ['in capitals with spaces', (text: string) => text.replaceAll('-', ' ').toUpperCase()],
  ])('with PLAIN and the password %s', async (_, typed) => {
    await using dialog = await open();
    await dialog.send('AUTH PLAIN');
    await dialog.expect(/^334 $/);
    await dialog.send(plainToken('SHOP@My.Example', typed(password)));
    await dialog.expect('235 2.7.0');
    const { lines } = await dialog.command('EHLO client.example');
    expect(lines.join('\n')).not.toContain('AUTH');
    await dialog.send(`AUTH PLAIN ${plainToken('shop@my.example', password)}`);
    await dialog.expect(503);
  });

  it('with LOGIN, on the port with TLS from the first octet', async () => {
    await using dialog = await openSmtpDialog(world.ports.submissionsPort, { isImplicitTls: true });
    await dialog.expect(220);
    const { lines } = await dialog.command('EHLO client.example');
    expect(lines).toContain('250-AUTH PLAIN LOGIN');
    expect(lines.join('\n')).not.toContain('STARTTLS');
    await dialog.send('AUTH LOGIN');
    await dialog.expect(`334 ${base64('Username:')}`);
    await dialog.send(base64('shop@my.example'));
    await dialog.expect(`334 ${base64('Password:')}`);
    await dialog.send(base64(password));
    await dialog.expect('235 2.7.0');
    await dialog.send('MAIL FROM:<shop@my.example>');
    await dialog.expect(250);
  });

  it.each([
    ['a wrong password', 'shop@my.example', 'wrong', ''],
    ['the password of another alias', 'other@my.example', undefined, ''],
    ['an unknown alias', 'nobody@my.example', 'wrong', ''],
    ['no address', 'shop', undefined, ''],
    ['another identity to act for', 'shop@my.example', undefined, 'other@my.example'],
  ])('with %s gets one answer, a second late', async (_, userName, secret, authzid) => {
    await using dialog = await open();
    const beganMs = performance.now();
    await dialog.send(`AUTH PLAIN ${plainToken(userName, secret ?? password, authzid)}`);
    await dialog.expect(/^535 5\.7\.8 User name or password is wrong$/);
    expect(performance.now() - beganMs).toBeGreaterThan(990);
    await dialog.send('MAIL FROM:<shop@my.example>');
    await dialog.expect(530);
  });

  it('that names its own identity twice is right', async () => {
    await using dialog = await open();
    await dialog.send(`AUTH PLAIN ${plainToken('shop@my.example', password, 'Shop@my.example')}`);
    await dialog.expect(235);
  });

  it('that is given up, or makes no sense, leaves the session as it was', async () => {
    await using dialog = await open();
    await dialog.command('AUTH PLAIN');
    await dialog.send('*');
    await dialog.expect(501);
    await dialog.command('AUTH LOGIN');
    await dialog.sendRaw('a\0b\r\n');
    await dialog.expect('500 5.5.2 Command has a control character');
    for (const command of ['AUTH', 'AUTH CRAM-MD5', 'AUTH XOAUTH2 dXNlcg==']) {
      await dialog.send(command);
      await dialog.expect(504);
    }
    expect((await dialog.command('NOOP')).code).toBe(250);
    await dialog.send(`AUTH PLAIN ${plainToken('shop@my.example', password)}`);
    await dialog.expect(235);
  });

  it('counts an answer that looks like a command as a login', async () => {
    await using dialog = await open();
    await dialog.command('AUTH LOGIN');
    await dialog.command(base64('shop@my.example'));
    await dialog.send('DATA');
    await dialog.expect(/^5(30|35)/);
    expect(world.refusals.at(-1)).toMatchObject({ stage: 'auth' });
  });
});

describe('brute force', () => {
  it('ends the session after five failures, and slows the network in all sessions', async () => {
    await using dialog = await open();
    for (let count = 0; count < 5; count += 1) {
      await dialog.send(`AUTH PLAIN ${plainToken('shop@my.example', `wrong ${count}`)}`);
      await dialog.expect('535 5.7.8');
    }
    await dialog.send(`AUTH PLAIN ${plainToken('shop@my.example', password)}`);
    await dialog.expect('421 4.7.0 Too many failed logins');
    await dialog.expectClosed();
    await using second = await open();
    await second.send(`AUTH PLAIN ${plainToken('shop@my.example', password)}`);
    await second.expect('454 4.7.0 Too many failed logins');
    world.clock.advance(60_000);
    await second.send(`AUTH PLAIN ${plainToken('shop@my.example', password)}`);
    await second.expect(235);
  });

  it('in 20 sessions at once has five tries', async () => {
    const codes = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        await using dialog = await openUnderTls(world.ports.submissionPort, `127.0.0.${index + 1}`);
        const reply = await dialog.command(`AUTH PLAIN ${plainToken('shop@my.example', `wrong ${index}`)}`);
        return reply.code;
      }),
    );
    expect(codes.filter((code) => code === 535)).toHaveLength(5);
    expect(codes.filter((code) => code === 454)).toHaveLength(15);
  });
});

describe('who is logged in sends as the alias and as nothing else', () => {
  it.each(['other@my.example', 'jane@provider.example', 'shop@elsewhere.example', '', 'shop+x@my.example'])(
    'not as <%s>',
    async (mailFrom) => {
      await using dialog = await logIn();
      await dialog.send(`MAIL FROM:<${mailFrom}>`);
      await dialog.expect('553 5.7.1');
      await dialog.send('MAIL FROM:<SHOP@my.example> AUTH=<> SIZE=100');
      await dialog.expect(250);
    },
  );

  it('also while the alias takes no mail', async () => {
    const off = await world.addAlias('off@my.example');
    const secret = await world.addPassword(off);
    const { organizationId } = world;
    await world.aliases.setEnabled({ organizationId, aliasId: off.id, isEnabled: false });
    await using dialog = await logIn('off@my.example', secret);
    await dialog.send('MAIL FROM:<off@my.example>');
    await dialog.expect(250);
  });

  it('until the password is revoked', async () => {
    const { organizationId } = world;
    const revoked = await world.addAlias('revoked@my.example');
    const added = await world.appPasswords.add({ organizationId, aliasId: revoked.id, name: 'phone' });
    await using dialog = await logIn('revoked@my.example', added.kind === 'added' ? added.password : '');
    await dialog.send('MAIL FROM:<revoked@my.example>');
    await dialog.expect(250);
    await dialog.command('RSET');
    await world.appPasswords.revoke({ organizationId, aliasId: revoked.id, name: 'phone' });
    await dialog.send('MAIL FROM:<revoked@my.example>');
    await dialog.expect('421 4.7.0 Login is no longer valid');
    await dialog.expectClosed();
  });

  it('until the alias is deleted, or its domain suspended', async () => {
    const { organizationId } = world;
    const gone = await world.addAlias('gone@my.example');
    await using dialog = await logIn('gone@my.example', await world.addPassword(gone));
    await using suspended = await logIn();
    await world.aliases.deleteAlias({ organizationId, aliasId: gone.id });
    await dialog.send('MAIL FROM:<gone@my.example>');
    await dialog.expect(421);
    await world.db.query({ text: `update domains set state = 'suspended'` });
    await world.db.query({ text: `select pg_notify('smtpy_directory', '')` });
    try {
      await waitFor(
        async () => {
          const { code } = await suspended.command('MAIL FROM:<shop@my.example>');
          if (code === 250) await suspended.command('RSET');
          return code === 450;
        },
        { what: 'the suspension to be heard of' },
      );
    } finally {
      await world.db.query({ text: `update domains set state = 'active'` });
    }
  });
});

it('nothing unexpected happened', () => {
  expect(world.failures).toEqual([]);
});
