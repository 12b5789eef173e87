/** How much came of what is to come. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/**
 * Reads an answer to its end and tells how far it got: `count` says of each piece how many of the `total` it holds. The answer that is given
 * has the same headers, and its body is there as a whole. Rejects when the connection breaks.
 */
export async function readWithProgress(
  response: Response,
  { total, count }: { readonly total: number; readonly count: (piece: Uint8Array) => number },
  tell: (progress: Progress) => void,
): Promise<Response> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let done = 0;
  tell({ done, total });
  if (response.body !== null) {
    const reader = response.body.getReader();
    for (;;) {
      const { value, done: isEnd } = await reader.read();
      if (isEnd) break;
      pieces.push(value);
      // Rows may have come since they were counted.
      done = Math.min(total, done + count(value));
      tell({ done, total });
    }
  }
  return new Response(new Blob(pieces), { headers: response.headers });
}

/** Counts an octet, such as the one that ends or begins a row. */
export function countOctet(piece: Uint8Array, octet: number): number {
  let found = 0;
  for (const each of piece) if (each === octet) found += 1;
  return found;
}
