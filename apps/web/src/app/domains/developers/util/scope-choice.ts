import {
  isAtLeast,
  resources,
  scopes,
  type MemberRole,
  type ResourceAction,
  type Scope,
} from '@smtpy/contract/web';

/** What a key may do with a kind of thing: nothing, look, or look and change. */
export type ScopeLevel = 'none' | 'read' | 'write';

/** A kind of thing with what can be permitted of it. */
export interface ScopeRow {
  /** `aliases`; also the key of its words. */
  readonly resource: string;
  readonly levels: readonly ScopeLevel[];
}

/** What somebody with this role can permit a key; nothing that the role itself may not. */
export function scopeRows(role: MemberRole, isAdministrator: boolean): readonly ScopeRow[] {
  const names = [...new Set(scopes.map((scope) => resourceOf(scope)))];
  return names
    .map((resource) => ({
      resource,
      levels: [
        'none' as const,
        ...(['read', 'write'] as const).filter((action) =>
          mayGrant(resource, action, { role, isAdministrator }),
        ),
      ],
    }))
    .filter(({ levels }) => levels.length > 1);
}

/** What is chosen as scopes; `write` includes `read`, so one of a kind is enough. */
export function toScopes(levels: Readonly<Record<string, ScopeLevel>>): readonly Scope[] {
  return scopes.filter((scope) => {
    const [resource, action] = scope.split(':');
    return levels[resource ?? ''] === action;
  });
}

function resourceOf(scope: Scope): string {
  return scope.slice(0, scope.indexOf(':'));
}

function mayGrant(
  resource: string,
  action: ResourceAction,
  who: { readonly role: MemberRole; readonly isAdministrator: boolean },
): boolean {
  if (!scopes.includes(`${resource}:${action}` as Scope)) return false;
  if (resource === 'account') return true;
  if (resource === 'administration') return who.isAdministrator;
  const rule: Partial<Record<ResourceAction, MemberRole>> = resources[resource as keyof typeof resources];
  const lowest = rule[action];
  return lowest !== undefined && isAtLeast(who.role, lowest);
}
