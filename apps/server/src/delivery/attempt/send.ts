import { formatHeaderBlock } from '@smtpy/mail';
import type { SendOutcome, Transport } from '../transport.ts';
import type { OutgoingBody } from './body.ts';
import type { Drafted } from './drafted.ts';
import type { Step } from './step.ts';

/** The ways out. */
export interface Transports {
  readonly transport: Pick<Transport, 'send'>;
  /** The way to our own listener, for domains that we receive for; absent where it does not listen on this machine. */
  readonly localTransport?: Pick<Transport, 'send'> | undefined;
}

/** Brings the message to its next hop: the new header block, then the body. Always the last step. */
export function send({ transport, localTransport }: Transports): Step<Drafted, never> {
  return async (state, signal) => {
    const { delivery, fields, body, mailFrom, isDestinationOurs } = state;
    const header = formatHeaderBlock(fields);
    const way = isDestinationOurs ? (localTransport ?? transport) : transport;
    const outcome = await way.send(
      {
        delivery,
        mailFrom,
        rcptTo: delivery.destination,
        isSmtpUtf8: delivery.isSmtpUtf8,
        sizeBytes: header.length + body.sizeBytes,
        chunks: () => headerAndBody(header, body),
      },
      signal,
    );
    return { kind: 'outcome', outcome: withFacts(outcome, state) };
  };
}

/** The timeline tells how the message was sent, and what was changed in its body. */
function withFacts(outcome: SendOutcome, { sentIn, body: { changes } }: Drafted): SendOutcome {
  const evidence = {
    ...outcome.evidence,
    ...(sentIn && { sentIn }),
    ...(changes.length > 0 && { changes }),
  };
  return { ...outcome, evidence };
}

async function* headerAndBody(header: Buffer, body: OutgoingBody): AsyncIterable<Buffer> {
  yield header;
  yield* body.chunks();
}
