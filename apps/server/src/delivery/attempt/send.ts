import { formatHeaderBlock } from '@smtpy/mail';
import type { OpenedContent } from '../../queue/index.ts';
import type { Transport } from '../transport.ts';
import type { Step } from './step.ts';
import type { Transformed } from './transform.ts';

/** Brings the message to its next hop: the new header block, then the body as stored. Always the last step. */
export function send({
  transport,
}: {
  readonly transport: Pick<Transport, 'send'>;
}): Step<Transformed, never> {
  return async ({ delivery, content, fields, mailFrom }, signal) => {
    const header = formatHeaderBlock(fields);
    const outcome = await transport.send(
      {
        delivery,
        mailFrom,
        rcptTo: delivery.destination,
        isSmtpUtf8: delivery.isSmtpUtf8,
        sizeBytes: header.length + content.sizeBytes - content.headerBytes,
        chunks: () => headerAndBody(header, content),
      },
      signal,
    );
    return { kind: 'outcome', outcome };
  };
}

async function* headerAndBody(header: Buffer, content: OpenedContent): AsyncIterable<Buffer> {
  yield header;
  yield* content.body();
}
