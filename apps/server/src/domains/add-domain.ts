import { generateDkimKey } from '@smtpy/mail';
import { operatorActor, type Audit } from '../audit/index.ts';
import { newId, type Db, type Sealer, type Tx } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';
import { countDomains, insertDomain, lockAdding, reviveDomain, type NewDomain } from './add-store.ts';
import { announceDirectoryChange } from './directory-channel.ts';
import type { AddDomain, AddDomainResult, Domain } from './domain.ts';
import { insertKey, listKeys } from './key-store.ts';
import { firstSelector, makeVerificationToken, maxClaims, maxDomains, parseNewDomainName } from './rules.ts';
import { sealingContext } from './signing-keys.ts';
import { findDomain, hasMailboxOn } from './store.ts';

/** What adding needs. */
export interface AddDomainDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly sealer: Sealer;
  readonly audit: Pick<Audit, 'record'>;
}

/** Adds a domain, or brings back one that the organization removed. */
export async function addDomain(
  dependencies: AddDomainDependencies,
  input: AddDomain,
): Promise<AddDomainResult> {
  const { db, clock } = dependencies;
  const name = parseNewDomainName(input.name);
  if (!name.ok) return { kind: 'invalid_name', reason: `This is not the name of a domain: ${name.reason}` };
  const { organizationId, isTrusted } = input;
  // Asked first because making a key takes a tenth of a second; the insert decides.
  const holder = await findDomain(db, name.value, organizationId);
  if (holder !== undefined && refuses(input, holder)) return refuseHeldName(input, holder);
  if (await hasMailboxOn(db, organizationId, name.value)) {
    return {
      kind: 'holds_mailboxes',
      reason: `You forward mail to a mailbox on ${name.value}. If this server received for the domain, that mail would come back to it`,
    };
  }
  return insertWithKey(dependencies, input, {
    id: newId(),
    organizationId,
    name: name.value,
    state: isTrusted ? 'active' : 'pending',
    isTrusted,
    verificationToken: makeVerificationToken(),
    createdAt: clock.now(),
  });
}

/** A name may be asked for by several; held at once it is by one alone. */
function refuses({ organizationId, isTrusted }: AddDomain, other: Domain): boolean {
  return other.organizationId === organizationId || (isTrusted && other.state !== 'pending');
}

function refuseHeldName({ organizationId }: AddDomain, holder: Domain): AddDomainResult {
  if (holder.organizationId === organizationId) {
    return { kind: 'already_added', reason: `${holder.name} was added before`, domain: holder };
  }
  return {
    kind: 'not_available',
    reason: `${holder.name} cannot be added here. Ask the operator of this server`,
  };
}

async function insertWithKey(
  dependencies: AddDomainDependencies,
  input: AddDomain,
  wanted: NewDomain,
): Promise<AddDomainResult> {
  const { publicKeyDer, privateKeyDer } = await generateDkimKey();
  const { db, sealer } = dependencies;
  const inserted = await db.transaction(async (tx): Promise<AddDomainResult | undefined> => {
    await lockAdding(tx, wanted.organizationId);
    const refusal = await refuseFull(tx, wanted);
    if (refusal !== undefined) return refusal;
    const domain = (await reviveDomain(tx, wanted)) ?? (await insertDomain(tx, wanted));
    if (domain === undefined) return undefined;
    const { organizationId, id: domainId, createdAt } = domain;
    const keys = await listKeys(tx, { organizationId, domainId });
    if (keys.every(({ state }) => state !== 'active')) {
      await insertKey(tx, {
        id: newId(),
        domainId,
        selector: firstSelector,
        publicKeyDer,
        privateKeySealed: sealer.seal(privateKeyDer, sealingContext(domainId)),
        state: 'active',
        createdAt,
      });
    }
    await announceDirectoryChange(tx, { subject: 'domain', name: domain.name });
    await recordAdded(dependencies, tx, { input, domain });
    return { kind: 'added', domain };
  });
  if (inserted !== undefined) return inserted;
  const winner = await findDomain(db, wanted.name, wanted.organizationId);
  if (winner === undefined) throw new Error(`domain ${wanted.name} was held and is gone`);
  return refuseHeldName(input, winner);
}

async function refuseFull(tx: Tx, wanted: NewDomain): Promise<AddDomainResult | undefined> {
  const { all, claims } = await countDomains(tx, wanted.organizationId);
  if (all >= maxDomains) {
    return {
      kind: 'limit_reached',
      reason: `An organization has ${String(maxDomains)} domains at most. Remove one first`,
    };
  }
  if (wanted.state !== 'pending' || claims < maxClaims) return undefined;
  return {
    kind: 'limit_reached',
    reason: `${String(maxClaims)} domains at most can wait for their records. Publish those of some, or remove some`,
  };
}

function recordAdded(
  { audit }: AddDomainDependencies,
  tx: Tx,
  { input, domain }: { readonly input: AddDomain; readonly domain: Domain },
): Promise<void> {
  const { id, organizationId, name, state } = domain;
  return audit.record(tx, {
    action: 'domain.added',
    actor: input.actor ?? operatorActor,
    organizationId,
    subject: { kind: 'domain', id, label: name },
    after: { name, state },
  });
}
