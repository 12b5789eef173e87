import type { IncomingHttpHeaders } from 'node:http';
import type { Route } from '../../api/index.ts';
import { networkOf } from '../../dns/index.ts';
import type { Idempotency } from '../../idempotency/index.ts';
import type { Admitted } from './admit.ts';
import { runOnce } from './idempotent.ts';
import { readInput, type RawInput } from './read-input.ts';
import { runWork, type Workplace } from './run-work.ts';
import { shapeAnswer, type ShapedAnswer } from './shape-answer.ts';

/** A request whose head was good and whose body has arrived. */
export interface Arrived {
  readonly admitted: Admitted;
  readonly headers: IncomingHttpHeaders;
  readonly raw: RawInput;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** From the body to the answer. Throws what the caller is to be told, or what went wrong; nothing is changed then. */
export async function serveRoute(
  { workplace, idempotency }: { readonly workplace: Workplace; readonly idempotency: Idempotency },
  { operation, handle }: Route,
  { admitted, headers, raw, signal }: Arrived,
): Promise<ShapedAnswer> {
  const { caller, organizationId } = admitted;
  const input = await readInput(operation, raw);
  const call = { ...input, caller, headers, signal };
  const { principal, ip } = caller;
  const request = { operation, principal, organizationId, ip, headers, raw };
  const asking = principal?.userId ?? networkOf(ip);
  return runWork(workplace, { operation, caller: asking }, () =>
    // A handler is typed by its own operation, whose schemas have read the input.
    runOnce(idempotency, request, async () => shapeAnswer(operation, await handle(call as never))),
  );
}
