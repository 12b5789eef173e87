import type { Tx } from '../db/index.ts';

/** Those who can run the installation: administrators who are not suspended. */
export interface Administrators {
  readonly activeIds: readonly string[];
}

/**
 * The administrators, of whom nobody is unmade, suspended or erased by another transaction until `tx` ends. Always in the same order, so that
 * two such transactions wait for each other and never in a ring; whoever waited sees what the other one left.
 */
export async function lockAdministrators(tx: Tx): Promise<Administrators> {
  const rows = await tx.query<{ readonly id: string; readonly is_active: boolean }>({
    text: `select u.id, u."suspendedAt" is null as is_active from auth."user" u where u.role = 'admin' order by u.id for no key update`,
  });
  return { activeIds: rows.filter(({ is_active: isActive }) => isActive).map(({ id }) => id) };
}
