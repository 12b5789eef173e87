import { installationOperations } from './installation-operations.ts';
import { administrationOrganizationOperations } from './organization-operations.ts';
import { administrationQueueOperations } from './queue-operations.ts';
import { administrationUserOperations } from './user-operations.ts';

/** What the operator of the installation does over HTTP. */
export const administrationOperations = {
  ...administrationUserOperations,
  ...administrationOrganizationOperations,
  ...administrationQueueOperations,
  ...installationOperations,
} as const;
