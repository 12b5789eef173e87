import { parseDomainName } from '@smtpy/mail';
import { describe, expect, it } from 'vitest';
import type { DomainRecord } from './domain.ts';
import { formatZone } from './zone.ts';

const parsed = parseDomainName('my.example');
if (!parsed.ok) throw new Error(parsed.reason);
const name = parsed.value;

const record = (type: DomainRecord['type'], value: string): DomainRecord => ({
  purpose: 'spf',
  type,
  name,
  value,
  isRequired: false,
});
const dataOf = (value: string): string =>
  formatZone(name, [record('TXT', value)])
    .split('\n')[1]
    ?.replace('my.example. 3600 IN TXT ', '') ?? '';

describe('zone text', () => {
  it('has absolute names, and a line for each record', () => {
    expect(formatZone(name, [record('MX', '10 mx.example.net.'), record('TXT', 'v=spf1 -all')])).toBe(
      '$ORIGIN my.example.\nmy.example. 3600 IN MX 10 mx.example.net.\nmy.example. 3600 IN TXT "v=spf1 -all"\n',
    );
  });

  it('cuts texts at 255 octets', () => {
    expect(dataOf('x'.repeat(255))).toBe(`"${'x'.repeat(255)}"`);
    expect(dataOf('x'.repeat(511))).toBe(`"${'x'.repeat(255)}" "${'x'.repeat(255)}" "x"`);
    expect(dataOf(`${'x'.repeat(254)}é`)).toBe(`"${'x'.repeat(254)}\\195" "\\169"`);
  });

  it.each([
    ['a "quoted" word', String.raw`"a \"quoted\" word"`],
    [String.raw`back\slash`, String.raw`"back\\slash"`],
    ['line\nend', String.raw`"line\010end"`],
    ['', '""'],
  ])('writes %j as %s', (value, data) => {
    expect(dataOf(value)).toBe(data);
  });
});
