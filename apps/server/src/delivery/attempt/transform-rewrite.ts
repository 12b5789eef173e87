import type { MessageIdMap } from '@smtpy/mail';
import { loopToken, rewrite } from '../../forwarding/index.ts';
import { storedBody } from './body.ts';
import type { Drafted } from './drafted.ts';
import type { Peopled } from './people.ts';
import { verpOrNull } from './reverse-path.ts';
import { continueWith, type Step } from './step.ts';

/** Secrets of what a message carries back to us, from `deriveKey`. */
export interface TransformKeys {
  readonly returnPathKey: Buffer;
  readonly loopTokenKey: Buffer;
}

/** What turns ids of messages into those that the other side knows. */
export interface MessageIds {
  readonly messageIds: MessageIdMap;
}

/** A forward whose author is shown under a reply address. */
export type Rewritten = Drafted & Peopled;

/** Rewrites the header block and the reverse path. */
export function transformRewrite({
  messageIds,
  ...keys
}: TransformKeys & MessageIds): Step<Peopled, Rewritten> {
  return async (state) => {
    const { aliasId, header, content, contact, replyToContact, aliasAddress, replyAddressOf } = state;
    const fields = rewrite({
      header,
      traceHeader: content.traceHeader,
      contact,
      ...(replyToContact && { replyToContact }),
      aliasAddress,
      loopToken: loopToken(aliasId, keys.loopTokenKey),
      replyAddressOf,
      inwardMessageId: (messageId) => messageIds.inward(messageId, aliasId),
    });
    const mailFrom = verpOrNull({ ...state, returnPathKey: keys.returnPathKey });
    return Promise.resolve(
      continueWith({ ...state, fields, mailFrom, body: storedBody(content), sentIn: 'rewrite' }),
    );
  };
}
