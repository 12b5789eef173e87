import { aliasRoutes, domainAliases } from '../aliases/index.ts';
import type { Route } from '../api/index.ts';
import { appPasswordRoutes } from '../app-passwords/index.ts';
import type { Audit } from '../audit/index.ts';
import { contactRoutes } from '../contacts/index.ts';
import { domainRoutes } from '../domains/index.ts';
import { mailboxKeyRoutes } from '../encryption/index.ts';
import type { MailboxConfirmations } from '../mailbox-confirmation/index.ts';
import { mailboxRoutes } from '../mailboxes/index.ts';
import { messageRoutes } from '../messages/index.ts';
import { noticeRoutes } from '../notices/index.ts';
import { quarantineRoutes } from '../quarantine/index.ts';
import { refusalRoutes } from '../refusals/index.ts';
import { ruleRoutes } from '../rules/index.ts';
import { createSenderEntries, senderRoutes } from '../senders/index.ts';
import { statisticsRoutes } from '../statistics/index.ts';
import { webhookRoutes } from '../webhooks/index.ts';
import type { Dependencies } from './dependencies.ts';

/** What the features of resources are made of: what all roles share, and what the API has made already. */
export type ResourceDependencies = Dependencies & {
  readonly audit: Audit;
  readonly mailboxConfirmations: MailboxConfirmations;
};

/** Each takes what it needs of {@link ResourceDependencies}. */
const features: readonly ((dependencies: ResourceDependencies) => readonly Route[])[] = [
  (dependencies) => domainRoutes({ ...dependencies, domainAliases }),
  (dependencies) => mailboxRoutes({ ...dependencies, confirmations: dependencies.mailboxConfirmations }),
  mailboxKeyRoutes,
  aliasRoutes,
  appPasswordRoutes,
  (dependencies) => contactRoutes({ ...dependencies, senders: createSenderEntries(dependencies) }),
  ruleRoutes,
  senderRoutes,
  messageRoutes,
  refusalRoutes,
  quarantineRoutes,
  statisticsRoutes,
  noticeRoutes,
  webhookRoutes,
];

/** The routes of what an organization has: everything that owners of aliases work with. */
export function resourceRoutes(dependencies: ResourceDependencies): readonly Route[] {
  return features.flatMap((routesOf) => routesOf(dependencies));
}
