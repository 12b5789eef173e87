import { expect, it } from 'vitest';
import { Admission } from './admission.ts';

it('counts per client and in all, and forgets who has left', () => {
  const admission = new Admission({ maxConnections: 3, maxConnectionsPerAddress: 2 });
  expect(admission.enter('192.0.2.1')).toBeUndefined();
  expect(admission.enter('192.0.2.1')).toBeUndefined();
  expect(admission.enter('192.0.2.1')).toBe('tooManyConnectionsFromAddress');
  expect(admission.enter('192.0.2.2')).toBeUndefined();
  expect(admission.enter('192.0.2.3')).toBe('tooManyConnections');
  admission.leave('192.0.2.1');
  expect(admission.enter('192.0.2.3')).toBeUndefined();
  admission.leave('192.0.2.2');
  expect(admission.enter('192.0.2.1')).toBeUndefined();
});

it('takes an IPv6 network of 64 bits as one client', () => {
  const admission = new Admission({ maxConnections: 9, maxConnectionsPerAddress: 1 });
  expect(admission.enter('2001:db8:0:1::1')).toBeUndefined();
  expect(admission.enter('2001:db8:0:1:ffff::2')).toBe('tooManyConnectionsFromAddress');
  expect(admission.enter('2001:db8:0:2::1')).toBeUndefined();
});
