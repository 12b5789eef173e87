import { signHeader } from '@smtpy/mail';
import type { Clock } from '../../observe/index.ts';
import { continueWith, type Step } from './step.ts';
import type { Transformed } from './transform.ts';

/** Signs as the alias's domain. The hash of the body was made when it was received, and the body is the same. */
export function sign({ clock }: { readonly clock: Clock }): Step<Transformed, Transformed> {
  return async (state) => {
    const { fields, content, aliasAddress, signingKey } = state;
    const signature = await signHeader({
      fields,
      bodyHash: content.bodyHash,
      domain: aliasAddress.domain,
      selector: signingKey.selector,
      key: signingKey.key,
      signedAt: clock.now(),
    });
    return continueWith({ ...state, fields: [signature, ...fields] });
  };
}
