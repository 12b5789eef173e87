/** The filters of the list as they stand in the address. Names are those of the API. */
export const filterNames = [
  'state',
  'kind',
  'alias_id',
  'domain_id',
  'mailbox_id',
  'contact_id',
  'sender',
  'text',
  'message_id_header',
  'from',
  'to',
] as const;
/** One of {@link filterNames}. */
export type FilterName = (typeof filterNames)[number];
/** What is filtered by; empty text: not by this. */
export type MessageFilter = Readonly<Record<FilterName, string>>;

const states = [
  'problem',
  'unfinished',
  'queued',
  'sending',
  'deferred',
  'held',
  'delivered',
  'bounced',
  'expired',
  'discarded',
  'released',
  'cancelled',
] as const;
const kinds = ['forward', 'reply', 'notice'] as const;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** States that can be filtered by one at a time. */
export const singleStates = states.slice(2);

/**
 * The filter as the API takes it. Days are whole ones of the person’s clock: `to` is meant with the day. What an address cannot mean, such as a
 * state that there is none of, is left out.
 */
export function toQuery(filter: MessageFilter) {
  const id = (text: string): string | undefined => (uuid.test(text) ? text : undefined);
  const some = (text: string): string | undefined => (text === '' ? undefined : text);
  return {
    state: states.find((state) => state === filter.state),
    kind: kinds.find((kind) => kind === filter.kind),
    alias_id: id(filter.alias_id),
    domain_id: id(filter.domain_id),
    mailbox_id: id(filter.mailbox_id),
    contact_id: id(filter.contact_id),
    sender: some(filter.sender),
    text: some(filter.text),
    message_id_header: some(filter.message_id_header),
    from: startOfDay(filter.from, 0),
    to: startOfDay(filter.to, 1),
  };
}

/** The instant at which a day begins, some days later; undefined for what is no day (`2026-11-22`). */
export function startOfDay(day: string, daysLater: number): string | undefined {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(day) ?? [];
  if (year === undefined || month === undefined || date === undefined) return undefined;
  const start = new Date(Number(year), Number(month) - 1, Number(date) + daysLater);
  return Number.isNaN(start.getTime()) ? undefined : start.toISOString();
}

/** Which filters are in use. */
export function filtersInUse(filter: MessageFilter): readonly FilterName[] {
  return filterNames.filter((name) => filter[name] !== '');
}
