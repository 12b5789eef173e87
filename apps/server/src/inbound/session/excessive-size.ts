import type { SMTPServerAddress } from 'smtp-server';

/** What SIZE= announced where that is too much; the library would refuse MAIL for it. */
const excessiveSize = Symbol('SIZE');

type Parameters = SMTPServerAddress['args'] & { [excessiveSize]?: number };

/**
 * Takes a SIZE= that is too large out of the library's sight. RFC 1870 §6.1 lets a server refuse recipients for it as well as MAIL, and
 * an owner can only be told of a refusal that says whom the message was for.
 */
export function keepExcessiveSize<T extends { args: SMTPServerAddress['args'] }>(
  command: T,
  maxMessageBytes: number,
): T {
  const { args } = command;
  if (args === false || typeof args['SIZE'] !== 'string' || !/^\d{1,20}$/.test(args['SIZE'])) return command;
  const bytes = Number(args['SIZE']);
  if (bytes <= maxMessageBytes) return command;
  const { SIZE: _size, ...others } = args;
  const kept: Parameters = { ...others, [excessiveSize]: bytes };
  return { ...command, args: kept };
}

/** Octets that SIZE= announced; undefined without it. */
export function announcedBytes(args: SMTPServerAddress['args']): number | undefined {
  if (args === false) return undefined;
  const size = args['SIZE'];
  return (args as Parameters)[excessiveSize] ?? (typeof size === 'string' ? Number(size) : undefined);
}
