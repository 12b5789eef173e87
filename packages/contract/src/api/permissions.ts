/** Roles of a member, the lowest first; each may do what those before it may. */
export const memberRoles = ['viewer', 'member', 'admin', 'owner'] as const;
/** One of {@link memberRoles}. */
export type MemberRole = (typeof memberRoles)[number];

/** A resource of an organization: who may look at it, who may change it. */
export interface ResourceRule {
  /** The lowest role that may; absent: there is nothing of the kind to do. */
  readonly read?: MemberRole;
  readonly write?: MemberRole;
  /** For the table of roles. */
  readonly text: string;
}

/**
 * What there is to permit. Scopes of API keys are made of the same names: `members:read` lets a key look, `members:write` lets it look and
 * change; a key never may more than the member it belongs to.
 */
export const resources = {
  organization: {
    read: 'viewer',
    write: 'admin',
    text: 'Name and settings of the organization: privacy level, retention, digest',
  },
  ownership: {
    write: 'owner',
    text: 'Handing the organization over, roles of owners, deleting the organization',
  },
  members: {
    read: 'viewer',
    write: 'admin',
    text: 'Members, their roles, and invitations; owners need `ownership` too',
  },
  keys: { read: 'member', write: 'member', text: 'API keys: one’s own; those of all members from admin on' },
  audit: { read: 'admin', text: 'The audit log and its export; nobody can change it' },
  domains: { read: 'viewer', write: 'admin', text: 'Domains: their records, keys, catch-all and defaults' },
  mailboxes: { read: 'viewer', write: 'member', text: 'Mailboxes: confirming, pausing, PGP keys' },
  aliases: {
    read: 'viewer',
    write: 'member',
    text: 'Aliases with their pins and app passwords; import and export',
  },
  contacts: { read: 'viewer', write: 'member', text: 'Contacts and their reply addresses' },
  rules: { read: 'viewer', write: 'member', text: 'Rules, and blocked and allowed senders' },
  messages: {
    read: 'viewer',
    write: 'member',
    text: 'Messages, their timelines, refusals and the quarantine; retrying, cancelling, releasing, deleting',
  },
  content: { read: 'member', text: 'What stands in messages: preview of the quarantine, export as a file' },
  statistics: { read: 'viewer', text: 'Statistics and their export' },
  notices: { read: 'viewer', write: 'viewer', text: 'What the organization was told; marking it as read' },
  webhooks: { read: 'admin', write: 'admin', text: 'Webhooks, their secrets and what was sent to them' },
} as const satisfies Readonly<Record<string, ResourceRule>>;

/** A name of {@link resources}. */
export type Resource = keyof typeof resources;
/** What is done with a resource; `write` includes `read`. */
export type ResourceAction = 'read' | 'write';

/** One thing a member may be permitted. */
export type Permission = {
  [R in Resource]: `${R}:${keyof (typeof resources)[R] & ResourceAction}`;
}[Resource];

/** What a key can be limited to: the permissions, one's own account, and the operator's work where its user is an administrator. */
export type Scope = Permission | `account:${ResourceAction}` | `administration:${ResourceAction}`;

/** Every scope, in the order of the reference. */
export const scopes: readonly Scope[] = [
  ...Object.entries(resources).flatMap(([resource, rule]) =>
    (['read', 'write'] as const)
      .filter((action) => action in rule)
      .map((action) => `${resource}:${action}` as Permission),
  ),
  'account:read',
  'account:write',
  'administration:read',
  'administration:write',
];

/** The lowest role that has a permission. */
export function roleFor(permission: Permission): MemberRole {
  const [resource, action] = permission.split(':') as [Resource, ResourceAction];
  const rule: ResourceRule = resources[resource];
  const role = rule[action];
  if (role === undefined) throw new Error(`there is no permission ${permission}`);
  return role;
}

/** Whether a role is at least as high as another. */
export function isAtLeast(role: MemberRole, lowest: MemberRole): boolean {
  return memberRoles.indexOf(role) >= memberRoles.indexOf(lowest);
}

/** Whether a key with these scopes may do what a scope names; a key without a list of scopes may do all that its member may. */
export function scopesCover(granted: readonly Scope[] | undefined, wanted: Scope): boolean {
  if (granted === undefined || granted.includes(wanted)) return true;
  const [resource, action] = wanted.split(':');
  return action === 'read' && granted.some((scope) => scope === `${String(resource)}:write`);
}
