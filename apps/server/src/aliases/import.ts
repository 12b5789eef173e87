import { maxImportLines } from '@smtpy/contract';
import { formatAddress } from '@smtpy/mail';
import type { Actor } from '../api/index.ts';
import type { Audit } from '../audit/index.ts';
import { newId, type Db, type Tx } from '../db/index.ts';
import { listUsableDomains } from '../domains/index.ts';
import { relyOnMailboxes, type Mailboxes } from '../mailboxes/index.ts';
import type { Clock } from '../observe/index.ts';
import { announceAliases } from './announce.ts';
import { readImport, type ImportLine, type ReadImport } from './import-csv.ts';
import { explainOccupant, planLine, type ImportWorld, type PlannedLine } from './import-plan.ts';
import { findOccupants, insertImported, type ImportedAlias, type Occupant } from './import-store.ts';

/** What an import needs. */
export interface ImportDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly audit: Pick<Audit, 'record'>;
  readonly mailboxes: Pick<Mailboxes, 'findDefault' | 'listMailboxes'>;
}

/** What to import. */
export interface ImportAliases {
  readonly organizationId: string;
  readonly actor: Actor;
  readonly csv: string;
  /** Whether to say what would happen and change nothing. */
  readonly isDryRun: boolean;
}

/** What became of a line; `message` is a sentence without its full stop. */
export interface ImportedLine {
  readonly line: number;
  readonly result: 'created' | 'exists' | 'invalid';
  readonly address: string | undefined;
  readonly aliasId: string | undefined;
  readonly message: string | undefined;
}

/** What became of all; lines in their order. */
export type ImportResult =
  | { readonly kind: 'imported'; readonly lines: readonly ImportedLine[] }
  | Extract<ReadImport, { kind: 'unreadable' }>;

type Wanted = Extract<PlannedLine, { kind: 'wanted' }>;

/** Imports aliases in one transaction with one entry in the audit log; a line that is wrong stops no other. */
export async function importAliases(
  dependencies: ImportDependencies,
  { organizationId, actor, csv, isDryRun }: ImportAliases,
): Promise<ImportResult> {
  const read = readImport(csv, maxImportLines);
  if (read.kind === 'unreadable') return read;
  const { db } = dependencies;
  return db.joinedTransaction(async (tx) => {
    await relyOnMailboxes(tx, organizationId);
    const world = await loadWorld(dependencies, tx, organizationId);
    const planned = read.good.map((line) => planLine(line, world));
    const { free, settled } = await sortOut(tx, organizationId, planned);
    const made = isDryRun
      ? free.map(({ line }) => reportLine(line, 'created'))
      : await makeAll(dependencies, tx, { organizationId, free });
    const lines = [
      ...read.invalid.map((line) => ({ ...line, result: 'invalid', aliasId: undefined }) as const),
      ...settled,
      ...made,
    ].toSorted((one, other) => one.line - other.line);
    if (!isDryRun) await record(dependencies, tx, { organizationId, actor, lines });
    return { kind: 'imported', lines };
  });
}

async function loadWorld(
  { mailboxes }: ImportDependencies,
  tx: Tx,
  organizationId: string,
): Promise<ImportWorld> {
  const all = await mailboxes.listMailboxes(organizationId);
  const domains = await listUsableDomains(tx, organizationId);
  const known = all.map(({ id, address, state }) => ({
    id,
    address: formatAddress(address),
    isConfirmed: state === 'confirmed',
  }));
  return {
    domains: new Map(domains.map((domain) => [domain.name, domain])),
    mailboxes: new Map(known.map((mailbox) => [mailbox.address.toLowerCase(), mailbox])),
    defaultMailboxId: (await mailboxes.findDefault(organizationId))?.id,
  };
}

function reportLine(
  { line, address }: ImportLine,
  result: ImportedLine['result'],
  more: Partial<Pick<ImportedLine, 'aliasId' | 'message'>> = {},
): ImportedLine {
  return { line, result, address: formatAddress(address), aliasId: undefined, message: undefined, ...more };
}

/** Tells lines whose address is free from those that are done with. */
async function sortOut(
  tx: Tx,
  organizationId: string,
  planned: readonly PlannedLine[],
): Promise<{ readonly free: readonly Wanted[]; readonly settled: readonly ImportedLine[] }> {
  const wanted = planned.filter((line) => line.kind === 'wanted');
  const places = wanted.map(({ line, domain }) => ({
    domainId: domain.id,
    localPart: line.address.localPart,
  }));
  const occupants = new Map(
    (await findOccupants(tx, organizationId, places)).map((occupant) => [keyOf(occupant), occupant]),
  );
  const free = new Map<string, Wanted>();
  const settled: ImportedLine[] = [];
  for (const plan of planned) {
    if (plan.kind === 'invalid') {
      settled.push(reportLine(plan.line, 'invalid', { message: plan.message }));
      continue;
    }
    const key = keyOf({ domainId: plan.domain.id, localPart: plan.line.address.localPart });
    const occupant = occupants.get(key);
    const first = free.get(key);
    if (occupant !== undefined) settled.push(reportOccupant(plan.line, occupant));
    else if (first !== undefined)
      settled.push(
        reportLine(plan.line, 'exists', {
          message: `The address is that of line ${String(first.line.line)}`,
        }),
      );
    else free.set(key, plan);
  }
  return { free: [...free.values()], settled };
}

function keyOf({ domainId, localPart }: Pick<Occupant, 'domainId' | 'localPart'>): string {
  return `${domainId} ${localPart}`;
}

function reportOccupant(line: ImportLine, occupant: Occupant): ImportedLine {
  const message = explainOccupant(occupant, formatAddress(line.address));
  return message === undefined
    ? reportLine(line, 'exists', { aliasId: occupant.aliasId })
    : reportLine(line, 'invalid', { message });
}

/** Aliases of one statement. */
const batchSize = 1_000;

async function makeAll(
  { clock }: ImportDependencies,
  tx: Tx,
  { organizationId, free }: { readonly organizationId: string; readonly free: readonly Wanted[] },
): Promise<readonly ImportedLine[]> {
  const createdAt = clock.now();
  const reports: ImportedLine[] = [];
  for (let start = 0; start < free.length; start += batchSize) {
    const batch = free.slice(start, start + batchSize).map((wanted) => ({ wanted, alias: aliasOf(wanted) }));
    const aliases = batch.map(({ alias }) => alias);
    const inserted = await insertImported(tx, organizationId, { aliases, createdAt });
    for (const { wanted, alias } of batch)
      reports.push(
        inserted.has(alias.id)
          ? reportLine(wanted.line, 'created', { aliasId: alias.id })
          : reportLine(wanted.line, 'exists', { message: 'Somebody made it at the same moment' }),
      );
    await announceAliases(
      tx,
      batch.map(({ wanted }) => ({
        address: formatAddress(wanted.line.address),
        domainName: wanted.domain.name,
      })),
    );
  }
  return reports;
}

function aliasOf({ line, domain, mailboxIds }: Wanted): ImportedAlias {
  return {
    ...line,
    id: newId(),
    domainId: domain.id,
    localPart: line.address.localPart,
    mode: line.mode ?? domain.defaultMode,
    mailboxIds,
  };
}

async function record(
  { audit }: ImportDependencies,
  tx: Tx,
  {
    organizationId,
    actor,
    lines,
  }: { readonly organizationId: string; readonly actor: Actor; readonly lines: readonly ImportedLine[] },
): Promise<void> {
  const count = (result: ImportedLine['result']) => lines.filter((line) => line.result === result).length;
  await audit.record(tx, {
    action: 'aliases.imported',
    actor,
    organizationId,
    subject: { kind: 'organization', id: organizationId },
    after: {
      created: count('created'),
      existing: count('exists'),
      invalid: count('invalid'),
      addresses: lines.flatMap(({ result, address }) =>
        result === 'created' && address !== undefined ? [address] : [],
      ),
    },
  });
}
