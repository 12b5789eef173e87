import type { AttemptEvidence, DeliveryOutcome } from '../queue/index.ts';
import type { Unavailable } from './next-hop.ts';

/** Enough for ten hosts; a timeline is no log. */
const maxExplanationLength = 1_000;

/**
 * What it means that no host was available: temporary, as a host that does not answer may answer later. Also where hosts greet with a
 * 5xx: that is about our address or their load as often as not, and time or another of their hosts cures it. The exception is
 * 521, by which a host says that it never takes mail (RFC 7504 §3).
 */
export function concludeUnavailability(
  failures: readonly Unavailable[],
  durationMs: number,
): DeliveryOutcome {
  const takesNoMail = ({ failure }: Unavailable) =>
    failure.stage === 'greeting' && failure.reply?.code === 521;
  const kind = failures.length > 0 && failures.every(takesNoMail) ? 'bounced' : 'deferred';
  return { kind, evidence: summarise(failures, durationMs) };
}

/** The words of a host count more than the silence of another; among equals, those of the host that was tried last. */
function summarise(failures: readonly Unavailable[], durationMs: number): AttemptEvidence {
  const main = failures.findLast(({ failure }) => failure.reply !== undefined) ?? failures.at(-1);
  if (main === undefined) return { stage: 'connect', explanation: 'there was no host to try', durationMs };
  const others = failures.filter((other) => other !== main).map((other) => `also tried ${describe(other)}`);
  const explanation = [main.failure.explanation, ...others].filter((words) => words !== undefined).join('; ');
  return {
    host: main.host,
    ...main.failure,
    ...(explanation !== '' && { explanation: explanation.slice(0, maxExplanationLength) }),
    durationMs,
  };
}

function describe({ host, failure }: Unavailable): string {
  const { stage, reply, explanation } = failure;
  return `${host}: ${stage}: ${reply === undefined ? (explanation ?? 'failed') : `${String(reply.code)} ${reply.text}`}`;
}
