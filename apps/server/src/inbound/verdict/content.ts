import type { PolicyFact } from '../../queue/index.ts';
import type { ContentVerdict } from '../../content-check/index.ts';
import { refuse } from '../replies.ts';
import { octetsOf } from './octets.ts';
import { doubtingRoutes, openRoutes, withFact, withFindings } from './recipient-decision.ts';
import { proceed, type Step } from './step.ts';

/** What Rspamd says of the message, where it is asked. Spam waits for the owner; without an answer mail flows. */
export const content: Step = async (arrival, { policy }) => {
  if (policy.contentCheck === undefined || openRoutes(arrival).length === 0) return proceed(arrival);
  const doubting = doubtingRoutes(arrival);
  const octets = octetsOf(arrival);
  if (doubting.length === 0 || octets === undefined)
    return proceed(withFact(arrival, { step: 'content', outcome: 'allowed' }));
  const { transaction, client } = arrival;
  const answer = await policy.contentCheck.check({
    octets,
    sizeBytes: arrival.content.kind === 'whole' ? arrival.content.sizeBytes : 0,
    ip: client.ip,
    helo: client.helo,
    clientName: transaction.background?.clientName(),
    mailFrom: transaction.mailFrom,
    rcptTo: transaction.routes.map(({ recipient }) => recipient),
    id: transaction.id,
  });
  if (answer.kind === 'defer') return { kind: 'refuse', refusal: refuse('contentDeferred', answer.action) };
  const told = withFact(arrival, describe(answer));
  if (answer.kind !== 'spam') return proceed(told);
  return proceed(
    withFindings(
      told,
      doubting.map((route) => ({ route, decision: { holdReason: 'spam' } })),
    ),
  );
};

function describe(answer: ContentVerdict): PolicyFact {
  if ('reason' in answer) return { step: 'content', outcome: answer.kind, data: { reason: answer.reason } };
  const { kind, score, requiredScore: required, action, symbols } = answer;
  return { step: 'content', outcome: kind, data: { score, required, action, symbols } };
}
