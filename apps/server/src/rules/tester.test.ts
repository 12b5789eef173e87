import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, openRulesWorld, type RulesWorld } from './testdata/rules-world.ts';

let world: RulesWorld;
beforeAll(async () => {
  world = await openRulesWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
afterEach(() => world.db.query({ text: 'delete from rules' }));

interface Tested {
  readonly alias: { readonly id: string };
  readonly is_whole: boolean;
  readonly rules: readonly {
    readonly rule_id: string | null;
    readonly name: string;
    readonly verdict: string;
    readonly is_asked: boolean;
    readonly why: string | null;
  }[];
  readonly outcome: { readonly decision: string };
}

const when = (
  condition: object,
  actions: readonly object[] = [{ kind: 'quarantine' }],
  more: object = {},
) => ({
  conditions: [condition],
  actions,
  ...more,
});
const subjectHas = (value: string) => ({ field: 'subject', operator: 'contains', value });

async function make(name: string, definition: object, body: object = {}): Promise<string> {
  const answer = await world.send('jane', 'POST', '/rules', { name, definition, ...body });
  expect(answer.status, answer.text).toBe(201);
  return (answer.body as { readonly id: string }).id;
}

async function test(body: object, as = 'jane'): Promise<readonly Tested[]> {
  const answer = await world.send(as, 'POST', '/rules/test', body);
  expect(answer.status, answer.text).toBe(200);
  return (answer.body as { readonly items: readonly Tested[] }).items;
}

async function testRaw(raw: string, body: object = {}): Promise<Tested> {
  const [tested] = await test({ raw, alias_id: world.shop, ...body });
  if (tested === undefined) throw new Error('nothing was tested');
  return tested;
}

/** What the rules say, in short: `name verdict asked: why`. */
const told = ({ rules }: Tested): readonly string[] =>
  rules.map(
    (rule) => `${rule.name} ${rule.verdict}${rule.is_asked ? '' : ' (not asked)'}: ${rule.why ?? ''}`,
  );

const letter = 'From: Bob <bob@customer.example>\nSubject: Invoice 12\nList-Id: <a.b>\n\nHello.\n';

describe('POST /v1/rules/test', () => {
  it('says of each rule whether and why it matches, and what would happen in all', async () => {
    await make(
      'prefix',
      when(subjectHas('invoice'), [{ kind: 'subject_prefix', text: '[bills]' }], { then: 'continue' }),
    );
    await make('off', when(subjectHas('invoice')), { is_enabled: false });
    await make('large', when({ field: 'size', operator: 'greater_than', value: '1MB' }, [{ kind: 'block' }]));
    await make('list', when({ field: 'header', name: 'List-Id', operator: 'present' }));
    await make('behind', when(subjectHas('invoice'), [{ kind: 'discard' }]));
    await make('of news', when(subjectHas('invoice')), { alias_id: world.news });
    await make('of shop', when(subjectHas('nothing')), { alias_id: world.shop });
    const tested = await testRaw(letter, { mail_from: 'bounce@customer.example' });
    expect(told(tested)).toEqual([
      'of shop does_not_match: subject does not contain “nothing”',
      'prefix matches: subject contains “invoice”',
      'off disabled (not asked): ',
      'large does_not_match: size is not over 1 MB',
      'list matches: header List-Id is there',
      'behind matches (not asked): subject contains “invoice”',
    ]);
    expect(tested.outcome).toEqual({
      decision: 'quarantine',
      mailbox_ids: null,
      subject_prefix: '[bills]',
      strip_attachments: false,
      sentence: 'It is held in quarantine',
    });
    expect(await world.queue.list({ limit: 1 })).toEqual([]);
  });

  it('tries a rule that is not stored, in the place of one or behind those of the alias', async () => {
    const stored = await make('stored', when(subjectHas('nothing')));
    const definition = when({ field: 'sender', operator: 'domain_is', value: 'customer.example' }, [
      { kind: 'discard' },
    ]);
    const behind = await testRaw(letter, { definition });
    expect(told(behind)).toEqual([
      'Not stored matches: sender is of “customer.example”',
      'stored does_not_match (not asked): subject does not contain “nothing”',
    ]);
    expect(behind.outcome.decision).toBe('discard');
    expect(told(await testRaw(letter, { definition, replaces: stored }))).toEqual([
      'stored matches: sender is of “customer.example”',
    ]);
    expect((await world.send('jane', 'GET', `/rules/${stored}`)).text).toContain('nothing');
    const refused = async (body: object) =>
      codeOf(await world.send('jane', 'POST', '/rules/test', { raw: letter, alias_id: world.shop, ...body }));
    expect(await refused({ definition, replaces: randomUUID() })).toBe('not_found');
    expect(await refused({ replaces: stored })).toBe('invalid_request');
    expect(await refused({ definition: when({ field: 'subject', operator: 'matches', value: '(' }) })).toBe(
      'invalid_request',
    );
  });

  it.each([
    ['windows-1250', '=?windows-1250?Q?P=F8=EDli=9A?=', 'příliš'],
    ['iso-2022-jp', '=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=', '日本'],
    ['GB18030', '=?GB18030?B?1tDOxA==?=', '中文'],
    ['a charset that there is none of', '=?x-nothing?Q?abc?=', 'abc'],
    ['raw UTF-8', 'Grüße', 'grüße'],
  ])('decodes %s', async (_charset, subject, value) => {
    await make('x', when(subjectHas(value)));
    const raw = Buffer.from(`From: bob@customer.example\r\nSubject: ${subject}\r\n\r\nx`).toString('base64');
    expect((await testRaw(raw, { encoding: 'base64' })).rules[0]?.verdict).toBe('matches');
  });

  it('takes octets that are no text: NUL, 8 bit, no header at all', async () => {
    await make('any', { conditions: [], actions: [{ kind: 'discard' }] });
    await make(
      'header',
      when({ field: 'header', name: 'X-Raw', operator: 'contains', value: 'after' }, [{ kind: 'block' }]),
    );
    const octets = [
      Buffer.concat([
        Buffer.from('From: a@b.example\r\nX-Raw: '),
        Buffer.from([0x00, 0xff, 0xfe, 0x80]),
        Buffer.from('after\r\nSubject: '),
        Buffer.from(Array.from({ length: 256 }, (_, octet) => octet)),
        Buffer.from('\r\n\r\n\0'),
      ]),
      Buffer.from([0]),
      Buffer.from('\r\n'.repeat(1_000)),
      Buffer.from(`Subject: ${'=?utf-8?q?=00=0A=E2=80=AE?= '.repeat(5_000)}\n\n`),
      Buffer.from(
        `Content-Type: multipart/mixed; boundary=x\n\n${'--x\nContent-Type: multipart/mixed; boundary=x\n\n'.repeat(3_000)}`,
      ),
    ];
    for (const data of octets) {
      const tested = await testRaw(data.toString('base64'), { encoding: 'base64' });
      expect(tested).toMatchObject({ is_whole: true, outcome: { decision: 'discard' } });
    }
    const [first] = octets;
    const { rules } = await testRaw(first?.toString('base64') ?? '', { encoding: 'base64' });
    expect(rules[1]?.verdict).toBe('matches');
    // As JSON text, NUL cannot be sent.
    const nul = await world.send('jane', 'POST', '/rules/test', { raw: 'a\0b', alias_id: world.shop });
    expect(codeOf(nul)).toBe('invalid_request');
  });

  it('judges by the time and the results that are given', async () => {
    const value = { start: '22:00', end: '06:00', time_zone: 'Europe/Berlin' };
    await make('night', when({ field: 'time', operator: 'between', value }));
    await make(
      'fails',
      when({ field: 'authentication', method: 'dmarc', operator: 'equals', value: 'fail' }),
    );
    const authentication = { dmarc: 'fail' };
    const tested = await testRaw(letter, { received_at: '2026-11-22T21:30:00Z', authentication });
    expect(tested.rules.map(({ verdict }) => verdict)).toEqual(['matches', 'matches']);
    const others = await testRaw(letter, { received_at: '2026-11-22T12:00:00Z' });
    expect(others.rules.map(({ verdict }) => verdict)).toEqual(['does_not_match', 'does_not_match']);
  });

  it('judges a stored message as a whole, and by what is kept once its content is gone', async () => {
    await make('list', when({ field: 'header', name: 'List-Id', operator: 'present' }));
    await make('kept', when(subjectHas('kept')));
    const message_id = await world.receive(letter.replaceAll('\n', '\r\n'));
    const [whole] = await test({ message_id });
    expect(whole).toMatchObject({ alias: { id: world.shop }, is_whole: true });
    expect(whole?.rules.map(({ verdict }) => verdict)).toEqual(['matches', 'does_not_match']);
    await world.db.query({ text: 'delete from contents' });
    const [kept] = await test({ message_id, alias_id: world.shop });
    expect(kept?.is_whole).toBe(false);
    expect(kept?.rules.map(({ verdict }) => verdict)).toEqual(['does_not_match', 'matches']);
    await world.db.query({ text: 'truncate messages, deliveries, events, alias_counters' });
  });

  it('shows nobody the message or the alias of somebody else', async () => {
    const message_id = await world.receive(letter.replaceAll('\n', '\r\n'));
    const codeFor = async (as: string, body: object) =>
      codeOf(await world.send(as, 'POST', '/rules/test', body));
    expect(await codeFor('stranger', { message_id })).toBe('not_found');
    expect(await codeFor('stranger', { message_id, alias_id: world.foreignAlias })).toBe('not_found');
    expect(await codeFor('stranger', { raw: letter, alias_id: world.shop })).toBe('not_found');
    expect(await codeFor('jane', { message_id, alias_id: world.news })).toBe('not_found');
    expect(await codeFor('viewer', { message_id })).toBe('role_insufficient');
    expect(await codeFor('viewer', { raw: letter, alias_id: world.shop })).toBe('200');
    expect(await codeFor('jane', { raw: letter })).toBe('invalid_request');
    expect(await codeFor('jane', { raw: letter, message_id })).toBe('invalid_request');
    const { userId } = world.principals['jane'] ?? { userId: '' };
    const { organizationId } = world;
    for (const [key, scopes] of [
      ['rules', ['rules:read']],
      ['content', ['rules:read', 'content:read']],
    ] as const)
      world.principals[key] = {
        ...world.principals['jane'],
        userId,
        credential: { kind: 'key', keyId: key, scopes, organizationId },
      } as (typeof world.principals)[string];
    const byKey = async (key: string) => {
      const headers = { authorization: `Bearer ${key}` };
      return codeOf(await world.api.send('POST', '/v1/rules/test', { headers, body: { message_id } }));
    };
    expect([await byKey('rules'), await byKey('content')]).toEqual(['scope_insufficient', '200']);
    await world.db.query({ text: 'truncate messages, deliveries, events, alias_counters' });
  });

  it('takes a bounded time with the worst that can be stored', async () => {
    const bomb = (index: number): object => ({
      field: 'subject',
      operator: 'matches',
      value: `${'(?:a?b?\\pL?){9}'.repeat(8)}[b-\\x{9999}]{1,3}${index}`,
    });
    for (let rule = 0; rule < 5; rule += 1) {
      const conditions = Array.from({ length: 10 }, (_, index) => bomb(rule * 10 + index));
      await make(`bomb ${rule}`, { match: 'any', conditions, actions: [{ kind: 'block' }] });
    }
    const before = process.cpuUsage();
    const tested = await testRaw(`Subject: ${'a'.repeat(4_000)}\n\n`);
    // Of the processor: the clock also counts what other programs do meanwhile.
    expect(process.cpuUsage(before).user).toBeLessThan(4_000_000);
    expect(tested.rules.some(({ verdict }) => verdict === 'cannot_be_told')).toBe(true);
    expect(tested.outcome.decision).toBe('forward');
  });
});
