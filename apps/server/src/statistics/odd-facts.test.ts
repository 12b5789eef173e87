import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../db/index.ts';
import { foldAll } from './fold.ts';
import { openWorld, type World } from './testdata/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** What the triggers come to is the transaction of the fact: an error in there would stop mail. */
describe('functions of the mail path have a value for', () => {
  async function values(
    expression: string,
    type: string,
    given: readonly unknown[],
  ): Promise<readonly unknown[]> {
    const rows = await world.db.query<{ readonly value: unknown }>({
      text: `select ${expression} as value from unnest($1::${type}[]) with ordinality as g (x, n) order by n`,
      params: [given],
    });
    return rows.map(({ value }) => value);
  }

  it('every time', async () => {
    const times = ['-infinity', '4713-01-01 BC', '1970-01-01T00:15:00Z', '290000-01-01', 'infinity'];
    const quarters = await values('statistics_quarter(x)', 'timestamptz', times);
    expect(quarters[2]).toBe(1);
    expect(quarters).toEqual(quarters.toSorted((a, b) => Number(a) - Number(b)));
  });

  it('every latency', async () => {
    const latencies = ['-infinity', -5, 0, 0.9, 1, 1e14, 1e300, 'infinity', 'NaN'];
    const steps = await values('statistics_latency(x)', 'float8', latencies);
    expect(steps).toEqual([0, 0, 0, 0, 0, 186, 199, 199, 199]);
  });

  it('every text', async () => {
    const texts = [
      '',
      '@',
      'a@',
      '@b',
      'a@B@C.example',
      'x'.repeat(100_000),
      `a@${'x'.repeat(100_000)}`,
      null,
    ];
    const domains = await values('length(statistics_domain(x))', 'text', texts);
    expect(domains).toEqual([null, null, null, 1, 9, null, 255, null]);
    expect(await values('length(statistics_reason(x))', 'text', texts)).toEqual([
      7, 1, 2, 2, 13, 100, 100, 7,
    ]);
  });

  it('every JSON', async () => {
    const results = [
      'null',
      '[]',
      '"x"',
      '{}',
      '{"spf": [], "dkim": {"result": "pass"}, "dmarc": {"result": {"a": 1}}}',
      '{"spf": {"result": "pass"}, "dkim": [{"result": "fail"}, {"result": "pass"}]}',
    ];
    const none = ['spf:none', 'dkim:none', 'dmarc:none'];
    expect(await values('statistics_authentication(x::jsonb)', 'text', results)).toEqual([
      none,
      none,
      none,
      none,
      ['spf:none', 'dkim:none', 'dmarc:{"a": 1}'],
      ['spf:pass', 'dkim:pass', 'dmarc:none'],
    ]);
  });
});

describe('rows of no sense', () => {
  const insertEvent = (type: string, data: string, deliveryId: string | null = null) =>
    world.db.query({
      text: `insert into events (id, at, organization_id, delivery_id, type, data) values ($1, now(), $2, $3, $4, $5::jsonb)`,
      params: [newId(), world.tenant.organizationId, deliveryId, type, data],
    });

  it('are taken, and folded', async () => {
    const id = newId();
    await world.db.query({
      text: `insert into deliveries (id, message_id, organization_id, content_id, recipient, queue_key, mode, state, reason, expires_at, created_at)
        values ($1, gen_random_uuid(), $2, gen_random_uuid(), '@', '', 'rewrite', 'held', null, now(), '1970-01-01')`,
      params: [id, world.tenant.organizationId],
    });
    for (const type of [
      'delivered',
      'bounced',
      'expired',
      'deferred',
      'held',
      'cancelled',
      'refused',
      'nonsense',
    ])
      for (const data of [
        'null',
        '[]',
        '{}',
        '{"failure": "x", "reason": [1], "recipient": {}}',
        longFailure,
      ])
        for (const deliveryId of [id, newId(), null]) await insertEvent(type, data, deliveryId);
    await world.db.query({
      text: `insert into refusal_counts (organization_id, hour, reason, count) values ($1, '1970-01-01', $2, 3)`,
      params: [world.tenant.organizationId, 'x'.repeat(1_000)],
    });
    await foldAll(world.db);
    expect(await world.db.query({ text: 'select 1 from statistics_deltas' })).toEqual([]);
  });
});

const longFailure = JSON.stringify({
  failure: { failureClass: Array.from({ length: 20_000 }, (_, index) => index.toString(36)).join('') },
});
