import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { domainOfMtaStsHost, type Domain } from './index.ts';
import { hostname, openWorld, type World } from './testdata/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const names = { hostname, webHost: 'www.example.net' };

function change({ organizationId, id: domainId }: Domain, wishes: object) {
  return world.domains.change({ organizationId, domainId, ...wishes });
}

async function verdictsOf(domain: Domain): Promise<Readonly<Record<string, string>>> {
  const current = await world.find(domain);
  const { records } = await world.domains.checkRecords(current, { ...names, resolver: world.resolver() });
  return Object.fromEntries(records.map(({ record, verdict }) => [record.purpose, verdict]));
}

describe('MTA-STS', () => {
  it('is for domains that wish it and receive', async () => {
    const domain = await world.add('strict.example', world.jane, true);
    const find = () => world.domains.findMtaStsPolicy(domain.name, names);
    expect(await find()).toBeUndefined();
    await change(domain, { wantsMtaSts: true });
    expect(await find()).toBe('version: STSv1\r\nmode: testing\r\nmx: mx.example.net\r\nmax_age: 604800\r\n');
    await world.db.query({ text: `update domains set state = 'pending' where id = $1`, params: [domain.id] });
    expect(await find()).toBeUndefined();
  });

  it('is published by two records, whose id changes with the policy', async () => {
    const domain = await world.add('policy.example', world.jane, true);
    await change(domain, { wantsMtaSts: true });
    const wanted = async () =>
      (await world.domains.records(await world.find(domain), names)).filter(({ purpose }) =>
        purpose.startsWith('mta_sts'),
      );
    const [text, host] = await wanted();
    expect(text?.name).toBe('_mta-sts.policy.example');
    expect(text?.value).toMatch(/^v=STSv1; id=[0-9a-f]{32}$/);
    expect(host).toMatchObject({
      type: 'CNAME',
      name: 'mta-sts.policy.example',
      value: 'www.example.net.',
    });
    expect(await verdictsOf(domain)).toMatchObject({ mta_sts: 'missing', mta_sts_host: 'missing' });

    world.dns.set('_mta-sts.policy.example', 'TXT', [`${text?.value ?? ''};`]);
    world.dns.set('mta-sts.policy.example', 'CNAME', ['WWW.example.net']);
    expect(await verdictsOf(domain)).toMatchObject({ mta_sts: 'ok', mta_sts_host: 'ok' });
    await change(domain, { mtaStsMode: 'enforce' });
    expect((await wanted())[0]?.value).not.toBe(text?.value);
    expect(await verdictsOf(domain)).toMatchObject({ mta_sts: 'different', mta_sts_host: 'ok' });

    world.dns.remove('mta-sts.policy.example');
    world.dns.set('mta-sts.policy.example', 'A', ['192.0.2.80']);
    world.dns.set('www.example.net', 'A', ['192.0.2.81']);
    expect(await verdictsOf(domain)).toMatchObject({ mta_sts_host: 'different' });
    world.dns.set('www.example.net', 'A', ['192.0.2.80']);
    expect(await verdictsOf(domain)).toMatchObject({ mta_sts_host: 'ok' });
    world.dns.fail('www.example.net', 'SERVFAIL');
    expect(await verdictsOf(domain)).toMatchObject({ mta_sts_host: 'unknown' });
  });

  it.each([
    ['mta-sts.my.example', 'my.example'],
    ['MTA-STS.My.Example:443', 'my.example'],
    ['mta-sts.xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['my.example', undefined],
    ['mta-sts.', undefined],
    ['mta-sts.a..example', undefined],
    ['', undefined],
  ])('takes the host %s for that of %s', (host, name) => {
    expect(domainOfMtaStsHost(host)).toBe(name);
  });
});

describe('reports on TLS', () => {
  it('need an address, which stands in a record as it is', async () => {
    const domain = await world.add('reported.example', world.jane, true);
    expect(await change(domain, { wantsTlsRpt: true })).toMatchObject({ kind: 'no_address' });
    for (const tlsRptAddress of [
      'nobody',
      'a,mailto:b@c.example@d.example',
      'a;b@c.example',
      'a!1m@c.example',
    ])
      expect(await change(domain, { tlsRptAddress })).toMatchObject({ kind: 'invalid_address' });
    const wish = { wantsTlsRpt: true, tlsRptAddress: ' tls+reports@Example.com ' };
    expect(await change(domain, wish)).toMatchObject({ kind: 'changed' });
    const records = await world.domains.records(await world.find(domain), names);
    const record = records.find(({ purpose }) => purpose === 'tls_rpt');
    expect(record).toMatchObject({
      name: '_smtp._tls.reported.example',
      value: 'v=TLSRPTv1; rua=mailto:tls+reports@example.com',
    });
    world.dns.set('_smtp._tls.reported.example', 'TXT', ['v=TLSRPTv1; rua=mailto:else@example.com']);
    expect(await verdictsOf(domain)).toMatchObject({ tls_rpt: 'different' });
    const both = 'v=TLSRPTv1;rua=mailto:else@example.com, mailto:tls+reports@example.com';
    world.dns.set('_smtp._tls.reported.example', 'TXT', [both]);
    expect(await verdictsOf(domain)).toMatchObject({ tls_rpt: 'ok' });
    expect(await change(domain, { tlsRptAddress: null })).toMatchObject({ kind: 'no_address' });
    await change(domain, { wantsTlsRpt: false });
    expect(await verdictsOf(domain)).not.toHaveProperty('tls_rpt');
  });
});
