import { describe, expect, it } from 'vitest';
import { readRuleDefinition } from '../index.ts';

const condition = { field: 'subject', operator: 'contains', value: 'invoice' };
const rule = (changes: object): object => ({
  conditions: [condition],
  actions: [{ kind: 'forward' }],
  ...changes,
});

function faultsOf(given: unknown): readonly string[] {
  const read = readRuleDefinition(given);
  return read.kind === 'faults' ? read.faults : [];
}

function nested(levels: number): object {
  return levels === 0 ? condition : { match: 'any', conditions: [nested(levels - 1)] };
}

describe('readRuleDefinition', () => {
  it('fills in what goes without saying', () => {
    expect(readRuleDefinition(rule({}))).toEqual({
      kind: 'rule',
      definition: { match: 'all', conditions: [condition], actions: [{ kind: 'forward' }], then: 'stop' },
    });
  });

  it.each([
    ['10MB', 10_000_000],
    ['1.5 MiB', 1_572_864],
    ['12 kB', 12_000],
    ['2048', 2048],
    [77, 77],
  ])('reads the size %j', (value, bytes) => {
    const read = readRuleDefinition(rule({ conditions: [{ field: 'size', operator: 'less_than', value }] }));
    expect(read).toMatchObject({ definition: { conditions: [{ value: bytes }] } });
    // What it gave is read as the same.
    expect(read.kind === 'rule' && readRuleDefinition(read.definition)).toEqual(read);
  });

  it.each([
    { field: 'sender', operator: 'domain_is', value: 'example.com', not: true },
    { field: 'sender_domain', operator: 'matches', value: '^mail' },
    { field: 'header', name: 'List-Id', operator: 'present' },
    { field: 'attachments', operator: 'absent' },
    { field: 'authentication', method: 'dmarc', operator: 'equals', value: 'fail' },
    { field: 'alias', operator: 'starts_with', value: 'shop' },
    {
      field: 'time',
      operator: 'between',
      value: { start: '22:00', end: '06:00', weekdays: ['mon'], time_zone: 'Europe/Paris' },
    },
  ])('takes %j', (given) => {
    expect(faultsOf(rule({ conditions: [given] }))).toEqual([]);
  });

  it.each([
    [{ ...condition, operator: 'greater_than' }, 'conditions[0].operator: '],
    [{ ...condition, value: '' }, 'conditions[0].value: must not be empty'],
    [{ ...condition, value: 'x'.repeat(1001) }, 'conditions[0].value: has 1000 characters at most'],
    [
      { ...condition, operator: 'matches', value: 'x'.repeat(501) },
      'conditions[0].value: has 500 characters',
    ],
    [{ ...condition, value: undefined }, 'conditions[0].value: must be of the type string'],
    [{ ...condition, case: true }, 'conditions[0]: nothing here is called case'],
    [
      { field: 'header', name: 'a b', operator: 'present' },
      'conditions[0].name: is not the name of a header',
    ],
    [{ field: 'size', operator: 'less_than', value: '10 XB' }, 'conditions[0].value: is a size like 10MB'],
    [
      { field: 'time', operator: 'between', value: { start: '24:00', end: '1:00' } },
      'conditions[0].value.start: ',
    ],
    [{ field: 'authentication', method: 'arc', operator: 'equals', value: 'pass' }, 'conditions[0].method: '],
    [{ match: 'all', conditions: [] }, 'conditions[0].conditions: '],
    [nested(3), 'conditions[0].conditions[0].conditions[0]: groups lie 3 deep at most'],
    ['text', 'conditions[0]: '],
  ])('refuses %j and says where', (given, fault) => {
    expect(faultsOf(rule({ conditions: [given] })).join('\n')).toContain(fault);
  });

  it.each([
    [{ actions: [] }, 'actions: '],
    [{ actions: [{ kind: 'webhook' }] }, 'actions[0].kind: '],
    [{ actions: [{ kind: 'block' }, { kind: 'forward' }] }, 'actions: only one of'],
    [
      { actions: [{ kind: 'discard' }, { kind: 'strip_attachments' }] },
      'actions: what is blocked or discarded',
    ],
    [{ actions: [{ kind: 'forward_to', mailbox_ids: [] }] }, 'actions[0].mailbox_ids: '],
    [{ actions: [{ kind: 'forward_to', mailbox_ids: ['1'] }] }, 'actions[0].mailbox_ids[0]: '],
    [{ actions: [{ kind: 'subject_prefix', text: 'a\r\nBcc: x' }] }, 'actions[0].text: is one line'],
    [{ actions: [{ kind: 'subject_prefix', text: 'x'.repeat(101) }] }, 'actions[0].text: is one line'],
    [{ conditions: [], match: 'any' }, 'its match must be "all"'],
    [{ conditions: Array.from({ length: 51 }, () => condition) }, 'conditions: '],
    [
      {
        conditions: Array.from({ length: 2 }, () => ({
          match: 'any',
          conditions: Array.from({ length: 26 }, () => condition),
        })),
      },
      'a rule has 50 conditions at most',
    ],
    [{ then: 'stopp' }, 'then: is one of stop, continue'],
    [{ name: 'x' }, 'nothing here is called name'],
  ])('refuses %j', (changes, fault) => {
    expect(faultsOf(rule(changes)).join('\n')).toContain(fault);
  });

  it('takes groups three deep, the rule itself among them', () => {
    expect(faultsOf(rule({ conditions: [nested(2)] }))).toEqual([]);
  });

  it('survives any depth and size', () => {
    let deep: object = {};
    for (let level = 0; level < 100_000; level += 1) deep = { match: 'all', conditions: [deep] };
    expect(faultsOf(deep).length).toBeGreaterThan(0);
    expect(faultsOf({ conditions: Array.from({ length: 100_000 }, () => 1) }).length).toBeLessThanOrEqual(10);
    for (const given of [null, undefined, 1, 'x', [], { conditions: {} }])
      expect(faultsOf(given)).not.toEqual([]);
  });
});
