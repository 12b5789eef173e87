import { fieldValue, findFields, type HeaderBlock, isSameAddress, parseMailboxes } from '@smtpy/mail';
import type { InboundAlias } from '../dependencies.ts';
import { refuse } from '../replies.ts';
import { proceed, type Step } from './step.ts';

/** Who logged in for an alias writes as that alias and nobody else (RFC 6409 §6.1): From names it alone. */
export const submitter: Step = (arrival) => {
  const alias = arrival.transaction.submitter?.alias;
  if (alias === undefined || isWrittenBy(arrival.header, alias)) return proceed(arrival);
  return { kind: 'refuse', refusal: refuse('senderNotYours', 'From is not the alias') };
};

function isWrittenBy(header: HeaderBlock, alias: InboundAlias): boolean {
  const [mailbox, ...others] = findFields(header, 'from').flatMap((field) =>
    parseMailboxes(fieldValue(field)),
  );
  return (
    mailbox?.address !== undefined && others.length === 0 && isSameAddress(mailbox.address, alias.address)
  );
}
