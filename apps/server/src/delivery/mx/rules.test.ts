import { describe, expect, it } from 'vitest';
import { isNullMx, limitToOneAttempt, sortByPreference, withoutOurselves, type MxHost } from './rules.ts';

const host = (name: string, preference: number, addresses = ['192.0.2.1']): MxHost => ({
  name,
  preference,
  addresses,
});
const names = (hosts: readonly MxHost[]) => hosts.map(({ name }) => name);

describe('sortByPreference', () => {
  const records = [
    { exchange: 'c', priority: 20 },
    { exchange: 'a', priority: 10 },
    { exchange: 'b', priority: 10 },
  ];

  it('puts lower preference values first and draws among equal ones', () => {
    const lots = [0.5, 0.9, 0.1];
    expect(sortByPreference(records, () => lots.shift() ?? 0).map(({ exchange }) => exchange)).toEqual([
      'b',
      'a',
      'c',
    ]);
    const otherLots = [0.5, 0.1, 0.9];
    expect(sortByPreference(records, () => otherLots.shift() ?? 0).map(({ exchange }) => exchange)).toEqual([
      'a',
      'b',
      'c',
    ]);
  });
});

describe('isNullMx', () => {
  it('holds for an empty name alone', () => {
    expect(isNullMx([{ exchange: '', priority: 0 }])).toBe(true);
    expect(isNullMx([{ exchange: 'mx.test', priority: 0 }])).toBe(false);
    expect(
      isNullMx([
        { exchange: '', priority: 0 },
        { exchange: 'mx.test', priority: 10 },
      ]),
    ).toBe(false);
  });
});

describe('withoutOurselves', () => {
  const isUs = ({ name }: MxHost) => name === 'us';

  it('keeps only hosts that are preferred to us', () => {
    const hosts = [host('first', 5), host('equal', 10), host('us', 10), host('last', 20)];
    expect(names(withoutOurselves(hosts, isUs))).toEqual(['first']);
  });

  it('keeps all when we are not among them', () => {
    expect(names(withoutOurselves([host('a', 5), host('b', 10)], isUs))).toEqual(['a', 'b']);
  });
});

describe('limitToOneAttempt', () => {
  it('keeps five hosts, four addresses of each, ten in all, and no host without one', () => {
    const many = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4', '192.0.2.5'];
    const hosts = [
      host('a', 1, many),
      host('b', 2, []),
      host('c', 3, many),
      host('d', 4, many),
      host('e', 5),
      host('f', 6),
    ];
    const limited = limitToOneAttempt(hosts);
    expect(limited.map(({ name, addresses }) => [name, addresses.length])).toEqual([
      ['a', 4],
      ['c', 4],
      ['d', 2],
    ]);
  });
});
