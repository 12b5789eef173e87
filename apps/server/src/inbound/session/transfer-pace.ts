import { maxTransferMs, minTransferOctetsPerSecond, transferGraceMs } from '../limits.ts';
import type { ReplyName } from '../replies.ts';

/** How far a transfer of content has come. */
export interface TransferProgress {
  readonly elapsedMs: number;
  readonly receivedOctets: number;
  readonly maxMessageBytes: number;
}

/**
 * Names the reply that ends a transfer which is too slow, or which goes on at twice the size that would have been accepted:
 * content that is refused anyway is read to its end only as far as an honest sender could have sent it.
 */
export function judgeTransfer(progress: TransferProgress): ReplyName | undefined {
  if (progress.receivedOctets > 2 * progress.maxMessageBytes) return 'drainTooLong';
  if (progress.elapsedMs > maxTransferMs) return 'transferTooSlow';
  const earnedMs = (progress.receivedOctets / minTransferOctetsPerSecond) * 1000;
  return progress.elapsedMs > transferGraceMs + earnedMs ? 'transferTooSlow' : undefined;
}
