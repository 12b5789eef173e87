import type { ConnectionOptions } from 'node:tls';
import { authenticate, type Credentials } from './authentication.ts';
import type { Deadlines } from './deadlines.ts';
import { BrokenConnection, type Failure } from './dialogue.ts';
import { parseExtensions, withoutExtensions, type Extensions } from './extensions.ts';
import type { Wire } from './wire.ts';

/**
 * What TLS is to be.
 *
 * | policy          | STARTTLS offered                | not offered, or refused |
 * |-----------------|---------------------------------|-------------------------|
 * | `none`          | not used                        | goes on in clear        |
 * | `opportunistic` | used, a failure is `tls_failed` | goes on in clear        |
 * | `required`      | used, a failure is `failed`     | `failed`                |
 * | `implicit`      | TLS from the first octet (RFC 8314 §3), a failure is `failed`   ||
 */
export type TlsPolicy = 'none' | 'opportunistic' | 'required' | 'implicit';

/** What is agreed on before the first message. */
export interface HandshakeOptions {
  /** Our name in EHLO. */
  readonly hostname: string;
  readonly tlsPolicy: TlsPolicy;
  /** Name and verification of the host's certificate. */
  readonly tls: ConnectionOptions;
  readonly credentials: Credentials | undefined;
  readonly deadlines: Deadlines;
}

/** How the beginning of a dialogue ended. After `tls_failed` the connection is of no use, but the host may be, in clear. */
export type HandshakeResult =
  | { readonly kind: 'ready'; readonly extensions: Extensions }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'tls_failed'; readonly failure: Failure };

/** TLS, greeting, EHLO, STARTTLS, AUTH. Rejects with {@link BrokenConnection} when the connection ends in between. */
export async function shakeHands(wire: Wire, options: HandshakeOptions): Promise<HandshakeResult> {
  if (options.tlsPolicy === 'implicit') {
    await wire.startTls(options.tls, { stage: 'tls', timeoutMs: options.deadlines.tlsMs });
  }
  const greeting = await wire.readReply({ stage: 'greeting', timeoutMs: options.deadlines.greetingMs });
  if (greeting.code !== 220) return failed({ stage: 'greeting', reply: greeting });
  const hello = await sayHello(wire, options);
  if (hello.kind !== 'ready') return hello;
  const secured = await secure(wire, hello.extensions, options);
  if (secured.kind !== 'ready' || options.credentials === undefined) return secured;
  const refusal = await authenticate(wire, secured.extensions, {
    credentials: options.credentials,
    timeoutMs: options.deadlines.authMs,
  });
  return refusal === undefined ? secured : failed(refusal);
}

async function sayHello(wire: Wire, { hostname, deadlines }: HandshakeOptions): Promise<HandshakeResult> {
  const limits = { stage: 'ehlo', timeoutMs: deadlines.ehloMs } as const;
  wire.write(`EHLO ${hostname}\r\n`);
  const ehlo = await wire.readReply(limits);
  if (ehlo.code === 250) return { kind: 'ready', extensions: parseExtensions(ehlo.text) };
  // RFC 5321 §3.2: a host that does not know EHLO is asked with HELO. A 4xx is about the present, not about EHLO.
  if (ehlo.code < 500) return failed({ stage: 'ehlo', reply: ehlo });
  wire.write(`HELO ${hostname}\r\n`);
  const helo = await wire.readReply(limits);
  return helo.code === 250
    ? { kind: 'ready', extensions: withoutExtensions }
    : failed({ stage: 'ehlo', reply: helo });
}

async function secure(
  wire: Wire,
  extensions: Extensions,
  options: HandshakeOptions,
): Promise<HandshakeResult> {
  const isRequired = options.tlsPolicy === 'required';
  if (options.tlsPolicy === 'none' || options.tlsPolicy === 'implicit') return { kind: 'ready', extensions };
  if (!extensions.hasStartTls) {
    return isRequired
      ? failed({
          stage: 'tls',
          explanation: 'the relay offers no STARTTLS, and the password is not sent without TLS',
        })
      : { kind: 'ready', extensions };
  }
  const limits = { stage: 'tls', timeoutMs: options.deadlines.tlsMs } as const;
  wire.write('STARTTLS\r\n');
  const reply = await wire.readReply(limits);
  if (reply.code !== 220) return isRequired ? failed({ stage: 'tls', reply }) : { kind: 'ready', extensions };
  try {
    await wire.startTls(options.tls, limits);
  } catch (error) {
    // Expected: BrokenConnection, for a handshake that failed.
    if (!(error instanceof BrokenConnection)) throw error;
    return { kind: isRequired ? 'failed' : 'tls_failed', failure: error.failure };
  }
  // RFC 3207 §4.2: what the host said before TLS is forgotten.
  return sayHello(wire, options);
}

function failed(failure: Failure): HandshakeResult {
  return { kind: 'failed', failure };
}
