import { administrationOperations } from './administration/index.ts';
import { accountOperations } from './account/index.ts';
import type { Operation } from './api/index.ts';
import { auditOperations } from './audit/index.ts';
import { keyOperations } from './key/index.ts';
import { authenticationOperations } from './authentication/index.ts';
import {
  invitationOperations,
  memberOperations,
  organizationOperations,
  receivedInvitationOperations,
} from './organization/index.ts';

/** Every operation of the API, in the order of the reference. */
export const operations: readonly Operation[] = [
  ...Object.values(authenticationOperations),
  ...Object.values(accountOperations),
  ...Object.values(organizationOperations),
  ...Object.values(memberOperations),
  ...Object.values(invitationOperations),
  ...Object.values(receivedInvitationOperations),
  ...Object.values(keyOperations),
  ...Object.values(auditOperations),
  ...Object.values(administrationOperations),
];
