import { domainToASCII } from 'node:url';
import type { DomainName } from '@smtpy/mail';
import { ReadThroughCache } from '../cache/index.ts';
import { createAudit } from '../audit/index.ts';
import type { Db, Sealer } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';
import type { Actor } from '../api/index.ts';
import { addDomain } from './add-domain.ts';
import { changeDomain } from './change-domain.ts';
import { checkRecords } from './check-records.ts';
import { listResults } from './check-store.ts';
import type {
  AddDomain,
  AddDomainResult,
  ChangeDomain,
  ChangeDomainResult,
  Domain,
  DomainCheck,
  DomainKey,
  DomainOverview,
  DomainRecord,
  ForwardingMode,
  ListDomains,
  OwnDomain,
  RecordResolver,
  RecordResult,
  RemoveDomainResult,
  SigningKey,
} from './domain.ts';
import { listKeys, deleteRetiredKeys } from './key-store.ts';
import {
  activateKey,
  discardKey,
  prepareKey,
  type ActivateKeyResult,
  type DiscardKeyResult,
  type OwnKey,
  type PrepareKeyResult,
} from './keys.ts';
import { findOverview, listOverviews } from './list-store.ts';
import { mtaStsPolicy } from './mta-sts.ts';
import { formatRecords, type OwnNames } from './records.ts';
import { clearRemoved, removeDomain, type DomainAliases, type RemoveDomain } from './remove-domain.ts';
import { settleCheck } from './settle-check.ts';
import { writeShared } from './shared.ts';
import { createSigningKeys } from './signing-keys.ts';
import { findDomain, findOwnDomain, listDomains } from './store.ts';
import { isSame } from './upkeep-rules.ts';

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
  /** Adds a domain with a new RSA-2048 key under the selector `default`. Several organizations may wait for a name; it is held by one. */
  addDomain(input: AddDomain): Promise<AddDomainResult>;
  /**
   * In any state: the organization's own where one is given and has it, else the one that holds the name, else the oldest that waits for it.
   */
  findDomain(name: DomainName, organizationId?: string): Promise<Domain | undefined>;
  /** Of an organization, by id. */
  find(domain: OwnDomain): Promise<Domain | undefined>;
  /** The same, with what the pages show. */
  findOverview(domain: OwnDomain): Promise<DomainOverview | undefined>;
  /** A page of the domains of an organization, with the keys that the next page goes on after. */
  list(wanted: ListDomains): ReturnType<typeof listOverviews>;
  /** Of one organization, by name. */
  listDomains(organizationId: string): Promise<readonly Domain[]>;
  /** Whether mail to this domain comes to us: known for a few seconds. A pending domain is not received for. */
  isReceivedHere(name: DomainName): Promise<boolean>;
  /** Changes the settings of a domain, with the log. */
  change(input: ChangeDomain): Promise<ChangeDomainResult>;
  /**
   * Sets how new aliases forward that are given no mode, and what a catch-all takes; undefined when the organization has no such
   * domain.
   */
  setDefaultMode(change: OwnDomain & { readonly mode: ForwardingMode }): Promise<Domain | undefined>;
  /** Lets every organization make aliases on a domain, or no other any more. For the operator alone. */
  setShared(change: { readonly domain: Domain; readonly isShared: boolean }): Promise<void>;
  /** Removes a domain: nothing is received for it, and what was accepted still leaves. */
  remove(input: RemoveDomain): Promise<RemoveDomainResult>;
  /** What to publish. */
  records(domain: Domain, names: OwnNames): Promise<readonly DomainRecord[]>;
  /** What to publish, with what was last found; it asks nobody. */
  recordResults(domain: Domain, names: OwnNames): Promise<readonly RecordResult[]>;
  /** Asks DNS for every record, keeps what was found, and does what follows from it. */
  checkRecords(domain: Domain, options: CheckRecordsOptions): Promise<DomainCheck>;
  /** The keys of a domain, the one that signs first. */
  listKeys(domain: OwnDomain): Promise<readonly DomainKey[]>;
  /** Makes a key that signs nothing yet. */
  prepareKey(input: OwnDomain & { readonly actor?: Actor | undefined }): Promise<PrepareKeyResult>;
  /** Signs with a prepared key once its record is found, or on the operator's word. */
  activateKey(
    input: OwnKey & { readonly isTrusted: boolean; readonly resolver: RecordResolver },
  ): Promise<ActivateKeyResult>;
  /** Takes a prepared key away. */
  discardKey(input: OwnKey): Promise<DiscardKeyResult>;
  /** Deletes keys whose record need not be published any more; gives how many. */
  removeRetiredKeys(): Promise<number>;
  /** Deletes what is left of domains that were removed long ago; gives how many. */
  clearRemoved(aliases: DomainAliases): Promise<number>;
  /** The policy of MTA-STS that a domain wishes senders to follow; undefined where it wishes none or is not received for. */
  findMtaStsPolicy(name: DomainName, names: Pick<OwnNames, 'hostname'>): Promise<string | undefined>;
  /**
   * The active key of a name: of whoever holds it, or had it last (mail taken before a suspension or removal still leaves); kept for a few
   * seconds.
   */
  loadSigningKey(name: DomainName): Promise<SigningKey | undefined>;
  /** Drops a kept key: after a rotation in this process. Others follow within seconds. */
  forgetSigningKey(name: DomainName): void;
}

/** How a check asks. */
export interface CheckRecordsOptions extends OwnNames {
  readonly resolver: RecordResolver;
  /** Who asks; default: the program itself. */
  readonly actor?: Actor | undefined;
}

/** Domains on a database. */
export function createDomains(given: DomainsDependencies): Domains {
  const { db, clock } = given;
  const dependencies = { ...given, audit: createAudit({ db, clock }) };
  const records: Domains['records'] = async (domain, names) =>
    formatRecords(domain, await listKeysOf(db, domain), names);
  return {
    ...finding(given),
    ...changing(dependencies),
    ...signing(dependencies),
    records,
    recordResults: async (domain, names) => {
      const known = await listResults(db, domain.id);
      return (await records(domain, names)).map((record) => lastResult(record, known));
    },
    checkRecords: async (domain, options) => {
      const observation = await checkRecords(await records(domain, options), options);
      return settleCheck(dependencies, { domain, observation, actor: options.actor });
    },
    findMtaStsPolicy: async (name, { hostname }) => {
      const domain = await findDomain(db, name);
      const isReceived = domain?.state === 'active' || domain?.state === 'degraded';
      return isReceived && domain.wantsMtaSts ? mtaStsPolicy(domain, hostname) : undefined;
    },
  };
}

type Inner = DomainsDependencies & { readonly audit: ReturnType<typeof createAudit> };

function finding({ db, clock }: DomainsDependencies) {
  const received = new ReadThroughCache<boolean>({
    maxEntries: maxReceivedNames,
    lifetimeMs: () => receivedLifetimeMs,
    clock,
  });
  return {
    findDomain: (name, organizationId) => findDomain(db, name, organizationId),
    find: (domain) => findOwnDomain(db, domain),
    findOverview: (domain) => findOverview(db, domain),
    list: (wanted) => listOverviews(db, { ...wanted, searchAscii: searchInAscii(wanted.search) }),
    listDomains: (organizationId) => listDomains(db, organizationId),
    isReceivedHere: (name) =>
      received.get(name, async () => {
        const domain = await findDomain(db, name);
        return domain !== undefined && domain.state !== 'pending';
      }),
  } satisfies Partial<Domains>;
}

function changing(dependencies: Inner) {
  return {
    addDomain: (input) => addDomain(dependencies, input),
    change: (input) => changeDomain(dependencies, input),
    setDefaultMode: async ({ mode, ...domain }) => {
      const result = await changeDomain(dependencies, { ...domain, defaultMode: mode });
      return result.kind === 'changed' ? result.domain : undefined;
    },
    setShared: (change) => dependencies.db.transaction((tx) => writeShared(tx, change)),
    remove: (input) => removeDomain(dependencies, input),
    clearRemoved: (aliases) => clearRemoved(dependencies, aliases),
  } satisfies Partial<Domains>;
}

function signing(dependencies: Inner) {
  const { db, clock } = dependencies;
  const keys = createSigningKeys(dependencies);
  return {
    listKeys: (domain) => listKeys(db, domain),
    prepareKey: (input) => prepareKey(dependencies, input),
    activateKey: async (input) => {
      const result = await activateKey(dependencies, input);
      if (result.kind === 'activated') keys.forget(result.domain.name);
      return result;
    },
    discardKey: (input) => discardKey(dependencies, input),
    removeRetiredKeys: () => deleteRetiredKeys(db, clock.now()),
    loadSigningKey: (name) => keys.load(name),
    forgetSigningKey: (name) => {
      keys.forget(name);
    },
  } satisfies Partial<Domains>;
}

async function listKeysOf(db: Db, { organizationId, id: domainId }: Domain): Promise<readonly DomainKey[]> {
  const keys = await listKeys(db, { organizationId, domainId });
  if (keys[0]?.state !== 'active') throw new Error(`domain ${domainId} has no active key`);
  return keys;
}

function lastResult(record: DomainRecord, known: readonly RecordResult[]): RecordResult {
  const result = known.find((one) => isSame(one.record, record));
  if (result !== undefined) return { ...result, record };
  const reason = 'It was not looked for yet';
  return {
    record,
    found: [],
    verdict: 'unknown',
    reason,
    checkedAt: undefined,
    rightAt: undefined,
    wrongSince: undefined,
  };
}

/** A search in Unicode as names are stored; of a whole label only, which is what people type. */
function searchInAscii(search: string | undefined): string | undefined {
  const ascii = search === undefined ? '' : domainToASCII(search);
  return ascii === '' ? undefined : ascii;
}
