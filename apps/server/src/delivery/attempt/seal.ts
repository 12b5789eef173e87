import { fieldValue, sealArc } from '@smtpy/mail';
import type { Clock } from '../../observe/index.ts';
import type { Drafted } from './drafted.ts';
import { continueWith, type Step } from './step.ts';

/**
 * Seals what we found out about the author with the key of the alias's domain (RFC 8617 §5.1). Nothing is added where the chain that
 * came must not go on, nor where nothing was found out.
 */
export function seal({ clock }: { readonly clock: Clock }): Step<Drafted, Drafted> {
  return async (state) => {
    const { fields, body, sentAs, signingKey, delivery } = state;
    // Ours is the first: those above which it stands are of others.
    const ours = fields.find(({ lowerName }) => lowerName === 'authentication-results');
    if (ours === undefined) return continueWith(state);
    const set = await sealArc({
      fields,
      bodyHash: body.bodyHash,
      domain: sentAs.domain,
      selector: signingKey.selector,
      key: signingKey.key,
      sealedAt: clock.now(),
      authenticationResults: fieldValue(ours),
      chainResult: delivery.authentication.arc.result,
    });
    return continueWith({ ...state, fields: [...set, ...fields] });
  };
}
