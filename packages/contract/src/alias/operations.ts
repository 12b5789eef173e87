import { singleAliasOperations } from './alias-operations.ts';
import { batchAliasOperations } from './batch-operations.ts';
import { pinOperations } from './pin-operations.ts';

/** Aliases of the organization of the request. */
export const aliasOperations = {
  ...singleAliasOperations,
  ...batchAliasOperations,
  ...pinOperations,
} as const;
