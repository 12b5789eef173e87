import type { Db } from '../../db/index.ts';
import type { Dimension } from '../read-sql.ts';
import type { Measure } from '../measures.ts';
import type { Tenant } from './world.ts';

interface MessageRow {
  readonly id: string;
  readonly mail_from: string;
  readonly header_from: string | null;
  readonly size_bytes: number;
  readonly authentication: {
    readonly spf?: { readonly result: string };
    readonly dkim?: readonly { readonly result: string }[];
    readonly dmarc?: { readonly result: string };
  };
}
interface DeliveryRow {
  readonly id: string;
  readonly message_id: string;
  readonly kind: string;
  readonly alias_id: string | null;
  readonly mailbox_id: string | null;
  readonly recipient: string;
  readonly state: string;
  readonly reason: string | null;
  readonly created_at: Date;
  readonly finished_at: Date | null;
}
interface EventRow {
  readonly id: string;
  readonly at: Date;
  readonly type: string;
  readonly delivery_id: string | null;
  readonly alias_id: string | null;
  readonly data: {
    readonly reason?: string;
    readonly recipient?: string;
    readonly mailFrom?: string;
    readonly failure?: { readonly failureClass: string };
    readonly held?: readonly { readonly deliveryId: string; readonly reason: string }[];
  };
}
interface CountRow {
  readonly hour: Date;
  readonly reason: string;
  readonly recipient: string;
  readonly count: number;
}

/** Something that counts, with all that it counts for. */
export interface Counted {
  readonly at: number;
  readonly measure: Measure;
  readonly amount: number;
  readonly keys: Readonly<Partial<Record<Dimension, string>>>;
}

/** All facts that a tenant ever had: rows that are deleted are remembered from the last look at them. */
export class Memory {
  readonly #db: Db;
  readonly #tenant: Tenant;
  readonly #messages = new Map<string, MessageRow>();
  readonly #deliveries = new Map<string, DeliveryRow>();
  readonly #events = new Map<string, EventRow>();
  readonly #counts = new Map<string, CountRow>();

  constructor(db: Db, tenant: Tenant) {
    this.#db = db;
    this.#tenant = tenant;
  }

  /** Looks at all rows: before anything is deleted, and at the end. */
  async look(): Promise<void> {
    const params = [this.#tenant.organizationId];
    const read = <Row extends object>(table: string) =>
      this.#db.query<Row>({ text: `select * from ${table} where organization_id = $1`, params });
    for (const row of await read<MessageRow>('messages')) this.#messages.set(row.id, row);
    for (const row of await read<DeliveryRow>('deliveries')) this.#deliveries.set(row.id, row);
    for (const row of await read<EventRow>('events')) this.#events.set(row.id, row);
    for (const row of await read<CountRow>('refusal_counts'))
      this.#counts.set(JSON.stringify([row.hour, row.reason, row.recipient]), row);
  }

  /** Counts everything anew, one by one. */
  recount(): readonly Counted[] {
    return [...this.#ofMessages(), ...this.#ofDeliveries(), ...this.#ofEvents(), ...this.#ofRefusals()];
  }

  #owned() {
    return [...this.#deliveries.values()].filter(({ kind }) => kind === 'forward' || kind === 'reply');
  }

  *#ofMessages(): Generator<Counted> {
    for (const [messageId, deliveries] of Map.groupBy(this.#owned(), (row) => row.message_id)) {
      const message = this.#messages.get(messageId);
      const [first] = deliveries;
      if (message === undefined || first === undefined) throw new Error('a delivery without a message');
      const keysOf = (keyOf: (row: DeliveryRow) => string | undefined) =>
        new Set(deliveries.map(keyOf).filter((key) => key !== undefined));
      const groups: readonly Counted['keys'][] = [
        { organization: '' },
        ...[...keysOf((row) => this.#domainOf(row))].map((key) => ({ domain: key })),
        ...[...keysOf((row) => row.alias_id ?? undefined)].map((key) => ({ alias: key })),
        ...[...keysOf((row) => row.mailbox_id ?? undefined)].map((key) => ({ mailbox: key })),
        ...(first.kind === 'forward' ? ofSender(message) : []),
      ];
      for (const keys of groups) {
        const at = first.created_at.getTime();
        yield { at, measure: 'messages', amount: 1, keys };
        yield { at, measure: 'bytes', amount: message.size_bytes, keys };
      }
    }
  }

  *#ofDeliveries(): Generator<Counted> {
    for (const row of this.#owned()) {
      const keys = this.#keysOf(row);
      yield { at: row.created_at.getTime(), measure: 'accepted', amount: 1, keys };
      if (row.state === 'discarded' && row.finished_at !== null)
        yield {
          at: row.finished_at.getTime(),
          measure: 'discarded',
          amount: 1,
          keys: { ...keys, reason: row.reason ?? 'unknown' },
        };
    }
  }

  *#ofEvents(): Generator<Counted> {
    for (const { at, type, delivery_id: id, data } of this.#events.values()) {
      for (const { deliveryId, reason } of type === 'accepted' ? (data.held ?? []) : []) {
        const held = this.#deliveries.get(deliveryId);
        if (held === undefined) throw new Error('something is held that is not there');
        yield {
          at: held.created_at.getTime(),
          measure: 'held',
          amount: 1,
          keys: { ...this.#keysOf(held), reason },
        };
      }
      const row = this.#deliveries.get(id ?? '');
      if (row === undefined || (row.kind !== 'forward' && row.kind !== 'reply')) continue;
      const keys = this.#keysOf(row);
      const moment = { at: at.getTime(), amount: 1 } as const;
      const failureClass = data.failure?.failureClass ?? 'unknown';
      if (type === 'delivered') {
        const latency = stepBySearch(at.getTime() - row.created_at.getTime());
        const measure = row.kind === 'forward' ? 'forwarded' : 'replied';
        yield { ...moment, measure, keys: { ...keys, latency: String(latency) } };
      } else if (type === 'bounced' || type === 'expired' || type === 'deferred') {
        yield { ...moment, measure: type, keys: { ...keys, failure_class: failureClass } };
      } else if (type === 'held') {
        yield { ...moment, measure: 'held', keys: { ...keys, reason: data.reason ?? 'unknown' } };
      } else if (type === 'cancelled') {
        yield { ...moment, measure: 'cancelled', keys };
      }
    }
  }

  *#ofRefusals(): Generator<Counted> {
    const known = new Map<string, number>();
    for (const { at, type, alias_id: aliasId, data } of this.#events.values()) {
      if (type !== 'refused') continue;
      const hour = at.getTime() - (at.getTime() % 3_600_000);
      const place = `${String(hour)} ${String(data.reason)}`;
      known.set(place, (known.get(place) ?? 0) + 1);
      const keys = {
        organization: '',
        reason: data.reason ?? 'unknown',
        ...(aliasId !== null && { alias: aliasId }),
        ...this.#domainKey(aliasId, data.recipient ?? ''),
        ...senderKey(data.mailFrom),
      };
      yield { at: at.getTime(), measure: 'refused', amount: 1, keys };
    }
    const places = Map.groupBy(this.#counts.values(), ({ hour, reason }) => `${String(hour.getTime())} ${reason}`);
    for (const [place, rows] of places) {
      const [hour = '', reason = ''] = place.split(' ');
      if (reason === '') continue;
      const amount = rows.reduce((sum, { count }) => sum + count, 0) - (known.get(place) ?? 0);
      yield { at: Number(hour), measure: 'refused', amount, keys: { organization: '', reason } };
    }
  }

  #keysOf(row: DeliveryRow): Counted['keys'] {
    const domain = this.#domainOf(row);
    return {
      organization: '',
      ...(domain !== undefined && { domain }),
      ...(row.alias_id !== null && { alias: row.alias_id }),
      ...(row.mailbox_id !== null && { mailbox: row.mailbox_id }),
    };
  }

  #domainOf({ alias_id: aliasId, recipient }: DeliveryRow): string | undefined {
    return this.#domainKey(aliasId, recipient).domain;
  }

  #domainKey(aliasId: string | null, address: string): { readonly domain?: string } {
    const { aliasIds, domain, domainId } = this.#tenant;
    const isOwn = aliasId === null ? address.endsWith(`@${domain}`) : aliasIds.includes(aliasId);
    return isOwn ? { domain: domainId } : {};
  }
}

function ofSender({ header_from: headerFrom, mail_from: mailFrom, authentication }: MessageRow) {
  const dkim = authentication.dkim ?? [];
  const results = [
    `spf:${authentication.spf?.result ?? 'none'}`,
    `dkim:${dkim.some(({ result }) => result === 'pass') ? 'pass' : (dkim[0]?.result ?? 'none')}`,
    `dmarc:${authentication.dmarc?.result ?? 'none'}`,
  ];
  const sender = { ...senderKey(mailFrom), ...senderKey(headerFrom ?? undefined) };
  const senders: readonly Counted['keys'][] = sender.sender_domain === undefined ? [] : [sender];
  return [...results.map((authentication) => ({ authentication })), ...senders];
}

function senderKey(address = ''): { readonly sender_domain?: string } {
  const domain = address.includes('@') ? address.slice(address.lastIndexOf('@') + 1).toLowerCase() : '';
  return domain === '' ? {} : { sender_domain: domain };
}

/** The last step that begins at or before a time, by trying. */
function stepBySearch(milliseconds: number): number {
  let step = 0;
  while (2 ** ((step + 1) / 4) <= milliseconds) step += 1;
  return step;
}
