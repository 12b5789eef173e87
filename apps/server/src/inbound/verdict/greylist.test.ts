import { describe, expect, it } from 'vitest';
import type { Arrival } from './arrival.ts';
import { makeArrival, makeContext } from '../testdata/arrivals.ts';
import { makeAlias, toAddress } from '../testdata/entries.ts';
import { makePolicy } from '../testdata/policy.ts';
import { greylist } from './greylist.ts';

const author = { kind: 'found', address: toAddress('ann@sender.example'), phrase: Buffer.alloc(0) } as const;
const unproven = {
  spf: { result: 'none' },
  dkim: [],
  dmarc: { result: 'none' },
  arc: { result: 'none' },
} as const;

async function ask(answer: 'wait' | 'passed', changes: Partial<Arrival> = {}) {
  const keys: string[] = [];
  const { policy } = makePolicy({
    greylist: { check: (key) => (keys.push(key), Promise.resolve(answer)) },
  });
  const arrival = makeArrival('From: ann@sender.example\n\n', { author, ...changes });
  return { keys, result: await greylist(arrival, makeContext({ policy })) };
}

function from(ip: string): Partial<Arrival> {
  const { client } = makeArrival('\n');
  return { client: { ...client, ip }, authentication: unproven };
}

describe('greylisting', () => {
  it('asks an unknown sender to come back, and lets a known one pass', async () => {
    expect((await ask('wait')).result).toMatchObject({
      kind: 'refuse',
      refusal: { reply: { code: 451, enhanced: '4.7.1' } },
    });
    expect((await ask('passed')).result).toMatchObject({
      kind: 'continue',
      arrival: { policy: [{ step: 'greylist', outcome: 'passed' }] },
    });
  });

  it('knows a sender by the domain that it proves, whichever host comes', async () => {
    const { client } = makeArrival('\n');
    const one = await ask('wait', { client: { ...client, ip: '192.0.2.1' } });
    const other = await ask('wait', { client: { ...client, ip: '203.0.113.77' } });
    expect([...one.keys, ...other.keys]).toEqual(['domain sender.example', 'domain sender.example']);
    const bySpf = { ...unproven, spf: { result: 'pass', domain: 'Bounces.example' } };
    expect((await ask('wait', { authentication: bySpf })).keys).toEqual(['domain bounces.example']);
  });

  it('knows one that proves nothing by its network and the domain of its reverse path', async () => {
    const keys = await Promise.all(
      ['192.0.2.1', '192.0.2.200', '192.0.3.1', '2001:db8:1:2::5', '2001:db8:1:2:ffff::1'].map(
        async (ip) => (await ask('wait', from(ip))).keys[0],
      ),
    );
    expect(keys).toEqual([
      'network 192.0.2.0/24 sender.example',
      'network 192.0.2.0/24 sender.example',
      'network 192.0.3.0/24 sender.example',
      'network 2001:db8:1:2::/64 sender.example',
      'network 2001:db8:1:2::/64 sender.example',
    ]);
  });

  it('makes nobody wait whom every recipient allows, nor an owner who replies', async () => {
    const decisions = new Map([['shop@alias.example', { isAllowed: true, changes: {} }]]);
    expect((await ask('wait', { decisions })).result).toMatchObject({ kind: 'continue' });
    const { transaction } = makeArrival('\n');
    const reply = {
      kind: 'reply',
      recipient: 'r-bob@alias.example',
      alias: makeAlias('shop@alias.example'),
      contact: { address: toAddress('bob@contact.example'), id: 'c' },
      origin: { kind: 'reply_address' },
    } as const;
    const routes = [...transaction.routes, reply];
    const mixed = await ask('wait', { transaction: { ...transaction, routes } });
    expect(mixed.result).toMatchObject({ kind: 'continue' });
    expect(mixed.keys).toEqual([]);
  });
});
