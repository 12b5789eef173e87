import { formatInstant, paragraph, type Letter } from '../followups/index.ts';
import { quotedName } from '../members/index.ts';

/** The mail that asks somebody, who may know nothing of it, whether an address may be forwarded to. */
export function confirmationLetter({
  organizationName,
  address,
  url,
  expiresAt,
}: {
  readonly organizationName: string;
  readonly address: string;
  readonly url: string;
  readonly expiresAt: Date;
}): Letter {
  const organization = quotedName(organizationName);
  const host = new URL(url).host;
  return {
    subject: 'Confirm that mail may be forwarded to this address',
    blocks: [
      paragraph(
        `The organization ${organization} at ${host} wants to forward the mail of its aliases to ${address}. The words in quotes are its own; nobody has checked them.`,
      ),
      { kind: 'link', label: 'Look at the request', url },
      paragraph(
        `Nothing is forwarded before you confirm. The link works until ${formatInstant(expiresAt)}, once. If you expected no such mail, delete it, or say so on the same page: then this organization cannot ask you again.`,
      ),
    ],
  };
}
