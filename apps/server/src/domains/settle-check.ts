import type { Actor } from '../api/index.ts';
import { systemActor, type Audit } from '../audit/index.ts';
import type { Db, Tx } from '../db/index.ts';
import { recordFact } from '../facts/index.ts';
import type { Clock } from '../observe/index.ts';
import type { Observation } from './check-records.ts';
import {
  listResults,
  lockName,
  lockOpenOrganization,
  loseName,
  writeDecision,
  writeResults,
} from './check-store.ts';
import { announceDirectoryChange } from './directory-channel.ts';
import type { Domain, DomainCheck } from './domain.ts';
import { provesOwnership } from './judge-records.ts';
import { retireReplyAddresses } from './removal-store.ts';
import { decide, mergeResults, type Decision } from './upkeep-rules.ts';

/** What settling needs. */
export interface SettleDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly audit: Pick<Audit, 'record'>;
}

/** What was observed of a domain, and by whose wish. */
export interface Settlement {
  readonly domain: Domain;
  readonly observation: Observation;
  /** Default: the program itself. */
  readonly actor?: Actor | undefined;
}

/**
 * Keeps what a check found and does what follows from it, in one transaction. Checks of one name settle one after the other, so that two that
 * saw the same decide once.
 */
export function settleCheck(dependencies: SettleDependencies, settlement: Settlement): Promise<DomainCheck> {
  const { domain, observation } = settlement;
  return dependencies.db.transaction(async (tx): Promise<DomainCheck> => {
    // The organization first, in the order in which its suspension locks both.
    const isOrganizationOpen = await lockOpenOrganization(tx, domain.organizationId);
    const all = await lockName(tx, domain.name);
    const current = all.find(({ id }) => id === domain.id);
    // It was removed meanwhile: nothing is kept of it.
    if (current === undefined) return { domain, records: observation.checks, isNewlyActive: false };
    const now = dependencies.clock.now();
    const results = mergeResults(await listResults(tx, domain.id), observation.checks, now);
    await writeResults(tx, domain.id, results);
    const holder = all.find(({ id, state }) => id !== domain.id && state !== 'pending');
    const isHolderGone = holder && isGone(holder, observation);
    const decision = decide({ domain: current, results, isOrganizationOpen, holder, isHolderGone, now });
    if (decision.takesOver && holder !== undefined) await takeName(dependencies, tx, { holder, at: now });
    const after = await writeDecision(tx, { domain: current, decision, at: now });
    await tell(dependencies, tx, { before: current, after, decision, actor: settlement.actor });
    const isNewlyActive = current.state === 'pending' && after.state === 'active';
    return { domain: after, records: results, isNewlyActive };
  });
}

/** Whether the proof of a holder is not at the name; undefined where DNS did not say. */
function isGone({ verificationToken }: Domain, { textsAtName }: Observation): boolean | undefined {
  return textsAtName && !provesOwnership(textsAtName, verificationToken);
}

/** What the former holder is told: that a name can be lost is known; who has it now is nobody's business. */
const lossReason =
  'its ownership record is gone, and the name has been proven anew. Mail for it is no longer received for you. Your aliases are kept: publish the records again to receive';

async function takeName(
  { audit }: SettleDependencies,
  tx: Tx,
  { holder, at }: { readonly holder: Domain; readonly at: Date },
): Promise<void> {
  const { id, organizationId, name, state } = holder;
  await loseName(tx, { domain: holder, reason: lossReason, at });
  await retireReplyAddresses(tx, [id]);
  await recordFact(tx, {
    organizationId,
    type: 'domain_degraded',
    data: { domainId: id, name, reason: lossReason },
  });
  await audit.record(tx, {
    action: 'domain.lost',
    actor: systemActor,
    organizationId,
    subject: { kind: 'domain', id, label: name },
    before: { state },
    after: { state: 'pending' },
  });
}

async function tell(
  { audit }: SettleDependencies,
  tx: Tx,
  change: {
    readonly before: Domain;
    readonly after: Domain;
    readonly decision: Decision;
    readonly actor: Actor | undefined;
  },
): Promise<void> {
  const { before, after, decision, actor = systemActor } = change;
  const { id: domainId, organizationId, name } = after;
  if (after.state !== before.state) await announceDirectoryChange(tx, { subject: 'domain', name });
  const { news } = decision;
  if (news === undefined || news.kind === 'domain_lost') return;
  await recordFact(tx, {
    organizationId,
    type: news.kind,
    data: { domainId, name, reason: news.reason },
  });
  if (news.kind !== 'domain_activated') return;
  await audit.record(tx, {
    action: 'domain.activated',
    actor,
    organizationId,
    subject: { kind: 'domain', id: domainId, label: name },
    before: { state: before.state },
    after: { state: after.state },
  });
}
