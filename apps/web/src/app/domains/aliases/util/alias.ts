import type { Answer, Arguments } from '@smtpy/contract/web';

/** An alias as the server gives it. */
export type Alias = Answer<'getAlias'>;
/** What of an alias can be changed. */
export type AliasChange = NonNullable<Arguments<'changeAlias'>['body']>;
/** How mail of an alias is forwarded. */
export type AliasMode = Alias['mode'];
/** What happens to senders that an alias does not know. */
export type AliasPinning = Alias['pinning'];
/** What aliases can be made of. */
export type AliasOptions = Answer<'getAliasOptions'>;
/** How a random address looks. */
export type AliasStyle = AliasOptions['default_style'];
/** A mailbox that an alias forwards to. */
export type MailboxOfAlias = Alias['mailboxes'][number];
/** What can be done with many aliases at once. */
export type BulkAction = NonNullable<Arguments<'changeAliases'>['body']>['action'];

/** The modes, the usual one first. */
export const aliasModes = ['rewrite', 'preserve', 'adaptive'] as const satisfies readonly AliasMode[];
/** What can be said of unknown senders, the least first. */
export const aliasPinnings = ['off', 'learn', 'notify', 'hold'] as const satisfies readonly AliasPinning[];
