import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Correspondent, createCorrespondent } from './correspondent.ts';
import { alias, aliasDomain, install, type Installation, mailbox, setupLinkOf } from './installation.ts';

let it_: Installation;
let bob: Correspondent;

beforeAll(async () => {
  it_ = await install();
  bob = await createCorrespondent(it_, 'bob@outside.example');
});
afterAll(() => it_[Symbol.asyncDispose]());

async function expectMailArrives(): Promise<void> {
  const { last, messageId } = await bob.send({ rcptTo: [alias] });
  expect(last.code).toBe(250);
  await expect
    .poll(
      () => it_.mx.messages.some(({ rcptTo, data }) => rcptTo.includes(mailbox) && data.includes(messageId)),
      {
        timeout: 10_000,
      },
    )
    .toBe(true);
}

describe('a domain stays live', () => {
  it.each([
    [
      'another MX beside ours',
      [
        { preference: 5, exchange: 'backup.elsewhere.example' },
        { preference: 10, exchange: 'mx.smtpy.example' },
      ],
    ],
    ['mixed case', [{ preference: 10, exchange: 'MX.SmtPy.Example' }]],
    ['a trailing dot', [{ preference: 10, exchange: 'mx.smtpy.example.' }]],
  ])('with %s', async (_, records) => {
    it_.dns.set(aliasDomain, 'MX', records);
    it_.dns.set('mx.smtpy.example', 'A', ['127.0.0.1']);
    const { stdout } = await it_.tryCommand('domain', 'check', aliasDomain, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ state: 'active' });
    await expectMailArrives();
  });

  it('when its records are gone, and when DNS does not answer', async () => {
    it_.dns.set(aliasDomain, 'MX', []);
    await it_.tryCommand('domain', 'check', aliasDomain);
    await expectMailArrives();
  });
});

it('lets the administrator in although no mail can leave, and the doctor says why', async () => {
  const link = await setupLinkOf(it_.server);
  expect((await fetch(link.replace('http://127.0.0.1/', `${it_.server.httpUrl}/`))).status).toBe(200);
  const { code, stdout } = await it_.tryCommand('doctor');
  expect(code).toBe(1);
  expect(stdout).toMatch(/port 25|relay/iu);
});
