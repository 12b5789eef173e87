import { once } from 'node:events';
import { spawn, spawnSync } from 'node:child_process';
import { freePort } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressIn, type Correspondent, createCorrespondent, fieldOf, headerOf } from './correspondent.ts';
import {
  alias,
  aliasDomain,
  install,
  type Installation,
  mailbox,
  type ShownMessage,
} from './installation.ts';
import { hasPythonDkim, verifyWithPython } from './python-dkim.ts';

const hasSwaks = spawnSync('sh', ['-c', 'command -v swaks']).status === 0;

interface AddedPassword {
  readonly user_name: string;
  readonly password: string;
}

/** What swaks was answered: its transcript, and the code of its exit. */
interface Transcript {
  readonly text: string;
  readonly code: number;
}

describe.skipIf(!hasSwaks)('a mail program with an app password', () => {
  let it_: Installation;
  let ports: Readonly<Record<'starttls' | 'tls', number>>;
  let added: AddedPassword;
  let bob: Correspondent;
  let jane: Correspondent;

  beforeAll(async () => {
    ports = { starttls: await freePort(), tls: await freePort() };
    it_ = await install({
      env: {
        SMTPY_SUBMISSION_PORT: String(ports.starttls),
        SMTPY_SUBMISSIONS_PORT: String(ports.tls),
      },
    });
    jane = await createCorrespondent(it_, mailbox);
    bob = await createCorrespondent(it_, 'bob@outside.example');
    await it_.command('alias', 'set', alias, '--name', 'The Shop');
    added = (await it_.command('alias', 'password', 'add', alias, '--name', 'phone')) as AddedPassword;
  });
  afterAll(() => it_[Symbol.asyncDispose]());

  /** Runs beside this process, whose DNS server and MX are needed meanwhile. */
  const swaks = async (...words: readonly string[]): Promise<Transcript> => {
    const child = spawn('swaks', words, { stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
    const octets: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => octets.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => octets.push(chunk));
    const [code] = (await once(child, 'close')) as [number];
    return { text: Buffer.concat(octets).toString('latin1'), code };
  };
  const login = (password = added.password): readonly string[] => [
    '--auth',
    'PLAIN',
    '--auth-user',
    added.user_name,
    '--auth-password',
    password,
  ];
  const toBob = (headerFrom: string, mailFrom = alias): readonly string[] => [
    '--from',
    mailFrom,
    '--to',
    bob.address,
    '--h-From',
    headerFrom,
    '--helo',
    'janes-laptop.mailbox.example',
    '--add-header',
    'X-Originating-IP: [203.0.113.9]',
    '--header-X-Mailer',
    'swaks of jane',
  ];
  const server = (port: number): readonly string[] => ['--server', `127.0.0.1:${String(port)}`];
  const starttls = (): readonly string[] => [...server(ports.starttls), '--tls'];
  const implicitTls = (): readonly string[] => [...server(ports.tls), '--tls-on-connect'];

  it.each([
    ['STARTTLS', starttls],
    ['TLS from the first octet', implicitTls],
  ])('sends as its alias over %s, without a trace of where it is', async (_name, connect) => {
    const before = bob.received().length;
    const { text, code } = await swaks(...connect(), ...login(), ...toBob(`Jane Doe <${alias}>`));
    expect(text).toMatch(/<~\s+250 /u);
    expect(code).toBe(0);
    const { data, mailFrom } = await bob.awaitMail(before + 1);
    expect(addressIn(fieldOf(data, 'From'))).toBe(alias);
    expect(fieldOf(data, 'From')).toMatch(/The Shop/u);
    expect(mailFrom).toMatch(/^b-[a-z2-7]+@alias\.example$/u);
    expect(data.toString('latin1')).not.toMatch(/jane|mailbox\.example|203\.0\.113\.9|laptop/iu);
    expect(headerOf(data)).not.toContain('127.0.0.1');
    const { items } = (await it_.command('message', 'list')) as { items: readonly { id: string }[] };
    const shown = (await it_.command('message', 'show', items[0]?.id ?? '')) as ShownMessage;
    expect(shown.timeline[1]?.sentence).toBe(`logged in as ${alias}`);
    if (hasPythonDkim) expect(await verifyWithPython(data, it_.dns.address)).toBe('valid');
  });

  it('gets the answer in its mailbox', async () => {
    const before = { bob: bob.received().length, jane: jane.received().length };
    await swaks(...starttls(), ...login(), ...toBob(alias));
    const { data } = await bob.awaitMail(before.bob + 1);
    await bob.send({
      rcptTo: [addressIn(fieldOf(data, 'From'))],
      fields: { Subject: 'An answer', 'In-Reply-To': fieldOf(data, 'Message-ID') },
    });
    const answer = await jane.awaitMail(before.jane + 1);
    expect(fieldOf(answer.data, 'Subject')).toBe('An answer');
  });

  it('sends as nothing else', async () => {
    const before = it_.mx.counts.accepted;
    const other = `other@${aliasDomain}`;
    await it_.command('alias', 'add', other, '--to', mailbox);
    const asOther = await swaks(...starttls(), ...login(), ...toBob(alias, other));
    expect(asOther.text).toMatch(/<~\* 553 5\.7\.1 /u);
    const asNobody = await swaks(...starttls(), ...login(), ...toBob(alias, '<>'));
    expect(asNobody.text).toMatch(/<~\* 553 5\.7\.1 /u);
    for (const headerFrom of [other, mailbox, `${alias}, ${other}`]) {
      const { text } = await swaks(...starttls(), ...login(), ...toBob(headerFrom));
      expect(text, headerFrom).toMatch(/<~\* 55\d 5\.7\.1 /u);
    }
    expect(it_.mx.counts.accepted).toBe(before);
  });

  it('is not let in without TLS, without a password, with a wrong or a revoked one', async () => {
    const before = it_.mx.counts.accepted;
    const clear = await swaks(...server(ports.starttls), ...login(), ...toBob(alias));
    // swaks leaves of itself when no AUTH is offered, so that the password is never in clear.
    expect(clear.text).not.toMatch(/^ *-> AUTH/mu);
    expect(clear.text).not.toMatch(/250.*AUTH/u);
    expect(clear.code).not.toBe(0);
    const unknown = await swaks(...starttls(), ...toBob(alias));
    expect(unknown.text).toMatch(/<~\* 530 5\.7\.0 Authentication required/u);
    const wrong = await swaks(...starttls(), ...login('wrong'), ...toBob(alias));
    expect(wrong.text).toMatch(/<~\* 535 5\.7\.8 /u);
    await it_.command('alias', 'password', 'revoke', alias, '--name', 'phone');
    const revoked = await swaks(...starttls(), ...login(), ...toBob(alias));
    expect(revoked.text).toMatch(/<~\* 535 5\.7\.8 /u);
    expect(it_.mx.counts.accepted).toBe(before);
  });

  it('slows down who guesses', async () => {
    const { password, user_name: user } = (await it_.command(
      'alias',
      'password',
      'add',
      alias,
      '--name',
      'guessed at',
    )) as AddedPassword;
    const attempt = (guess: string) =>
      swaks(...starttls(), '--auth', 'PLAIN', '--auth-user', user, '--auth-password', guess, ...toBob(alias));
    await expect
      .poll(async () => (await attempt('a guess')).text, { timeout: 60_000, interval: 0 })
      .toMatch(/<~\* 454 4\.7\.0 Too many failed logins/u);
    // The right password is not looked at either: waiting is all that helps.
    expect((await attempt(password)).text).toMatch(/<~\* 454 4\.7\.0 /u);
  }, 90_000);

  it('keeps every invariant', async () => {
    await expect
      .poll(() => it_.command('check-invariants'), { timeout: 20_000 })
      .toMatchObject({ violations: [] });
    expect(it_.mx.violations).toEqual([]);
  });
});
