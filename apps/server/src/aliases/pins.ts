import { parseDomainName, type DomainName } from '@smtpy/mail';
import type { Db } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';
import { deletePin, insertPin, judgePins, listPins, lockAlias } from './pin-store.ts';
import type { OwnedAlias } from './store.ts';

/** A sender's domain that an alias knows. */
export interface Pin {
  /** With its subdomains. */
  readonly domain: DomainName;
  /** Whether it wrote first, or was named by the owner. */
  readonly source: 'learned' | 'owner';
  readonly createdAt: Date;
}

/** Whether an alias knows a domain: `empty` when it knows none at all. */
export type PinJudgement = 'pinned' | 'other' | 'empty';

/** How adding ended. `reason` is a sentence for the person who asked. */
export type AddPinResult =
  | { readonly kind: 'added'; readonly domain: DomainName }
  | { readonly kind: 'invalid_domain' | 'unknown_alias' | 'too_many'; readonly reason: string };

/** What {@link createPins} needs. */
export interface PinsDependencies {
  readonly db: Db;
  readonly clock: Clock;
}

/** Which senders' domains aliases know. */
export interface Pins {
  /** Whether the alias knows the domain, as `parseDomainName` gives it, or one above it. Empty (a sender without one) is never known. */
  judge(aliasId: string, domain: string): Promise<PinJudgement>;
  /** Makes a domain known because it wrote. Nothing happens when it is known, and when the alias knows 100 domains already. */
  learn(aliasId: string, domain: string): Promise<void>;
  /** By domain; empty also for another organization's alias. */
  list(alias: OwnedAlias): Promise<readonly Pin[]>;
  /** Makes a domain, as typed, known because the owner says so; a learned one becomes the owner's. */
  add(pin: OwnedAlias & { readonly domain: string }): Promise<AddPinResult>;
  /** Forgets a domain, as typed; false when the alias does not know it. */
  remove(pin: OwnedAlias & { readonly domain: string }): Promise<boolean>;
}

/** More senders than this have no use for pinning; and `learn` must not be a way to fill the disk. */
const maxPins = 100;

/** Pins on a database. */
export function createPins({ db, clock }: PinsDependencies): Pins {
  return {
    judge: (aliasId, domain) => judgePins(db, aliasId, listWithParents(domain)),
    learn: (aliasId, domain) =>
      db.transaction(async (tx) => {
        if (domain === '') return;
        if ((await judgePins(tx, aliasId, listWithParents(domain))) === 'pinned') return;
        if (!(await lockAlias(tx, { aliasId }))) return;
        await insertPin(tx, { aliasId, domain, source: 'learned', createdAt: clock.now(), maxPins });
      }),
    list: (alias) => listPins(db, alias),
    add: (pin) => addPin(db, pin, clock.now()),
    remove: async ({ domain: text, ...alias }) => {
      const domain = parseDomainName(text.trim());
      return domain.ok && (await deletePin(db, alias, domain.value));
    },
  };
}

async function addPin(
  db: Db,
  { domain: text, ...alias }: OwnedAlias & { readonly domain: string },
  createdAt: Date,
): Promise<AddPinResult> {
  const domain = parseDomainName(text.trim());
  if (!domain.ok) return invalidDomain(`"${text.trim()}" is not a domain: ${domain.reason}`);
  // A top-level name would pin half of the world.
  if (!domain.value.includes('.')) return invalidDomain(`${domain.value} is not the domain of a sender`);
  const pin = { aliasId: alias.aliasId, domain: domain.value, source: 'owner', createdAt, maxPins } as const;
  return db.transaction(async (tx) => {
    if (!(await lockAlias(tx, alias))) return { kind: 'unknown_alias', reason: 'There is no such alias' };
    return (await insertPin(tx, pin))
      ? { kind: 'added', domain: domain.value }
      : {
          kind: 'too_many',
          reason: `The alias knows ${String(maxPins)} domains already, the most there can be`,
        };
  });
}

function invalidDomain(reason: string): AddPinResult {
  return { kind: 'invalid_domain', reason };
}

/** Whether one of the domains, or one above it, is that of a sender. */
export function coversDomain(pins: readonly string[], domain: string): boolean {
  return listWithParents(domain).some((name) => pins.includes(name));
}

/** `a.b.example`, `b.example`. A single label is never pinned. */
function listWithParents(domain: string): readonly string[] {
  const labels = domain.split('.');
  return labels.slice(0, Math.max(1, labels.length - 1)).map((_, index) => labels.slice(index).join('.'));
}
