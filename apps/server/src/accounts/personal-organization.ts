import { newId, type Tx } from '../db/index.ts';
import { personalSlug } from './rules.ts';

/** Whose organization to make. */
export interface PersonalOrganizationOf {
  readonly userId: string;
  /** How the person is called. */
  readonly name: string;
}

/** Makes the organization that comes with a person, where there is none; gives its id. Of any number of calls at once, one makes it. */
export async function ensurePersonalOrganization(
  tx: Tx,
  { userId, name }: PersonalOrganizationOf,
): Promise<string> {
  const slug = personalSlug(userId);
  await tx.query({
    text: `insert into auth.organization (id, name, slug, metadata) values ($1, $2, $3, $4) on conflict (slug) do nothing`,
    params: [newId(), name, slug, JSON.stringify({ isPersonal: true })],
  });
  const [row] = await tx.query<{ readonly id: string }>({
    text: 'select id from auth.organization where slug = $1',
    params: [slug],
  });
  if (row === undefined) throw new Error('the personal organization is gone');
  await tx.query({
    text: `insert into auth.member (id, "organizationId", "userId", role) values ($1, $2, $3, 'owner')
      on conflict ("organizationId", "userId") do nothing`,
    params: [newId(), row.id, userId],
  });
  return row.id;
}
