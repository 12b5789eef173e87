import { administrationOperations } from './administration/index.ts';
import { accountOperations } from './account/index.ts';
import type { Operation } from './api/index.ts';
import { auditOperations } from './audit/index.ts';
import { installationFactOperations } from './installation/index.ts';
import { keyOperations } from './key/index.ts';
import { authenticationOperations } from './authentication/index.ts';
import {
  invitationOperations,
  memberOperations,
  organizationOperations,
  receivedInvitationOperations,
} from './organization/index.ts';
import { domainOperations } from './domain/index.ts';
import { mailboxOperations } from './mailbox/index.ts';
import { aliasOperations, appPasswordOperations } from './alias/index.ts';
import { contactOperations } from './contact/index.ts';
import { ruleOperations } from './rule/index.ts';
import { senderOperations } from './sender/index.ts';
import { messageOperations, refusalOperations } from './message/index.ts';
import { quarantineOperations } from './quarantine/index.ts';
import { statisticsOperations } from './statistics/index.ts';
import { noticeOperations } from './notice/index.ts';
import { webhookOperations } from './webhook/index.ts';

/** Every operation of the API, in the order of the reference. */
export const operations: readonly Operation[] = [
  ...Object.values(installationFactOperations),
  ...Object.values(authenticationOperations),
  ...Object.values(accountOperations),
  ...Object.values(organizationOperations),
  ...Object.values(memberOperations),
  ...Object.values(invitationOperations),
  ...Object.values(receivedInvitationOperations),
  ...Object.values(keyOperations),
  ...Object.values(auditOperations),
  ...Object.values<Operation>(domainOperations),
  ...Object.values<Operation>(mailboxOperations),
  ...Object.values<Operation>(aliasOperations),
  ...Object.values<Operation>(appPasswordOperations),
  ...Object.values<Operation>(contactOperations),
  ...Object.values<Operation>(ruleOperations),
  ...Object.values<Operation>(senderOperations),
  ...Object.values<Operation>(messageOperations),
  ...Object.values<Operation>(refusalOperations),
  ...Object.values<Operation>(quarantineOperations),
  ...Object.values<Operation>(statisticsOperations),
  ...Object.values<Operation>(noticeOperations),
  ...Object.values<Operation>(webhookOperations),
  ...Object.values(administrationOperations),
];
