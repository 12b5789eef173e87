import type { Showcase } from './showcase.ts';

/** Everybody who opens pages. */
export const people = ['visitor', 'jane', 'viewer', 'administrator'] as const;

/** A page as tests and screenshots open it. */
export interface PageToShow {
  readonly name: string;
  readonly path: string;
  /** Who looks: nobody, Jane in her organization, somebody who may only look there, or the operator. */
  readonly as: (typeof people)[number];
}

const token = 'T'.repeat(43);

/** Every page, with something on it. */
export function listPages({ ids }: Showcase): readonly PageToShow[] {
  const visitor = (name: string, path: string): PageToShow => ({ name, path, as: 'visitor' });
  const jane = (name: string, path: string): PageToShow => ({ name, path, as: 'jane' });
  const viewer = (name: string, path: string): PageToShow => ({ name, path, as: 'viewer' });
  const administrator = (name: string, path: string): PageToShow => ({ name, path, as: 'administrator' });
  return [
    visitor('landing', '/'),
    visitor('sign-in', '/sign-in'),
    visitor('register', '/register'),
    visitor('forgot-password', '/forgot-password'),
    visitor('reset-password', `/reset-password?token=${token}`),
    visitor('verify-email', `/verify-email?token=${token}`),
    visitor('two-factor', '/two-factor'),
    visitor('invitation', `/invitation?token=${token}`),
    jane('welcome', '/welcome'),
    jane('dashboard', '/dashboard'),
    jane('domains', '/domains'),
    jane('domains-nothing', '/domains?search=nothing'),
    jane('domain', `/domains/${ids.domain}`),
    jane('domain-keys', `/domains/${ids.domain}?tab=keys`),
    jane('domain-settings', `/domains/${ids.domain}?tab=settings`),
    jane('aliases', '/aliases'),
    jane('alias-new', '/aliases?new=1'),
    jane('alias', `/aliases/${ids.alias}`),
    jane('alias-settings', `/aliases/${ids.alias}/settings`),
    jane('alias-senders', `/aliases/${ids.alias}/senders`),
    jane('alias-sending', `/aliases/${ids.alias}/sending`),
    jane('mailboxes', '/mailboxes'),
    jane('mailbox', `/mailboxes/${ids.mailbox}`),
    jane('contacts', '/contacts'),
    jane('messages', '/messages'),
    jane('message', `/messages/${ids.message}`),
    jane('message-failed', `/messages/${ids.failedMessage}`),
    jane('messages-refused', '/messages/refused'),
    jane('quarantine', '/quarantine'),
    jane('quarantined', `/quarantine/${ids.held}`),
    jane('rules', '/rules'),
    jane('rule', `/rules/${ids.rule}`),
    jane('rule-new', '/rules/new'),
    jane('rule-test', '/rules/test'),
    jane('senders', '/rules/senders'),
    jane('statistics', '/statistics'),
    jane('notices', '/notices'),
    jane('team', '/team'),
    jane('keys', '/developers/keys'),
    jane('webhooks', '/developers/webhooks'),
    jane('webhook', `/developers/webhooks/${ids.webhook}`),
    jane('audit', '/audit'),
    jane('settings-profile', '/settings/profile'),
    jane('settings-security', '/settings/security'),
    jane('settings-preferences', '/settings/preferences'),
    jane('settings-organization', '/settings/organization'),
    jane('settings-data', '/settings/data'),
    jane('not-found', '/no-such-page'),
    viewer('no-permission', '/audit'),
    viewer('viewer-aliases', '/aliases'),
    viewer('viewer-domain', `/domains/${ids.domain}`),
    viewer('viewer-mailboxes', '/mailboxes'),
    viewer('viewer-rules', '/rules'),
    viewer('viewer-team', '/team'),
    administrator('administration-users', '/administration/users'),
    administrator('administration-organizations', '/administration/organizations'),
    administrator('administration-domains', '/administration/domains'),
    administrator('administration-queue', '/administration/queue'),
    administrator('administration-health', '/administration/health'),
    administrator('administration-settings', '/administration/settings'),
    administrator('administration-audit', '/administration/audit'),
  ];
}
