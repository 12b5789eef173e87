import { expect, it } from 'vitest';
import { maxCommandFaults, maxIdleCommands, maxRefusedLogins } from '../limits.ts';
import { FaultCounter } from './faults.ts';

function repeat<T>(times: number, work: () => T): T[] {
  return Array.from({ length: times }, work);
}

it('ends a session of refused commands', () => {
  const faults = new FaultCounter(100);
  expect(repeat(maxCommandFaults, () => faults.commandRefused('MAIL'))).not.toContain('tooManyFaults');
  expect(faults.commandRefused('XYZ')).toBe('tooManyFaults');
});

it('bears a transaction whose recipients are all gone, and refused content', () => {
  const faults = new FaultCounter(100);
  expect(repeat(200, () => faults.commandRefused('RCPT'))).not.toContain('tooManyFaults');
  expect(repeat(500, () => faults.commandRefused('DATA'))).not.toContain('tooManyFaults');
  expect(faults.commandRefused('RCPT')).toBe('tooManyFaults');
});

it('ends a session of refused logins long before one of other refused commands', () => {
  const faults = new FaultCounter(100);
  expect(repeat(maxRefusedLogins, () => faults.commandRefused('AUTH'))).not.toContain('tooManyLogins');
  expect(faults.commandRefused('AUTH')).toBe('tooManyLogins');
  expect(faults.commandRefused('MAIL')).toBeUndefined();
});

it('ends a session that only makes talk, and counts anew after a message', () => {
  const faults = new FaultCounter(100);
  repeat(maxIdleCommands, () => faults.commandCame('NOOP'));
  faults.messageAccepted();
  expect(repeat(maxIdleCommands, () => faults.commandCame('RSET'))).not.toContain('tooManyIdleCommands');
  expect(faults.commandCame('MAIL')).toBeUndefined();
  expect(faults.commandCame('NOOP')).toBe('tooManyIdleCommands');
});
