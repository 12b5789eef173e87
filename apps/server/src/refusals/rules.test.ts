import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NewRefusal } from './refusal.ts';
import { prepareRefusal } from './rules.ts';

const at = new Date('2030-01-01T12:34:56.789Z');
const refusal: NewRefusal = {
  organizationId: 'organization',
  aliasId: 'alias',
  recipient: 'shop@my.example',
  mailFrom: 'bob@spam.example',
  ip: '192.0.2.1',
  stage: 'rcpt',
  code: 550,
  reason: 'the sender is blocked',
};

describe('prepareRefusal', () => {
  it('keeps what is to be known, and counts by hour, reason and alias', () => {
    expect(prepareRefusal(refusal, at)).toEqual({
      organizationId: 'organization',
      aliasId: 'alias',
      at,
      hour: new Date('2030-01-01T12:00:00Z'),
      reason: 'the sender is blocked',
      recipient: 'shop@my.example',
      data: {
        recipient: 'shop@my.example',
        mailFrom: 'bob@spam.example',
        ip: '192.0.2.1',
        stage: 'rcpt',
        code: 550,
        reason: 'the sender is blocked',
      },
    });
  });

  it('counts addresses that are no aliases together', () => {
    const { recipient, data } = prepareRefusal({ ...refusal, aliasId: undefined }, at);
    expect([recipient, data.recipient]).toEqual(['', 'shop@my.example']);
  });

  it.each([
    ['full', 'bob@spam.example', 'bob@spam.example', '192.0.2.1'],
    ['domain', 'bob@spam.example', '*@spam.example', '192.0.2.1'],
    ['domain', '"a@b"@spam.example', '*@spam.example', '192.0.2.1'],
    ['domain', 'nonsense', '*', '192.0.2.1'],
    ['domain', '', '', '192.0.2.1'],
    ['none', 'bob@spam.example', '*', undefined],
    ['none', '', '', undefined],
  ] as const)(
    'at level %s keeps of %j the sender %j and the client %j',
    (privacyLevel, mailFrom, kept, ip) => {
      expect(prepareRefusal({ ...refusal, privacyLevel, mailFrom }, at).data).toMatchObject({
        mailFrom: kept,
        ip,
      });
    },
  );

  it('makes text of peers storable and never long', () => {
    const text = fc.string({ unit: 'binary', maxLength: 1_000 });
    fc.assert(
      fc.property(text, text, text, (recipient, mailFrom, reason) => {
        const { data } = prepareRefusal({ ...refusal, recipient, mailFrom, reason }, at);
        for (const kept of [data.recipient, data.mailFrom, data.reason]) {
          expect(kept.length).toBeLessThanOrEqual(320);
          expect(kept).not.toMatch(/[\p{Cc}\p{Cs}]/u);
        }
        expect(data.reason).not.toBe('');
      }),
    );
  });
});
