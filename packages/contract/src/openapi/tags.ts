/** The groups of the reference in their order, with what each is about. Every `tag` of an operation is one of them. */
export const tags: Readonly<Record<string, string>> = {
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
  Aliases:
    'Addresses that forward: making, finding, changing, importing and exporting them, and whom each knows.',
  'App passwords': 'Passwords with which mail programs send as one alias.',
  Contacts: 'Who writes to aliases and whom their owners write to, each with a reply address.',
  Administration:
    'The installation as a whole, for those who run it: users, organizations, the queue, health and settings.',
};
