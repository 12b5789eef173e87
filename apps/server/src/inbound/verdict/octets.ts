import type { Arrival } from './arrival.ts';

/** The octets of a message as they came, at every call anew; undefined when they are not whole. */
export function octetsOf({ content }: Arrival): AsyncIterable<Buffer> | undefined {
  if (content.kind !== 'whole') return undefined;
  const { stored } = content;
  return stored.kind === 'small' ? once(stored.data) : stored.writer.read();
}

/** The body alone. */
export async function* bodyOf(arrival: Arrival): AsyncIterable<Buffer> {
  let left = arrival.content.kind === 'whole' ? arrival.content.headerBytes : 0;
  for await (const piece of octetsOf(arrival) ?? []) {
    const rest = piece.subarray(Math.min(left, piece.length));
    left -= piece.length - rest.length;
    if (rest.length > 0) yield rest;
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- the same shape as reading chunks
async function* once(data: Buffer): AsyncIterable<Buffer> {
  yield data;
}
