import type { DomainNews, DomainNewsKind } from '../domains/index.ts';
import { paragraph, shownLine, type Letter } from '../followups/index.ts';

/** Characters of a reason in a mail: part of it is what anybody may publish in DNS. */
const maxReasonCharacters = 1_000;

interface Words {
  readonly subject: string;
  readonly what: string;
  readonly then: string;
}

const words: Readonly<Record<DomainNewsKind, Words>> = {
  domain_activated: {
    subject: 'receives mail now',
    what: 'The required DNS records were found. From now on mail for its aliases is received and forwarded.',
    then: 'Its page shows which of the other records are still to be published, so that answers arrive well.',
  },
  domain_degraded: {
    subject: 'has a DNS record that is wrong',
    what: 'DNS was asked twice, ten minutes apart or more, and what is published is not what is needed. Mail is received and forwarded all the same.',
    then: 'Publish the records as its page shows them. The domain is looked at again by itself.',
  },
  domain_recovered: {
    subject: 'is all right again',
    what: 'All DNS records that matter are as they should be.',
    then: 'There is nothing to do.',
  },
  domain_lost: {
    subject: 'is not received for any more',
    what: 'Its name does not count as yours now. Mail for it is no longer received for you; what was accepted before is still delivered.',
    then: 'If the name is yours, publish the ownership and MX records that its page shows, and ask the operator of this server.',
  },
};

/** To the owners and admins of an organization: what became of a domain. */
export function newsLetter({ kind, name, reason }: DomainNews, publicUrl: string): Letter {
  const { subject, what, then } = words[kind];
  return {
    subject: `${name} ${subject}`,
    blocks: [
      paragraph(what),
      ...(reason === undefined ? [] : [paragraph(`${shownLine(reason, maxReasonCharacters)}.`)]),
      paragraph(then),
      { kind: 'link', label: 'Go to your domains', url: publicUrl },
    ],
  };
}
