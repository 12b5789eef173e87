import { expect, it } from 'vitest';
import { RefusalBuffer } from './buffer.ts';
import { prepareRefusal } from './rules.ts';

const at = new Date('2030-01-01T12:00:00Z');
const refused = (reason: string, organizationId = 'organization') =>
  prepareRefusal(
    {
      organizationId,
      recipient: 'x@my.example',
      mailFrom: '',
      ip: '192.0.2.1',
      stage: 'rcpt',
      code: 550,
      reason,
    },
    at,
  );
const create = () => new RefusalBuffer({ maxRefusals: 3, maxSurplus: 2 });

function show(buffer: RefusalBuffer) {
  const { refusals, surplus, lost } = buffer.take();
  return {
    reasons: refusals.map(({ reason }) => reason).join(''),
    surplus: surplus.map(({ reason, count }) => `${reason}${count}`).join(' '),
    lost,
  };
}

it('gives what was added, once', () => {
  const buffer = create();
  for (const reason of 'abc') buffer.add(refused(reason));
  expect(show(buffer)).toEqual({ reasons: 'abc', surplus: '', lost: 0 });
  expect(buffer.isEmpty).toBe(true);
});

it('keeps the newest, counts the older by reason, and beyond that their number', () => {
  const buffer = create();
  for (const reason of 'aabbcdefgh') buffer.add(refused(reason));
  expect(show(buffer)).toEqual({ reasons: 'fgh', surplus: 'a2 b2 other3', lost: 0 });
});

it('takes back what was not written as the older', () => {
  const buffer = create();
  for (const reason of 'aabc') buffer.add(refused(reason));
  const batch = buffer.take();
  for (const reason of 'xa') buffer.add(refused(reason));
  buffer.giveBack(batch);
  expect(show(buffer)).toEqual({ reasons: 'cxa', surplus: 'a2 b1', lost: 0 });
});

it('never holds more than twice what it keeps', () => {
  const buffer = create();
  for (let count = 0; count < 10_000; count += 1) buffer.add(refused(String(count)));
  expect(show(buffer)).toEqual({ reasons: '999799989999', surplus: '01 11 other9995', lost: 0 });
});

it('counts what it cannot keep even together as lost', () => {
  const buffer = create();
  for (const organizationId of 'abcdefgh') buffer.add(refused('x', organizationId));
  expect(show(buffer)).toEqual({ reasons: 'xxx', surplus: 'x1 x1 other1 other1', lost: 1 });
});
