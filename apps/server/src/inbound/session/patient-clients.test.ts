import { expect, it } from 'vitest';
import { PatientClients } from './patient-clients.ts';

it('remembers for an hour', () => {
  const clients = new PatientClients();
  const then = new Date('2030-01-01T00:00:00Z');
  expect(clients.has('192.0.2.1', then)).toBe(false);
  clients.add('192.0.2.1', then);
  expect(clients.has('192.0.2.1', new Date('2030-01-01T00:59:59Z'))).toBe(true);
  expect(clients.has('192.0.2.1', new Date('2030-01-01T01:00:00Z'))).toBe(false);
});

it('makes room by forgetting the oldest', () => {
  const clients = new PatientClients();
  const now = new Date('2030-01-01T00:00:00Z');
  for (let index = 0; index <= 10_000; index += 1) clients.add(`client ${index}`, now);
  expect(clients.has('client 0', now)).toBe(false);
  expect(clients.has('client 1', now)).toBe(true);
});
