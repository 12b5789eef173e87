import { parseHeaderBlock } from '@smtpy/mail';
import { storedBody } from './body.ts';
import type { Drafted } from './drafted.ts';
import type { Underwritten } from './load-signer.ts';
import { ownReversePath } from './reverse-path.ts';
import { continueWith, type Step } from './step.ts';

/**
 * What we say ourselves leaves as it was written. RFC 5321 §4.5.5, RFC 3464 §2: a notice has the null reverse path, so that nobody
 * answers it. A probe has one that names it: its bounce is what is asked for.
 */
export function transformNotice({
  returnPathKey,
}: {
  readonly returnPathKey: Buffer;
}): Step<Underwritten, Drafted> {
  return async (state) => {
    const { delivery, content, header } = state;
    return Promise.resolve(
      continueWith({
        ...state,
        mailFrom: delivery.kind === 'probe' ? ownReversePath({ ...state, returnPathKey }) : '',
        fields: [...parseHeaderBlock(content.traceHeader).fields, ...header.fields],
        body: storedBody(content),
      }),
    );
  };
}
