import { describe, expect, it } from 'vitest';
import {
  aliasSlowing,
  failuresLapseMs,
  networkSlowing,
  parseName,
  parseUserName,
  pauseLeftMs,
  subjectsOf,
  type Failures,
  type Slowing,
} from './rules.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** When someone fails who tries as often as he may, and waits `restMs` more each time he could go on. */
function failAsOftenAsAllowed(
  slowing: Slowing,
  { untilMs, restMs = 0 }: { untilMs: number; restMs?: number },
) {
  const triesAtMs: number[] = [];
  let failures: Failures | undefined;
  let nowMs = 0;
  while (nowMs < untilMs) {
    const pauseMs = pauseLeftMs(failures, slowing, new Date(nowMs));
    if (pauseMs > 0) {
      nowMs += pauseMs + restMs;
      continue;
    }
    triesAtMs.push(nowMs);
    const hasLapsed = failures === undefined || nowMs - failures.lastAt.getTime() >= failuresLapseMs;
    failures = { count: hasLapsed ? 1 : (failures?.count ?? 0) + 1, lastAt: new Date(nowMs) };
  }
  return triesAtMs;
}

function mostWithinAnHour(triesAtMs: readonly number[]): number {
  return Math.max(
    ...triesAtMs.map((from) => triesAtMs.filter((at) => at >= from && at < from + hourMs).length),
  );
}

describe('a network', () => {
  it('that fails all the time has 11 tries in the first hour and 4 in each further one', () => {
    const triesAtMs = failAsOftenAsAllowed(networkSlowing, { untilMs: 3 * hourMs });
    expect(triesAtMs.map((at) => at / minuteMs).slice(0, 12)).toEqual([
      0, 0, 0, 0, 0, 1, 3, 7, 15, 30, 45, 60,
    ]);
    expect(triesAtMs.filter((at) => at >= hourMs && at < 2 * hourMs)).toHaveLength(4);
  });

  it.each([0, 1, 14, 44, 45, 59, 60, 61])(
    'gets below 20 tries into any hour, also when it rests for %i minutes each time',
    (restMinutes) => {
      const restMs = restMinutes * minuteMs;
      const triesAtMs = failAsOftenAsAllowed(networkSlowing, { untilMs: 24 * hourMs, restMs });
      expect(mostWithinAnHour(triesAtMs)).toBeLessThan(20);
    },
  );

  it('of a person who mistypes three times has no pause', () => {
    expect(pauseLeftMs({ count: 3, lastAt: new Date(0) }, networkSlowing, new Date(0))).toBe(0);
  });
});

describe('an alias', () => {
  it('is never slowed for more than a minute', () => {
    const triesAtMs = failAsOftenAsAllowed(aliasSlowing, { untilMs: 24 * hourMs });
    const pausesMs = triesAtMs.map((at, index) => at - (triesAtMs[index - 1] ?? 0));
    expect(Math.max(...pausesMs)).toBe(minuteMs);
    expect(mostWithinAnHour(triesAtMs)).toBeLessThan(80);
  });
});

it('failures are forgotten an hour after the last one', () => {
  const failures = { count: 1_000, lastAt: new Date(0) };
  expect(pauseLeftMs(failures, networkSlowing, new Date(0))).toBe(15 * minuteMs);
  expect(pauseLeftMs(failures, networkSlowing, new Date(failuresLapseMs))).toBe(0);
  const pausesMs = [...networkSlowing.pausesMs, ...aliasSlowing.pausesMs];
  expect(Math.max(...pausesMs)).toBeLessThan(failuresLapseMs);
});

it.each([
  ['Shop@My.Example', 'shop@my.example'],
  [' shop@my.example ', 'shop@my.example'],
  ['CAFE\u0301@my.example', 'caf\u00e9@my.example'],
])('the user name %j is %s', (text, expected) => {
  const address = parseUserName(text);
  expect(`${address?.localPart}@${address?.domain}`).toBe(expected);
});

it('rows of a user name that is no address are there as well', () => {
  expect(parseUserName('shop')).toBeUndefined();
  expect(subjectsOf({ network: '192.0.2.0/24', address: undefined })).toEqual({
    network: 'ip 192.0.2.0/24',
    alias: 'user -',
    known: 'known 192.0.2.0/24 -',
  });
});

it.each([
  [' phone ', 'phone'],
  ['Jane’s e\u0301', 'Jane’s é'],
  ['', undefined],
  ['a\nb', undefined],
  ['x'.repeat(101), undefined],
])('the name %j is %j', (text, expected) => {
  expect(parseName(text)).toBe(expected);
});
