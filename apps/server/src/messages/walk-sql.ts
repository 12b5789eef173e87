import { createHash } from 'node:crypto';
import type { Statement } from '../db/index.ts';
import { deliveriesBelow, kindsOfPeople, keptForms, type Lead, type MessageFilter } from './filter.ts';
import { deliveryLeadSql, walkSql, type Add, type Places } from './lead-sql.ts';

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
  /** The first step of a search for a page of usual length: a statement that comes again, as its `count` does. */
  readonly isUsual: boolean;
}

/** What a step found. */
export interface StepRow {
  /** Ids that meet the filter, the newest first. */
  readonly found: readonly string[] | null;
  /** The last that was looked at; null: there was none. */
  readonly last: string | null;
  readonly looked: number;
}

/**
 * The statement of a step. It is made of the conditions that are asked for, so that its plan is made for them; `d.id` of deliveries is bounded
 * because months that no delivery can be in are not looked at then.
 *
 * Planning a walk of deliveries takes up to ten times as long as the walk, since every month has its indexes: one that comes again has a name,
 * under which the server keeps a plan once it believes that none made anew is cheaper. On large tables it goes on planning. `count` stands in its text,
 * because a plan for any count would be one for a tenth of the table.
 */
export function stepStatement(step: Step): Statement {
  const isByMessages =
    step.lead === 'organization' ||
    step.lead === 'message_id' ||
    (step.lead === 'domain' && step.aliasIds.length === 0);
  const isKept = step.isUsual && !isByMessages && isUsual(step.filter);
  const params: unknown[] = [];
  const add: Add = (value) => `$${String(params.push(value))}`;
  const places = {
    organization: `${add(step.organizationId)}::uuid`,
    below: `${add(step.below)}::uuid`,
    least: `${add(step.least)}::uuid`,
    deliveriesBelow: `${add(deliveriesBelow(step.below))}::uuid`,
    count: isKept ? String(step.count) : add(step.count),
  };
  const ofMessage = messageConditions(step.filter, add);
  const delivered = (message: string): string =>
    `exists (select from deliveries d ${deliveryJoin(step.filter)} where d.message_id = ${message} and d.id >= ${message}
      and d.id < ${places.deliveriesBelow} and d.organization_id = ${places.organization}
      and ${deliveryConditions(step.filter, add).join(' and ')})`;
  const looked = isByMessages
    ? walkMessages({ step, places, add, meets: [...ofMessage, delivered('m.id')].join(' and ') })
    : walkDeliveries({ ids: deliveryLeadSql(step, places, add), places, ofMessage, delivered });
  const text = `${looked}
select array_agg(k.id order by k.id desc) filter (where k.meets) as found,
  (array_agg(k.id order by k.id))[1] as last, (select count(*)::integer from led) as looked
from looked k`;
  return { text, params, ...(isKept && { name: nameOf(text) }) };
}

/** Whether one thing alone is asked for, as pages of the application do: each plan that is kept takes memory of each connection. */
function isUsual(filter: MessageFilter): boolean {
  const { sender, text, messageIdHeader, from, to } = filter;
  const isSearch = [sender, text, messageIdHeader, from, to].some((wish) => wish !== undefined);
  return !isSearch && Object.values(filter).filter((wish) => wish !== undefined).length === 1;
}

/** At most 63 characters are a name in PostgreSQL. */
function nameOf(text: string): string {
  return `messages-${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}

/** Messages are led to by an index of their own. */
function walkMessages({
  step: { lead, filter },
  places,
  add,
  meets,
}: {
  readonly step: Step;
  readonly places: Places;
  readonly add: Add;
  readonly meets: string;
}): string {
  const { organization, below, least, count } = places;
  const ids = `m.id < ${below} and m.id >= ${least}`;
  const { bounds, order } = walkSql([['m.organization_id', organization]], 'm.id', places);
  const source =
    lead === 'message_id'
      ? `m.message_id_header = any (${add(keptForms(filter.messageIdHeader ?? ''))}::text[])
    and m.organization_id = ${organization} and ${ids} order by m.id desc limit ${count}`
      : `${bounds} and ${ids} ${order}`;
  return `
with led as materialized (
  select m.id, ${meets} as meets from messages m where ${source}
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
