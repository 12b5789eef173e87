import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatEnvelope } from './envelope-fields.ts';

const message = {
  ip: '192.0.2.1',
  helo: 'out.b.example',
  clientName: 'out.b.example',
  mailFrom: 'ann@b.example',
  rcptTo: ['shop@my.example', 'other@my.example'],
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
};
const namesOf = (change: Partial<typeof message>) =>
  formatEnvelope({ ...message, ...change }).map(([name]) => name);

describe('formatEnvelope', () => {
  it('gives a field for each fact, and one for each recipient', () => {
    expect(formatEnvelope(message)).toEqual([
      ['IP', '192.0.2.1'],
      ['Helo', 'out.b.example'],
      ['Hostname', 'out.b.example'],
      ['From', '<ann@b.example>'],
      ['Rcpt', '<shop@my.example>'],
      ['Rcpt', '<other@my.example>'],
      ['Queue-Id', '01890a5d-ac96-774b-bcce-b302099a8057'],
    ]);
  });

  it('leaves out what is not known, and names the null sender', () => {
    const bare = { ...message, clientName: undefined, helo: '', rcptTo: [], mailFrom: '' };
    expect(formatEnvelope(bare)).toEqual([
      ['IP', '192.0.2.1'],
      ['From', '<>'],
      ['Queue-Id', message.id],
    ]);
  });

  it('writes UTF-8 as the octets that Node sends', () => {
    const [, , , from] = formatEnvelope({ ...message, mailFrom: 'élan@b.example' });
    expect(Buffer.from(from?.[1] ?? '', 'latin1').toString()).toBe('<élan@b.example>');
  });

  it.each([
    ['"x\r\nPass: all\r\n"@b.example'],
    ['"x\nPass: all"@b.example'],
    ['"x\0"@b.example'],
    ['"a,b"@b.example'],
    ['"a> <c@d.example"@b.example'],
    ['"a b"@b.example'],
    ['"\\""@b.example'],
    ['\ud800@b.example'],
    [`${'x'.repeat(600)}@b.example`],
  ])('drops an address that is more than one: %j', (address) => {
    expect(namesOf({ mailFrom: address })).not.toContain('From');
    expect(namesOf({ rcptTo: [address] })).not.toContain('Rcpt');
  });

  it('drops a greeting or a name that would begin a field, and what is no address', () => {
    expect(namesOf({ helo: 'x\r\nPass: all' })).not.toContain('Helo');
    expect(namesOf({ clientName: 'x\nPass: all' })).not.toContain('Hostname');
    expect(namesOf({ ip: '192.0.2.1\r\nPass: all' })).not.toContain('IP');
    expect(namesOf({ id: 'x\r\ny' })).not.toContain('Queue-Id');
  });

  it('names at most 100 recipients', () => {
    const rcptTo = Array.from({ length: 1_000 }, (_, index) => `a${String(index)}@my.example`);
    expect(namesOf({ rcptTo }).filter((name) => name === 'Rcpt')).toHaveLength(100);
  });

  it('never gives a value that Node refuses or that has two lines', () => {
    const any = fc.string({ unit: 'binary', maxLength: 700 });
    fc.assert(
      fc.property(any, any, any, (mailFrom, helo, clientName) => {
        for (const [, value] of formatEnvelope({
          ...message,
          mailFrom,
          helo,
          clientName,
          rcptTo: [mailFrom],
        }))
          expect(value).toMatch(/^[\x20-\x7e\x80-\xff]+$/);
      }),
      { numRuns: 2_000 },
    );
  });
});
