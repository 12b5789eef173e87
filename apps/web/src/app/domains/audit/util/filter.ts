import { auditActions, type AuditAction } from '@smtpy/contract/web';
import { endOfDay, startOfDay } from './days.ts';

/** Kinds of actors, as the contract has them. */
export const actorKinds = ['user', 'key', 'operator', 'system', 'nobody'] as const;
/** One of {@link actorKinds}. */
export type ActorKind = (typeof actorKinds)[number];

/** What stands in the address of the page. */
export interface AuditFilterText {
  readonly action: string;
  readonly actor: string;
  readonly search: string;
  /** A day, like {@link to}: `2026-11-30`, in the time zone of the person; both days belong to it. */
  readonly from: string;
  readonly to: string;
}

/** What the API takes. */
export interface AuditFilter {
  readonly action?: AuditAction;
  readonly actor_kind?: ActorKind;
  readonly search?: string;
  readonly after?: string;
  readonly before?: string;
}

/** The filter of an address; what is none of the names that there are is left out. */
export function toFilter(
  { action, actor, search, from, to }: AuditFilterText,
  timeZone: string,
): AuditFilter {
  const kind = actorKinds.find((each) => each === actor);
  const after = startOfDay(from, timeZone);
  const before = endOfDay(to, timeZone);
  return {
    ...(Object.hasOwn(auditActions, action) && { action: action as AuditAction }),
    ...(kind !== undefined && { actor_kind: kind }),
    ...(search !== '' && { search }),
    ...(after !== undefined && { after }),
    ...(before !== undefined && { before }),
  };
}

/** Every action, in groups by what it is about, in the order of the contract. */
export const actionGroups: readonly { readonly name: string; readonly actions: readonly string[] }[] =
  Object.keys(auditActions).reduce<{ readonly name: string; readonly actions: string[] }[]>(
    (groups, action) => {
      const [subject = ''] = action.split('.');
      const name = subject === 'aliases' ? 'alias' : subject;
      const group = groups.find((each) => each.name === name);
      if (group === undefined) groups.push({ name, actions: [action] });
      else group.actions.push(action);
      return groups;
    },
    [],
  );
