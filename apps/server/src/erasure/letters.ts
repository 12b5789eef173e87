import { formatInstant, type Letter } from '../followups/index.ts';

const paragraph = (text: string): Letter['blocks'][number] => ({ kind: 'paragraph', text });

/** Tells that an erasure was asked for: whoever did not ask has the time until then. */
export function erasureRequestedLetter({
  eraseAt,
  publicUrl,
}: {
  readonly eraseAt: Date;
  readonly publicUrl: string;
}): Letter {
  return {
    subject: 'Your account will be erased',
    blocks: [
      paragraph(
        `You asked for your account at ${new URL(publicUrl).host} to be erased. That happens at ${formatInstant(eraseAt)}: with it go its domains, aliases, mailboxes and messages, and nothing brings them back.`,
      ),
      paragraph(
        'Until then everything works as before. To keep the account, sign in and call the erasure off. If it was not you who asked, do so at once and change your password.',
      ),
      { kind: 'link', label: 'Go to your account', url: publicUrl },
    ],
  };
}

/** Tells that an erasure was called off. */
export function erasureCancelledLetter({ publicUrl }: { readonly publicUrl: string }): Letter {
  return {
    subject: 'Your account stays',
    blocks: [
      paragraph(
        `The erasure of your account at ${new URL(publicUrl).host} was called off. Nothing was deleted.`,
      ),
      paragraph('If it was not you who called it off, change your password and ask again.'),
    ],
  };
}

/** Tells that an erasure could not happen because organizations would be left without an owner. */
export function erasurePostponedLetter({
  organizationNames,
  eraseAt,
  publicUrl,
}: {
  /** Empty where it is the installation that nobody else administers. */
  readonly organizationNames: readonly string[];
  readonly eraseAt: Date;
  readonly publicUrl: string;
}): Letter {
  return {
    subject: 'Your account could not be erased yet',
    blocks: [
      paragraph(
        `You asked for your account at ${new URL(publicUrl).host} to be erased, but ${
          organizationNames.length === 0
            ? 'nobody else administers this installation. Make somebody else an administrator first.'
            : 'these organizations have other members and no other owner. Make another member an owner of each, or delete it.'
        }`,
      ),
      { kind: 'facts', rows: organizationNames.map((name) => ['Organization', name] as const) },
      paragraph(`The erasure is tried again at ${formatInstant(eraseAt)}.`),
    ],
  };
}
