import { BodyHash, findHeaderEnd, parseHeaderBlock } from '@smtpy/mail';
import type { AuthenticationFacts } from '../../queue/index.ts';
import type { Arrival } from '../verdict/arrival.ts';
import type { StepContext } from '../verdict/step.ts';
import { makeAlias } from './entries.ts';
import { makePolicy } from './policy.ts';
import { testKeys } from './receiving-world.ts';

/** Facts of a message about which all is well. */
export const passingFacts: AuthenticationFacts = {
  spf: { result: 'pass', domain: 'sender.example' },
  dkim: [{ result: 'pass', domain: 'sender.example', selector: 's1', isAligned: true }],
  dmarc: { result: 'pass', policy: 'reject', domain: 'sender.example' },
  arc: { result: 'none' },
};

/** An arrival of `message` (LF for CRLF) for `shop@alias.example`, as it is before the first step. */
export function makeArrival(message: string, changes: Partial<Arrival> = {}): Arrival {
  const data = Buffer.from(message.replaceAll('\n', '\r\n'));
  const end = findHeaderEnd(data);
  const headerBytes = end < 0 ? data.length : end;
  const header = data.subarray(0, headerBytes);
  const alias = makeAlias('shop@alias.example');
  return {
    transaction: {
      id: '00000000-0000-7000-8000-000000000001',
      mailFrom: 'bounces@sender.example',
      isSmtpUtf8: false,
      declaredBytes: undefined,
      routes: [{ kind: 'alias', recipient: 'shop@alias.example', way: 'alias', alias }],
      policy: [],
      recipientCommands: 1,
      background: undefined,
    },
    client: { ip: '192.0.2.1', helo: 'client.example', tls: undefined, protocol: 'ESMTP' },
    content: {
      kind: 'whole',
      sizeBytes: data.length,
      headerBytes,
      header,
      bodyHash: new BodyHash().digest(),
      stored: { kind: 'small', data },
    },
    header: parseHeaderBlock(header),
    report: undefined,
    loopingAliasIds: new Set(),
    author: { kind: 'missing' },
    authentication: passingFacts,
    replyDecisions: new Map(),
    decisions: new Map(),
    policy: [],
    ...changes,
  };
}

/** A context in which every message authenticates, and no address is ours. */
export function makeContext(changes: Partial<StepContext> = {}): StepContext {
  return {
    loopKey: testKeys.loopKey,
    isDmarcRejectEnforced: true,
    now: new Date('2026-01-01T00:00:00Z'),
    policy: makePolicy().policy,
    resolve: () => Promise.resolve({ kind: 'unknown_domain' }),
    contacts: { load: () => Promise.resolve(undefined) },
    authenticate: () => Promise.resolve(passingFacts),
    ...changes,
  };
}
