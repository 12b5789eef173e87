import { formatHeaderBlock, formatReceived, isSameAddress, parseAddress, type Address } from '@smtpy/mail';
import { loopToken, readAuthor, reply } from '../../forwarding/index.ts';
import { storedBody } from './body.ts';
import type { Drafted } from './drafted.ts';
import type { Corresponding } from './load-correspondents.ts';
import { verpOrNull } from './reverse-path.ts';
import { continueWith, type Step } from './step.ts';
import type { MessageIds, TransformKeys } from './transform-rewrite.ts';

/** What our own trace field in a reply says. */
export interface ReplyTrace {
  /** Our name. */
  readonly hostname: string;
}

/** A reply that leaves as the alias. */
export interface Replied extends Drafted, Corresponding {
  /** The addresses that nobody outside may see: the alias's mailboxes, and what the owner wrote from. */
  readonly ownAddresses: readonly Address[];
}

/** Makes the header block and the reverse path the alias's. */
export function transformReply(
  dependencies: TransformKeys & MessageIds & ReplyTrace,
): Step<Corresponding, Replied> {
  return async (state) => {
    const { delivery, destination, header, content, alias, aliasId, realAddressOf, receivedIds } = state;
    const { messageIds, loopTokenKey, returnPathKey } = dependencies;
    const ownAddresses = listOwnAddresses(state);
    const outward = (id: string) => messageIds.outward(id, aliasId, alias.address.domain);
    const fields = reply({
      header,
      traceHeader: formatTrace(state, dependencies),
      // Another token than that of the forward: an answer that a list sends back to the alias has not gone round.
      loopToken: loopToken(`reply ${aliasId}`, loopTokenKey),
      aliasAddress: alias.address,
      displayName: alias.displayName,
      contactAddress: destination,
      ownAddresses,
      realAddressOf,
      messageIds: {
        outward,
        inward: (id) => messageIds.inward(id, aliasId),
        isReceived: (id) => receivedIds.has(id),
        fallback: outward(`<${delivery.messageId}>`),
      },
      receivedAt: delivery.createdAt,
    });
    const mailFrom = verpOrNull({ ...state, returnPathKey });
    return Promise.resolve(
      continueWith({ ...state, ownAddresses, fields, mailFrom, body: storedBody(content) }),
    );
  };
}

/** The hop over us without the client: where the owner writes from is nobody's business, nor what his provider said of him. */
function formatTrace({ delivery }: Corresponding, { hostname }: ReplyTrace): Buffer {
  const field = formatReceived({
    helo: hostname,
    receivedBy: hostname,
    protocol: 'ESMTP',
    id: delivery.id,
    receivedAt: delivery.createdAt,
  });
  return formatHeaderBlock([field]);
}

/** What was submitted is from the alias itself, which is no secret. */
function listOwnAddresses({ alias, header, delivery }: Corresponding): readonly Address[] {
  const author = readAuthor(header);
  const mailFrom = parseAddress(delivery.mailFrom);
  const candidates = [
    ...alias.mailboxes.map(({ address }) => address),
    ...(author.kind === 'found' ? [author.address] : []),
    ...(mailFrom.ok ? [mailFrom.value] : []),
  ];
  return candidates.filter((address) => !isSameAddress(address, alias.address));
}
