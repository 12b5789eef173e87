/** The groups of the reference in their order, with what each is about. Every `tag` of an operation is one of them. */
export const tags: Readonly<Record<string, string>> = {
  Installation: 'What anybody may know of this server.',
  'Sign-in':
    'Registering, signing in and out, sessions, passwords, and the email address. Names are in camelCase here, as the client of Better Auth expects them.',
  'Two-factor sign-in': 'One-time codes of an authenticator app, and recovery codes for when it is lost.',
  Passkeys: 'Signing in with a key of the device instead of a password (WebAuthn).',
  Account: 'What concerns the person: profile, preferences, a copy of all data, and the end of the account.',
  Organizations:
    'What domains, aliases and members belong to. Everybody has a personal one and can make others.',
  Members: 'Who belongs to an organization, and with which role.',
  Invitations:
    'How people come into an organization: invited by mail, for one address, with a link that works once.',
  'API keys':
    'How programs call the API: for one organization, with no more rights than the member who made them.',
  'Audit log': 'Who did what, when and from where. It can be read and exported, and nobody can change it.',
  Domains:
    'The names that mail is received for: the DNS records to publish and what was found of them, signing keys, catch-all and defaults.',
  Mailboxes: 'The real addresses that mail is forwarded to: confirming, pausing, the default, PGP keys.',
  Notices: 'What the organization was told of, and what of it you have read.',
  Rules: 'What is done with mail that meets conditions, in which order, and a tester that says why.',
  Senders: 'Whom an alias or the organization blocks or allows.',
  Refusals: 'What was refused before acceptance: nothing of its content is kept.',
  Quarantine: 'Mail that waits for a person: shown safely, released, deleted.',
  Webhooks:
    'Addresses that are told of events, signed as Standard Webhooks say: what happened to mail, domains, mailboxes and limits.',
  Messages:
    'What was accepted and what became of it: the list, each message with its timeline, and trying again, cancelling, letting go and deleting.',
  Statistics:
    'What happened to mail, counted: totals, series, top lists, latency, the dashboard, and exports. Every number is what a recount of the facts gives.',
  Aliases:
    'Addresses that forward: making, finding, changing, importing and exporting them, and whom each knows.',
  'App passwords': 'Passwords with which mail programs send as one alias.',
  Contacts: 'Who writes to aliases and whom their owners write to, each with a reply address.',
  Administration:
    'The installation as a whole, for those who run it: users, organizations, the queue, health and settings.',
};
