import { generateDkimKey, type DomainName } from '@smtpy/mail';
import { ReadThroughCache } from '../cache/index.ts';
import { newId, type Db, type Sealer } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';
import { checkRecords } from './check-records.ts';
import { announceDirectoryChange } from './directory-channel.ts';
import type {
  AddDomain,
  AddDomainResult,
  Domain,
  DomainCheck,
  DomainRecord,
  ForwardingMode,
  RecordResolver,
  SigningKey,
} from './domain.ts';
import {
  firstSelector,
  formatRecords,
  makeVerificationToken,
  parseNewDomainName,
  stateAfterCheck,
} from './rules.ts';
import { writeShared } from './shared.ts';
import { createSigningKeys, sealingContext } from './signing-keys.ts';
import {
  changeState,
  findDomain,
  findPublicKey,
  hasMailboxOn,
  insertActiveKey,
  insertDomain,
  listDomains,
  type NewDomain,
  updateDefaultMode,
} from './store.ts';

/** How long mail may go out to a domain that became ours meanwhile; the loop tokens stop what slips through. */
const receivedLifetimeMs = 5_000;
/** Destinations of a busy day, at some 100 bytes each. */
const maxReceivedNames = 20_000;

/** What {@link createDomains} needs. */
export interface DomainsDependencies {
  readonly db: Db;
  readonly clock: Clock;
  /** Seals the private keys at rest. */
  readonly sealer: Sealer;
}

/** Domains and their keys. */
export interface Domains {
  /** Adds a domain with a new RSA-2048 key under the selector `default`. */
  addDomain(input: AddDomain): Promise<AddDomainResult>;
  /** Of any organization and in any state. */
  findDomain(name: DomainName): Promise<Domain | undefined>;
  /** Whether mail to this domain comes to us: known for a few seconds. A pending domain is not received for. */
  isReceivedHere(name: DomainName): Promise<boolean>;
  /**
   * Sets how new aliases forward that are given no mode, and what a catch-all takes; undefined when the organization has no such
   * domain.
   */
  setDefaultMode(change: {
    readonly organizationId: string;
    readonly domainId: string;
    readonly mode: ForwardingMode;
  }): Promise<Domain | undefined>;
  /** Lets every organization make aliases on a domain, or no other any more. For the operator alone. */
  setShared(change: { readonly name: DomainName; readonly isShared: boolean }): Promise<void>;
  /** Of one organization, by name. */
  listDomains(organizationId: string): Promise<readonly Domain[]>;
  /** What to publish. `hostname` is the name of this installation: the target of MX, the subject of SPF. */
  records(domain: Domain, options: { readonly hostname: string }): Promise<readonly DomainRecord[]>;
  /** Asks DNS for every record and makes a pending domain active when the required ones are right. */
  checkRecords(domain: Domain, options: CheckRecordsOptions): Promise<DomainCheck>;
  /** The active key of a domain in any state (mail taken before a suspension still leaves); kept for a few seconds. */
  loadSigningKey(name: DomainName): Promise<SigningKey | undefined>;
  /** Drops a kept key: after a rotation in this process. Others follow within seconds. */
  forgetSigningKey(name: DomainName): void;
}

/** How a check asks. */
export interface CheckRecordsOptions {
  /** As for `records`. */
  readonly hostname: string;
  readonly resolver: RecordResolver;
}

/** Domains on a database. */
export function createDomains(dependencies: DomainsDependencies): Domains {
  const { db } = dependencies;
  const keys = createSigningKeys(dependencies);
  const received = new ReadThroughCache<boolean>({
    maxEntries: maxReceivedNames,
    lifetimeMs: () => receivedLifetimeMs,
    clock: dependencies.clock,
  });
  const records: Domains['records'] = async (domain, { hostname }) => {
    const key = await findPublicKey(db, domain);
    if (key === undefined) throw new Error(`domain ${domain.id} has no active key`);
    return formatRecords({ domain, hostname, ...key });
  };
  return {
    addDomain: (input) => addDomain(dependencies, input),
    findDomain: (name) => findDomain(db, name),
    isReceivedHere: (name) =>
      received.get(name, async () => {
        const domain = await findDomain(db, name);
        return domain !== undefined && domain.state !== 'pending';
      }),
    setDefaultMode: (change) =>
      db.transaction(async (tx) => {
        const domain = await updateDefaultMode(tx, change);
        // What the catch-all takes is forwarded in this mode from now on.
        if (domain !== undefined) await announceDirectoryChange(tx, { subject: 'domain', name: domain.name });
        return domain;
      }),
    setShared: (change) => db.transaction((tx) => writeShared(tx, change)),
    listDomains: (organizationId) => listDomains(db, organizationId),
    records,
    checkRecords: async (domain, options) => {
      const checks = await checkRecords(await records(domain, options), options);
      return {
        records: checks,
        ...(await settleState(dependencies, domain, stateAfterCheck(domain.state, checks))),
      };
    },
    loadSigningKey: (name) => keys.load(name),
    forgetSigningKey: (name) => {
      keys.forget(name);
    },
  };
}

async function addDomain(dependencies: DomainsDependencies, input: AddDomain): Promise<AddDomainResult> {
  const { db, clock } = dependencies;
  const name = parseNewDomainName(input.name);
  if (!name.ok) return { kind: 'invalid_name', reason: `This is not the name of a domain: ${name.reason}` };
  // Asked first because making a key takes a tenth of a second; the insert decides.
  const holder = await findDomain(db, name.value);
  if (holder !== undefined) return refuseHeldName(input, holder);
  if (await hasMailboxOn(db, input.organizationId, name.value)) {
    return {
      kind: 'holds_mailboxes',
      reason: `You forward mail to a mailbox on ${name.value}. If this server received for the domain, that mail would come back to it`,
    };
  }
  const domain = await insertWithKey(dependencies, {
    id: newId(),
    organizationId: input.organizationId,
    name: name.value,
    state: input.isTrusted ? 'active' : 'pending',
    verificationToken: makeVerificationToken(),
    createdAt: clock.now(),
  });
  if (domain !== undefined) return { kind: 'added', domain };
  const winner = await findDomain(db, name.value);
  if (winner === undefined) throw new Error(`domain ${name.value} was held and is gone`);
  return refuseHeldName(input, winner);
}

function refuseHeldName(input: AddDomain, holder: Domain): AddDomainResult {
  if (holder.organizationId === input.organizationId) {
    return { kind: 'already_added', reason: `${holder.name} was added before`, domain: holder };
  }
  return {
    kind: 'not_available',
    reason: `${holder.name} cannot be added here. Ask the operator of this server`,
  };
}

/** Undefined when someone else was faster. */
async function insertWithKey(
  { db, sealer }: DomainsDependencies,
  domain: NewDomain,
): Promise<Domain | undefined> {
  const { publicKeyDer, privateKeyDer } = await generateDkimKey();
  return db.transaction(async (tx) => {
    const inserted = await insertDomain(tx, domain);
    if (inserted === undefined) return undefined;
    await insertActiveKey(tx, {
      id: newId(),
      domainId: domain.id,
      selector: firstSelector,
      publicKeyDer,
      privateKeySealed: sealer.seal(privateKeyDer, sealingContext(domain.id)),
      createdAt: domain.createdAt,
    });
    await announceDirectoryChange(tx, { subject: 'domain', name: domain.name });
    return inserted;
  });
}

async function settleState(
  { db, clock }: DomainsDependencies,
  domain: Domain,
  state: Domain['state'],
): Promise<Pick<DomainCheck, 'domain' | 'isNewlyActive'>> {
  if (state === domain.state) return { domain, isNewlyActive: false };
  const changed = await db.transaction(async (tx) => {
    const after = await changeState(tx, { domain, state, at: clock.now() });
    if (after !== undefined) await announceDirectoryChange(tx, { subject: 'domain', name: domain.name });
    return after;
  });
  // Undefined: another check or the operator changed it meanwhile; what they wrote stands.
  if (changed === undefined)
    return { domain: (await findDomain(db, domain.name)) ?? domain, isNewlyActive: false };
  return { domain: changed, isNewlyActive: domain.state === 'pending' };
}
