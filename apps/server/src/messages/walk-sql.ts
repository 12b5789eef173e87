import type { Statement } from '../db/index.ts';
import { deliveriesBelow, kindsOfPeople, keptForms, type Lead, type MessageFilter } from './filter.ts';

/** One step of a walk: some messages behind `below`, the newest first. */
export interface Step {
  readonly organizationId: string;
  readonly filter: MessageFilter;
  readonly lead: Lead;
  /** Aliases that a domain leads by; empty: by all messages of the organization. */
  readonly aliasIds: readonly string[];
  readonly least: string;
  readonly below: string;
  /** How many messages to look at. */
  readonly count: number;
}

/** What a step found. */
export interface StepRow {
  /** Ids that meet the filter, the newest first. */
  readonly found: readonly string[] | null;
  /** The last that was looked at; null: there was none. */
  readonly last: string | null;
  readonly looked: number;
}

type Add = (value: unknown) => string;

/**
 * The statement of a step. It is made of the conditions that are asked for, so that its plan is made for them; `d.id` of deliveries is bounded
 * because months that no delivery can be in are not looked at then.
 */
export function stepStatement(step: Step): Statement {
  const params: unknown[] = [];
  const add: Add = (value) => `$${String(params.push(value))}`;
  const places = {
    organization: `${add(step.organizationId)}::uuid`,
    below: `${add(step.below)}::uuid`,
    least: `${add(step.least)}::uuid`,
    deliveriesBelow: `${add(deliveriesBelow(step.below))}::uuid`,
    count: add(step.count),
  };
  const ofMessage = messageConditions(step.filter, add);
  const delivered = (message: string): string =>
    `exists (select from deliveries d ${deliveryJoin(step.filter)} where d.message_id = ${message} and d.id >= ${message}
      and d.id < ${places.deliveriesBelow} and d.organization_id = ${places.organization}
      and ${deliveryConditions(step.filter, add).join(' and ')})`;
  const looked =
    step.lead === 'organization' ||
    step.lead === 'message_id' ||
    (step.lead === 'domain' && step.aliasIds.length === 0)
      ? walkMessages({ step, places, add, meets: [...ofMessage, delivered('m.id')].join(' and ') })
      : walkDeliveries({ ids: deliveryLeadSql(step, places, add), places, ofMessage, delivered });
  const text = `${looked}
select array_agg(k.id order by k.id desc) filter (where k.meets) as found,
  (array_agg(k.id order by k.id))[1] as last, (select count(*)::integer from led) as looked
from looked k`;
  return { text, params };
}

/** Messages are led to by an index of their own. */
function walkMessages({
  step: { lead, filter },
  places: { organization, below, least, count },
  add,
  meets,
}: {
  readonly step: Step;
  readonly places: Places;
  readonly add: Add;
  readonly meets: string;
}): string {
  const hash =
    lead === 'message_id'
      ? `m.message_id_header = any (${add(keptForms(filter.messageIdHeader ?? ''))}::text[]) and `
      : '';
  return `
with led as materialized (
  select m.id, ${meets} as meets from messages m
  where ${hash}m.organization_id = ${organization} and m.id < ${below} and m.id >= ${least} order by m.id desc limit ${count}
), looked as (select * from led)`;
}

/** Messages are led to by their deliveries; their own rows are read where something is asked of them. */
function walkDeliveries({
  ids,
  places: { organization },
  ofMessage,
  delivered,
}: {
  readonly ids: string;
  readonly places: Places;
  readonly ofMessage: readonly string[];
  readonly delivered: (message: string) => string;
}): string {
  const own =
    ofMessage.length === 0
      ? ''
      : ` and coalesce((select ${ofMessage.join(' and ')} from messages m
    where m.id = l.id and m.organization_id = ${organization}), false)`;
  return `
with led as materialized (${ids}),
looked as materialized (
  select l.id, ${delivered('l.id')}${own} as meets from (select distinct led.id from led) l
)`;
}

interface Places {
  readonly organization: string;
  readonly below: string;
  readonly least: string;
  readonly deliveriesBelow: string;
  readonly count: string;
}

/** Ids of messages in a column `id`, the newest first, as many as are to be looked at; one may come several times. */
function deliveryLeadSql(step: Step, places: Places, add: Add): string {
  const { organization, below, least, count } = places;
  const { filter, lead, aliasIds } = step;
  const arm = (condition: string): string =>
    `(select d.message_id as id from deliveries d where ${condition}
      and d.message_id < ${below} and d.message_id >= ${least} order by d.message_id desc limit ${count})`;
  const inState = (state: string, more: string): string =>
    state === 'sending'
      ? arm(`d.state = 'sending' and d.organization_id = ${organization}${more}`)
      : arm(`d.organization_id = ${organization} and d.state = '${state}'${more}`);
  const merged = (arms: readonly string[]): string =>
    `select a.id from (${arms.join(' union all ')}) a order by a.id desc limit ${count}`;
  switch (lead) {
    case 'alias':
    case 'mailbox': {
      const column = lead === 'alias' ? 'd.alias_id' : 'd.mailbox_id';
      const value = `${column} = ${add(lead === 'alias' ? filter.aliasId : filter.mailboxId)}::uuid`;
      const ended = arm(`${value} and d.finished_at is not null`);
      return merged([ended, ...unfinishedStates.map((state) => inState(state, ` and ${value}`))]);
    }
    case 'state':
      return merged((filter.states ?? []).map((state) => inState(state, narrowing(filter, add))));
    case 'kind':
      return merged(
        (filter.kinds ?? []).map((kind) => arm(`d.organization_id = ${organization} and d.kind = '${kind}'`)),
      );
    case 'domain':
      return merged(domainArms({ places, aliasIds: add(aliasIds), inState }));
    case 'organization':
    case 'message_id':
      throw new Error(`${lead} leads by messages`);
  }
}

/** What the index of states can judge by itself. */
function narrowing({ aliasId, mailboxId }: MessageFilter, add: Add): string {
  const alias = aliasId === undefined ? '' : ` and d.alias_id = ${add(aliasId)}::uuid`;
  return alias + (mailboxId === undefined ? '' : ` and d.mailbox_id = ${add(mailboxId)}::uuid`);
}

/** Each of a few aliases is walked by itself, and all of them are merged. */
function domainArms({
  places: { below, least, count },
  aliasIds,
  inState,
}: {
  readonly places: Places;
  readonly aliasIds: string;
  readonly inState: (state: string, more: string) => string;
}): readonly string[] {
  const ended = `(select w.id from unnest(${aliasIds}::uuid[]) as u (alias_id) cross join lateral (
      select d.message_id as id from deliveries d where d.alias_id = u.alias_id and d.finished_at is not null
        and d.message_id < ${below} and d.message_id >= ${least} order by d.message_id desc limit ${count}) w
      order by w.id desc limit ${count})`;
  const more = ` and d.alias_id = any (${aliasIds}::uuid[])`;
  return [ended, ...unfinishedStates.map((state) => inState(state, more))];
}

const unfinishedStates = ['queued', 'sending', 'deferred', 'held'] as const;

function messageConditions(filter: MessageFilter, add: Add): readonly string[] {
  const { sender, text, from, to } = filter;
  const conditions: string[] = [];
  if (from !== undefined) conditions.push(`m.received_at >= ${add(from)}`);
  if (to !== undefined) conditions.push(`m.received_at < ${add(to)}`);
  if (sender !== undefined) conditions.push(containsSql(senderColumns, add(sender)));
  if (text !== undefined) {
    const recipients = `array_to_string(m.rcpt_to, E'\\n')`;
    conditions.push(containsSql([`coalesce(m.subject, '')`, ...senderColumns, recipients], add(text)));
  }
  return conditions;
}

const senderColumns = ['m.mail_from', `coalesce(m.header_from, '')`] as const;

/** Parts are never found across two of the texts: a line end is in none of them, nor in what is looked for. */
function containsSql(columns: readonly string[], part: string): string {
  return `strpos(lower(concat_ws(E'\\n', ${columns.join(', ')})), lower(${part}::text)) > 0`;
}

function deliveryJoin({ domainId }: MessageFilter): string {
  return domainId === undefined ? '' : 'join aliases a on a.id = d.alias_id';
}

/** What one delivery must meet. */
function deliveryConditions(filter: MessageFilter, add: Add): readonly string[] {
  const { kinds = kindsOfPeople, states, aliasId, mailboxId, contactId, domainId } = filter;
  const conditions = [`d.kind = any (${add(kinds)}::text[])`];
  if (states !== undefined) conditions.push(`d.state = any (${add(states)}::text[])`);
  if (aliasId !== undefined) conditions.push(`d.alias_id = ${add(aliasId)}::uuid`);
  if (mailboxId !== undefined) conditions.push(`d.mailbox_id = ${add(mailboxId)}::uuid`);
  if (domainId !== undefined) conditions.push(`a.domain_id = ${add(domainId)}::uuid`);
  if (contactId !== undefined) {
    const contact = `${add(contactId)}::uuid`;
    conditions.push(`(d.contact_id = ${contact} or d.reply_to_contact_id = ${contact})`);
  }
  return conditions;
}
