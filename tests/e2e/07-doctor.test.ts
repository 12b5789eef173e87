import { ApiClient } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { install, type Installation, mailboxDomain, userEmail } from './installation.ts';

interface Finding {
  readonly check: string;
  readonly verdict: string;
  readonly text: string;
  readonly advice?: string;
}

describe('smtpy doctor in production', () => {
  let it_: Installation;
  beforeAll(async () => {
    it_ = await install();
  });
  afterAll(async () => {
    await it_[Symbol.asyncDispose]();
  });

  const examine = async (): Promise<{ code: number | null; findings: Map<string, Finding> }> => {
    const { code, stdout } = await it_.tryCommand('doctor', '--json');
    const { findings } = JSON.parse(stdout) as { findings: readonly Finding[] };
    return { code, findings: new Map(findings.map((finding) => [finding.check, finding])) };
  };

  it('says that the name has no address and that mail cannot leave, and what to do', async () => {
    const { code, findings } = await examine();
    expect(code).toBe(1);
    expect(findings.get('database')?.verdict).toBe('ok');
    expect(findings.get('smtp')?.verdict).toBe('ok');
    expect(findings.get('http')?.verdict).toBe('ok');
    expect(findings.get('name')).toMatchObject({
      verdict: 'problem',
      advice: expect.stringContaining('A (and AAAA)') as unknown,
    });
    expect(findings.get('way_out')).toMatchObject({
      verdict: 'problem',
      text: expect.stringContaining('Mail cannot leave') as unknown,
      advice: expect.stringContaining('SMTPY_RELAY_URL') as unknown,
    });
  });

  it('is content when the name leads here and another server answers', async () => {
    it_.dns.set('mx.smtpy.example', 'A', ['127.0.0.1']);
    it_.dns.set('gmail.com', 'MX', [{ preference: 5, exchange: `mx.${mailboxDomain}` }]);
    const { code, findings } = await examine();
    expect(findings.get('name')?.verdict).toBe('ok');
    expect(findings.get('way_out')).toMatchObject({ verdict: 'ok' });
    expect(code).toBe(0);
  });

  it('shows the key of the service’s own mail once there is one, until it is published', async () => {
    expect((await examine()).findings.has('service_signature')).toBe(false);
    const stranger = new ApiClient(it_.server.httpUrl);
    const path = '/v1/auth/request-password-reset';
    expect(await stranger.post(path, { email: userEmail })).toMatchObject({ status: 200 });
    const missing = (await examine()).findings.get('service_signature');
    expect(missing).toMatchObject({ verdict: 'warning' });
    const name = /at (\S+)$/.exec(missing?.text ?? '')?.[1] ?? '';
    const record = /TXT record (v=DKIM1.*?), or/.exec(missing?.advice ?? '')?.[1] ?? '';
    expect(name).toBe('smtpy._domainkey.mx.smtpy.example');
    it_.dns.set(name, 'TXT', [record]);
    expect((await examine()).findings.get('service_signature')).toMatchObject({ verdict: 'ok' });
  });
});
