import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Correspondent, createCorrespondent } from './correspondent.ts';
import {
  alias,
  aliasDomain,
  install,
  type Installation,
  mailbox,
  setupLinkOf,
  userEmail,
} from './installation.ts';

let it_: Installation;
let bob: Correspondent;

beforeAll(async () => {
  it_ = await install();
  bob = await createCorrespondent(it_, 'bob@outside.example');
});
afterAll(() => it_[Symbol.asyncDispose]());

interface ShownRecord {
  readonly purpose: string;
  readonly name: string;
  readonly value: string;
}

/** Adds a domain without the operator's word, and publishes the proof of who owns it. */
async function addDomain(name: string): Promise<void> {
  await it_.command('domain', 'add', name, '--user', userEmail);
  const { records } = (await it_.command('domain', 'records', name)) as { records: readonly ShownRecord[] };
  const ownership = records.find(({ purpose }) => purpose === 'ownership');
  it_.dns.set(ownership?.name ?? name, 'TXT', [ownership?.value ?? '']);
}

async function stateOf(name: string): Promise<string> {
  const { stdout } = await it_.tryCommand('domain', 'check', name, '--json');
  return (JSON.parse(stdout) as { state: string }).state;
}

async function expectMailArrives(recipient: string): Promise<void> {
  const { last, messageId } = await bob.send({ rcptTo: [recipient] });
  expect(last.code).toBe(250);
  const hasArrived = (): boolean =>
    it_.mx.messages.some(({ rcptTo, data }) => rcptTo.includes(mailbox) && data.includes(messageId));
  await expect.poll(hasArrived, { timeout: 10_000 }).toBe(true);
}

describe('a domain becomes live, and stays it', () => {
  it.each([
    [
      'another MX beside ours',
      'beside.example',
      [
        { preference: 5, exchange: 'backup.elsewhere.example' },
        { preference: 10, exchange: 'mx.smtpy.example' },
      ],
    ],
    ['mixed case', 'mixed.example', [{ preference: 10, exchange: 'MX.SmtPy.Example' }]],
    ['a trailing dot', 'dotted.example', [{ preference: 10, exchange: 'mx.smtpy.example.' }]],
  ])('with %s', async (_, name, records) => {
    await addDomain(name);
    it_.dns.set(name, 'MX', [{ preference: 10, exchange: 'mx.elsewhere.example' }]);
    expect(await stateOf(name)).toBe('pending');
    it_.dns.set(name, 'MX', records);
    expect(await stateOf(name)).toBe('active');
    await it_.command('alias', 'add', `shop@${name}`, '--to', mailbox);
    await expectMailArrives(`shop@${name}`);
  });

  it('when its records are gone', async () => {
    it_.dns.set(aliasDomain, 'MX', []);
    expect(await stateOf(aliasDomain)).not.toBe('pending');
    await expectMailArrives(alias);
  });
});

it('takes the first administrator although no mail can leave, and the doctor says why none does', async () => {
  const link = (await setupLinkOf(it_.server)).replace('http://127.0.0.1/', `${it_.server.httpUrl}/`);
  const body = new URLSearchParams({
    email: 'admin@account.example',
    username: '',
    password: 'correct horse battery staple',
  });
  const made = await fetch(link, { method: 'POST', body, headers: { host: '127.0.0.1' } });
  expect([made.status, await made.text()]).toEqual([200, expect.stringContaining('administrator was made')]);
  const { stdout } = await it_.tryCommand('doctor', '--json');
  const { findings } = JSON.parse(stdout) as { findings: readonly object[] };
  expect(findings).toContainEqual(
    expect.objectContaining({
      check: 'way_out',
      verdict: 'problem',
      advice: expect.stringContaining('port 25') as unknown,
    }),
  );
});
