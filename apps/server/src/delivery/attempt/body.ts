import type { OpenedContent } from '../../queue/index.ts';

/** A body as it leaves. */
export interface OutgoingBody {
  /** Exact number of octets that `chunks` yields. */
  readonly sizeBytes: number;
  /** SHA-256 in relaxed canonical form (RFC 6376 §3.4.4). */
  readonly bodyHash: Buffer;
  /** What was changed in the message below its envelope and trace, in words for the timeline; empty where nothing was. */
  readonly changes: readonly string[];
  /** The octets, from the first one at every call. */
  readonly chunks: () => AsyncIterable<Buffer>;
}

/** The body as it was received. Its hash was made then. */
export function storedBody(content: OpenedContent): OutgoingBody {
  return {
    sizeBytes: content.sizeBytes - content.headerBytes,
    bodyHash: content.bodyHash,
    changes: [],
    chunks: () => content.body(),
  };
}
