import { createHash } from 'node:crypto';

/**
 * The name under which something is counted. `kind` tells counts of different things apart, `subject` is who or what they are of: an id, a
 * network, an address in lower case. Equal arguments give equal names, of 43 characters.
 */
export function bucketOf(kind: string, subject: string): string {
  // As JSON, so that no kind with its subject reads like another.
  return createHash('sha256')
    .update(JSON.stringify([kind, subject]))
    .digest('base64url');
}
