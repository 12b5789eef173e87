import { generateDkimKey } from '@smtpy/mail';
import type { Actor } from '../api/index.ts';
import { operatorActor, type Audit } from '../audit/index.ts';
import { newId, type Db, type Sealer, type Tx } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';
import type { Domain, DomainKey, OwnDomain, RecordResolver } from './domain.ts';
import { judgeDkim } from './judge-records.ts';
import { deletePendingKey, insertKey, listKeys, replaceActiveKey } from './key-store.ts';
import { lookUpTxt } from './look-up.ts';
import { formatKeyRecord } from './records.ts';
import { nextSelector } from './rules.ts';
import { sealingContext } from './signing-keys.ts';
import { findOwnDomain, lockOwnDomain } from './store.ts';

/**
 * How long the record of a key stays published that signs no more. Mail is under way for five days at most, and each attempt is signed anew;
 * two days are for mail that waits at the next hop.
 */
const overlapMs = 7 * 86_400_000;

/** What keys need. */
export interface KeysDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly sealer: Sealer;
  readonly audit: Pick<Audit, 'record'>;
}

/** Names a key of a domain of an organization. */
export interface OwnKey extends OwnDomain {
  readonly keyId: string;
  /** Default: the operator. */
  readonly actor?: Actor | undefined;
}

type Refusal<Kind extends string> = { readonly kind: Kind; readonly reason: string };

/** How preparing a key ended. */
export type PrepareKeyResult =
  { readonly kind: 'prepared'; readonly key: DomainKey } | Refusal<'unknown_domain' | 'already_prepared'>;

/** How activating a key ended. */
export type ActivateKeyResult =
  | { readonly kind: 'activated'; readonly key: DomainKey; readonly domain: Domain }
  | Refusal<'unknown_key' | 'not_pending' | 'not_published'>;

/** How discarding a key ended. */
export type DiscardKeyResult = { readonly kind: 'discarded' } | Refusal<'unknown_key' | 'not_pending'>;

const unknownKey = { kind: 'unknown_key', reason: 'There is no such key' } as const;
const notPending = { kind: 'not_pending', reason: 'The key is not pending any more' } as const;

/** Makes a key under a new selector that signs nothing yet. */
export async function prepareKey(
  { db, clock, sealer, audit }: KeysDependencies,
  input: OwnDomain & { readonly actor?: Actor | undefined },
): Promise<PrepareKeyResult> {
  const { publicKeyDer, privateKeyDer } = await generateDkimKey();
  return db.transaction(async (tx): Promise<PrepareKeyResult> => {
    const domain = await lockOwnDomain(tx, input);
    if (domain === undefined) return { kind: 'unknown_domain', reason: 'There is no such domain' };
    const keys = await listKeys(tx, input);
    if (keys.some(({ state }) => state === 'pending')) return alreadyPrepared;
    const createdAt = clock.now();
    const selector = nextSelector(createdAt, new Set(keys.map((key) => key.selector)));
    const id = newId(createdAt);
    const privateKeySealed = sealer.seal(privateKeyDer, sealingContext(domain.id));
    const rest = { publicKeyDer, privateKeySealed, state: 'pending', createdAt } as const;
    await insertKey(tx, { id, domainId: domain.id, selector, ...rest });
    await record(audit, tx, { action: 'domain.key_prepared', input, domain, after: { selector } });
    return { kind: 'prepared', key: await getKey(tx, { ...input, keyId: id }) };
  });
}

const alreadyPrepared = {
  kind: 'already_prepared',
  reason: 'A new key is prepared already. Activate or discard it first',
} as const;

/** Signs with a prepared key once its record is found, or on the operator's word (`isTrusted`). */
export async function activateKey(
  { db, clock, audit }: KeysDependencies,
  input: OwnKey & { readonly isTrusted: boolean; readonly resolver: RecordResolver },
): Promise<ActivateKeyResult> {
  const found = await findOwnDomain(db, input);
  const key = found && (await listKeys(db, input)).find(({ id }) => id === input.keyId);
  if (found === undefined || key === undefined) return unknownKey;
  if (key.state !== 'pending') return notPending;
  if (!input.isTrusted) {
    const unpublished = await refuseUnpublished(input.resolver, found, key);
    if (unpublished !== undefined) return unpublished;
  }
  return db.transaction(async (tx): Promise<ActivateKeyResult> => {
    const domain = await lockOwnDomain(tx, input);
    if (domain === undefined) return unknownKey;
    const before = (await listKeys(tx, input)).find(({ state }) => state === 'active');
    const at = clock.now();
    const retiresAt = new Date(at.getTime() + overlapMs);
    if (!(await replaceActiveKey(tx, { domainId: domain.id, keyId: key.id, at, retiresAt })))
      return notPending;
    await record(audit, tx, {
      action: 'domain.key_rotated',
      input,
      domain,
      before: { selector: before?.selector },
      after: { selector: key.selector },
    });
    return { kind: 'activated', key: await getKey(tx, input), domain };
  });
}

async function refuseUnpublished(
  resolver: RecordResolver,
  domain: Domain,
  key: DomainKey,
): Promise<Refusal<'not_published'> | undefined> {
  const expected = formatKeyRecord(domain, key);
  const { verdict, reason } = judgeDkim(expected, await lookUpTxt(resolver, expected.name));
  return verdict === 'ok' ? undefined : { kind: 'not_published', reason };
}

/** Takes a prepared key away. */
export function discardKey({ db, audit }: KeysDependencies, input: OwnKey): Promise<DiscardKeyResult> {
  return db.transaction(async (tx): Promise<DiscardKeyResult> => {
    const domain = await lockOwnDomain(tx, input);
    const key = domain && (await listKeys(tx, input)).find(({ id }) => id === input.keyId);
    if (domain === undefined || key === undefined) return unknownKey;
    if (!(await deletePendingKey(tx, { domainId: domain.id, keyId: key.id }))) return notPending;
    const before = { selector: key.selector };
    await record(audit, tx, { action: 'domain.key_discarded', input, domain, before });
    return { kind: 'discarded' };
  });
}

async function getKey(tx: Tx, wanted: OwnDomain & { readonly keyId: string }): Promise<DomainKey> {
  const key = (await listKeys(tx, wanted)).find(({ id }) => id === wanted.keyId);
  if (key === undefined) throw new Error(`key ${wanted.keyId} is gone within the transaction that wrote it`);
  return key;
}

function record(
  audit: Pick<Audit, 'record'>,
  tx: Tx,
  entry: {
    readonly action: 'domain.key_prepared' | 'domain.key_rotated' | 'domain.key_discarded';
    readonly input: { readonly actor?: Actor | undefined };
    readonly domain: Domain;
    readonly before?: { readonly selector: string | undefined };
    readonly after?: { readonly selector: string };
  },
): Promise<void> {
  const { action, input, domain, before, after } = entry;
  const { id, organizationId, name } = domain;
  const subject = { kind: 'domain', id, label: name };
  return audit.record(tx, {
    action,
    actor: input.actor ?? operatorActor,
    organizationId,
    subject,
    before,
    after,
  });
}
