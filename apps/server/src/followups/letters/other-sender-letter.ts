import { formatAddress } from '@smtpy/mail';
import type { FollowupFacts } from '../facts.ts';
import { formatInstant, paragraph, facts, type Letter } from './letter.ts';

/** A pinned alias got mail of somebody whom it does not expect. `domain` is `*` where the organization does not keep senders. */
export function otherSenderLetter({ delivery, aliasAddress }: FollowupFacts, domain: string): Letter {
  const alias = formatAddress(aliasAddress);
  const sender = domain === '*' ? 'a sender that is not kept' : domain;
  return {
    subject: `Another sender writes to ${alias}`,
    blocks: [
      paragraph(
        `Your alias ${alias} is pinned to other senders, and now got mail of ${sender}. It was forwarded as usual. Whoever you gave the alias to may have passed it on, or lost it.`,
      ),
      facts([
        ['Sender', domain === '*' ? undefined : domain],
        ['Alias', alias],
        ['Received', formatInstant(delivery.receivedAt)],
      ]),
      paragraph(
        `What to do: if the sender is welcome, add it to the alias: smtpy alias pin add ${alias} ${domain === '*' ? 'DOMAIN' : domain}. To hold such mail from now on, set the pinning of the alias to hold; to get none at all, block the sender or switch the alias off.`,
      ),
    ],
  };
}
