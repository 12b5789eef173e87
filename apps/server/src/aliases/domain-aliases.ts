import type { DomainAliases } from '../domains/index.ts';

/**
 * The aliases of a domain that its organization removed, as removing it wants them. Only those of removed domains: one that came back meanwhile
 * keeps what it has. The alias of the catch-all is in no trash, since nobody could take it out again.
 */
export const domainAliases: DomainAliases = {
  trash: async (tx, { domainId, at, limit }) => {
    const rows = await tx.query({
      text: `update aliases set deleted_at = $2 where id in (
          select a.id from aliases a join domains d on d.id = a.domain_id
          where a.domain_id = $1 and d.removed_at is not null and a.deleted_at is null and not a.is_catch_all limit $3)
        returning id`,
      params: [domainId, at, limit],
    });
    return rows.length;
  },
  erase: async (tx, { domainId, limit }) => {
    const rows = await tx.query({
      text: `delete from aliases where id in (
          select a.id from aliases a join domains d on d.id = a.domain_id
          where a.domain_id = $1 and d.removed_at is not null limit $2)
        returning id`,
      params: [domainId, limit],
    });
    return rows.length;
  },
};
