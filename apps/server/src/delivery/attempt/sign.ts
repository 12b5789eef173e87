import { signHeader } from '@smtpy/mail';
import type { Clock } from '../../observe/index.ts';
import type { Drafted } from './drafted.ts';
import { continueWith, type Step } from './step.ts';

/** Signs as the domain that the message leaves under. A body that leaves as it came brings the hash made at its reception. */
export function sign({ clock }: { readonly clock: Clock }): Step<Drafted, Drafted> {
  return async (state) => {
    const { fields, body, sentAs, signingKey } = state;
    const signature = await signHeader({
      fields,
      bodyHash: body.bodyHash,
      domain: sentAs.domain,
      selector: signingKey.selector,
      key: signingKey.key,
      signedAt: clock.now(),
    });
    return continueWith({ ...state, fields: [signature, ...fields] });
  };
}
