import type { Event } from '@smtpy/contract/web';
import { describe, expect, it } from 'vitest';
import { isFinal, lineOf, withLine, type ArrivalLine } from './arrival.ts';

const delivery = {
  id: 'd1',
  kind: 'forward',
  alias: { id: 'a1', address: 'shop@my.example' },
  recipient: 'shop@my.example',
  mailbox_id: 'm1',
  state: 'queued',
  reason: null,
} as const;
const message = {
  id: 'm1',
  sender: 'jane@provider.example',
  subject: 'Test',
  size_bytes: 900,
  received_at: '2026-11-22T09:30:00.000Z',
};
const accepted: Event = {
  id: 'e1',
  type: 'message.accepted',
  timestamp: '2026-11-22T09:30:00.000Z',
  data: { message, deliveries: [delivery] },
};

describe('what happens to a test message', () => {
  it('is told of the alias alone', () => {
    expect(lineOf(accepted, 'a1')).toMatchObject({ kind: 'accepted', messageId: 'm1', subject: 'Test' });
    expect(lineOf(accepted, 'a2')).toBeUndefined();
  });

  it('ends with the delivery, in the words of the other server', () => {
    const line = lineOf(
      {
        id: 'e2',
        type: 'delivery.delivered',
        timestamp: '2026-11-22T09:30:01.000Z',
        data: {
          message,
          delivery: { ...delivery, state: 'delivered' },
          attempt: { number: 1, host: 'mx.provider.example', reply: '250 OK', next_attempt_at: null },
        },
      },
      'a1',
    );
    expect(line).toMatchObject({ kind: 'delivered', reason: '250 OK' });
    expect(line !== undefined && isFinal(line)).toBe(true);
  });

  it('tells of a refusal', () => {
    const refusal = {
      alias_id: 'a1',
      recipient: 'shop@my.example',
      sender: 'x@y.example',
      reason: 'The alias is switched off',
      code: 550,
    };
    const line = lineOf({ id: 'e3', type: 'message.refused', timestamp: '', data: { refusal } }, 'a1');
    expect(line).toMatchObject({
      kind: 'refused',
      sender: 'x@y.example',
      reason: 'The alias is switched off',
    });
  });

  it('has each line once, by time', () => {
    const first: ArrivalLine = {
      id: '1',
      at: '2026-01-01T00:00:00.000Z',
      kind: 'accepted',
      messageId: 'm1',
      sender: undefined,
      subject: undefined,
      reason: undefined,
    };
    const second = { ...first, id: '2', at: '2026-01-01T00:00:01.000Z', kind: 'delivered' };
    const lines = [second, first, second].reduce<readonly ArrivalLine[]>(withLine, []);
    expect(lines.map(({ id }) => id)).toEqual(['1', '2']);
  });
});
