import type { Lead, MessageFilter } from './filter.ts';

/** Parameters that every lead takes, as they stand in the statement. */
export interface Places {
  readonly organization: string;
  /** The walk goes on below this id. */
  readonly below: string;
  readonly least: string;
  /** Above the ids of all deliveries of messages below `below`. */
  readonly deliveriesBelow: string;
  /** How many messages to look at. */
  readonly count: string;
}

/** Adds a parameter and gives its place. */
export type Add = (value: unknown) => string;

/** A lead by deliveries. */
export interface DeliveryLead {
  readonly lead: Lead;
  readonly filter: MessageFilter;
  /** Aliases that a domain leads by. */
  readonly aliasIds: readonly string[];
}

/**
 * Bounds and order of a walk from the newest on, by an index over `columns` and then the id of the message. The columns are bounded as a row
 * and stand in the order, instead of being set equal: no other index gives that order, so the server walks this one whatever it believes of
 * how the rows lie. Otherwise it may take the newest messages of all organizations and skip nearly all of them.
 */
export function walkSql(
  columns: readonly (readonly [column: string, value: string])[],
  id: string,
  { below, least, count }: Pick<Places, 'below' | 'least' | 'count'>,
): { readonly bounds: string; readonly order: string } {
  const row = [...columns.map(([column]) => column), id].join(', ');
  const values = columns.map(([, value]) => value);
  const order = [...columns.map(([column]) => `${column} desc`), `${id} desc`].join(', ');
  return {
    bounds: `(${row}) < (${[...values, below].join(', ')}) and (${row}) >= (${[...values, least].join(', ')})`,
    order: `order by ${order} limit ${count}`,
  };
}

/** Ids of messages in a column `id`, the newest first, as many as are to be looked at; one may come several times. */
export function deliveryLeadSql({ filter, lead, aliasIds }: DeliveryLead, places: Places, add: Add): string {
  const merged = (arms: readonly string[]): string =>
    `select a.id from (${arms.join(' union all ')}) a order by a.id desc limit ${places.count}`;
  switch (lead) {
    case 'alias':
    case 'mailbox': {
      const column = lead === 'alias' ? 'd.alias_id' : 'd.mailbox_id';
      const value = `${add(lead === 'alias' ? filter.aliasId : filter.mailboxId)}::uuid`;
      const ended = armSql([[column, value]], `d.finished_at is not null and ${column} is not null`, places);
      return merged([ended, ...unfinishedArms(` and ${column} = ${value}`, places)]);
    }
    case 'state': {
      const more = narrowing(filter, add);
      return merged((filter.states ?? []).map((state) => stateArm(state, more, places)));
    }
    case 'kind':
      return merged((filter.kinds ?? []).map((kind) => kindArm(kind, places)));
    case 'domain': {
      const aliases = `${add(aliasIds)}::uuid[]`;
      return merged([
        endedOfAliases(aliases, places),
        ...unfinishedArms(` and d.alias_id = any (${aliases})`, places),
      ]);
    }
    case 'organization':
    case 'message_id':
      throw new Error(`${lead} leads by messages`);
  }
}

function armSql(
  columns: readonly (readonly [column: string, value: string])[],
  condition: string,
  places: Places,
): string {
  const { bounds, order } = walkSql(columns, 'd.message_id', places);
  return `(select d.message_id as id from deliveries d where ${condition} and ${bounds} ${order})`;
}

/**
 * What is being sent has no index of its own kind: all of it is a few hundred rows, found by their leases. `offset 0` keeps what is asked of
 * their messages out of the search for them, which might otherwise be led by the messages: all that the server has.
 */
function stateArm(state: string, more: string, places: Places): string {
  const { organization, below, least, count } = places;
  if (state === 'sending')
    return `(select s.id from (
        select d.message_id as id from deliveries d where d.state = 'sending' and d.organization_id = ${organization}${more} offset 0
      ) s where s.id < ${below} and s.id >= ${least} order by s.id desc limit ${count})`;
  const columns = [
    ['d.organization_id', organization],
    ['d.state', `'${state}'`],
  ] as const;
  return armSql(columns, `d.state = '${state}'${more}`, places);
}

function kindArm(kind: string, places: Places): string {
  const columns = [
    ['d.organization_id', places.organization],
    ['d.kind', `'${kind}'`],
  ] as const;
  return armSql(columns, `d.kind = '${kind}'`, places);
}

function unfinishedArms(more: string, places: Places): readonly string[] {
  return ['queued', 'sending', 'deferred', 'held'].map((state) => stateArm(state, more, places));
}

/** What the index of states can judge by itself. */
function narrowing({ aliasId, mailboxId }: MessageFilter, add: Add): string {
  const alias = aliasId === undefined ? '' : ` and d.alias_id = ${add(aliasId)}::uuid`;
  return alias + (mailboxId === undefined ? '' : ` and d.mailbox_id = ${add(mailboxId)}::uuid`);
}

/** Each of a few aliases is walked by itself, and all of them are merged. */
function endedOfAliases(aliases: string, places: Places): string {
  const { bounds, order } = walkSql([['d.alias_id', 'u.alias_id']], 'd.message_id', places);
  return `(select w.id from unnest(${aliases}) as u (alias_id) cross join lateral (
      select d.message_id as id from deliveries d
      where d.finished_at is not null and d.alias_id is not null and ${bounds} ${order}) w
    order by w.id desc limit ${places.count})`;
}
