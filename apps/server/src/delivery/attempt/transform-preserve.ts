import { loopToken, preserve } from '../../forwarding/index.ts';
import { storedBody } from './body.ts';
import type { Drafted } from './drafted.ts';
import type { Underwritten } from './load-signer.ts';
import { srsOrNull } from './reverse-path.ts';
import { continueWith, deferred, type Step } from './step.ts';
import type { TransformKeys } from './transform-rewrite.ts';

/** Adds our trace and marks to the header block, whose author stays, and makes the reverse path ours. */
export function transformPreserve(keys: TransformKeys): Step<Underwritten, Drafted> {
  return async (state) => {
    const { delivery, header, content } = state;
    if (delivery.aliasId === undefined) return deferred('transform', 'the alias is not known');
    const fields = preserve({
      header,
      traceHeader: content.traceHeader,
      loopToken: loopToken(delivery.aliasId, keys.loopTokenKey),
    });
    return Promise.resolve(
      continueWith({
        ...state,
        fields,
        mailFrom: srsOrNull({ ...state, returnPathKey: keys.returnPathKey }),
        body: storedBody(content),
        sentIn: 'preserve',
      }),
    );
  };
}
