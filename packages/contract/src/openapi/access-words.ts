import { roleFor, type Access, type Scope } from '../api/index.ts';
import type { OperationAccess } from './document.ts';

/** The scope that a key with a list of scopes needs; undefined where keys may not at all, or where nothing is asked. */
export function scopeOf(access: Access): Scope | undefined {
  switch (access.kind) {
    case 'public':
    case 'session':
      return undefined;
    case 'user':
      return `account:${access.action}`;
    case 'member':
      return access.permission;
    case 'administrator':
      return `administration:${access.action}`;
  }
}

/** Who may call, in a sentence or two; Markdown. */
export function accessWords(access: Access): string {
  switch (access.kind) {
    case 'public':
      return 'Anyone, signed in or not.';
    case 'session':
      return 'A signed-in person; no API key.';
    case 'user':
      return `A person, by session or by a key with the scope \`account:${access.action}\`.`;
    case 'member':
      return `A member of the organization with the role \`${roleFor(access.permission)}\` or a higher one. A key needs the scope \`${access.permission}\`.`;
    case 'administrator':
      return `An administrator of the installation, by session or by a key with the scope \`administration:${access.action}\`.`;
  }
}

/** The same for programs. */
export function describeAccess(access: Access): OperationAccess {
  const scope = scopeOf(access);
  return {
    kind: access.kind,
    ...(access.kind === 'member' && { role: roleFor(access.permission) }),
    ...(scope !== undefined && { scope }),
  };
}
