import { decisionWords, type Decision } from '../quarantine/index.ts';
import type { Outcome } from './command.ts';

/** Why nothing was done about a delivery: it was decided before, or is not there. */
export function quarantineRefusal(
  id: string,
  result: { readonly kind: 'not_found' } | { readonly kind: string; readonly decision: Decision },
): Outcome {
  if ('decision' in result)
    return {
      kind: 'refused',
      reason: `Delivery ${id} is not in quarantine: it ${decisionWords[result.decision]}`,
      hint: `More about it: smtpy queue show ${id}`,
    };
  return {
    kind: 'refused',
    reason: `There is no delivery ${id} in quarantine`,
    hint: 'What is there is shown by: smtpy quarantine list',
  };
}
