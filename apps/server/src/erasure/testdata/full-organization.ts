import { randomBytes } from 'node:crypto';
import { newId } from '../../db/index.ts';
import { messageFor, type ErasureWorld, type Person } from './erasure-world.ts';

/** Ids by which rows of an organization are known wherever they lie. */
export interface FullOrganization {
  readonly ids: readonly string[];
}

/** Puts at least one row into every table that an organization or its owner can have rows in. `name` is unique. */
export async function fillOrganization(
  world: ErasureWorld,
  person: Person,
  name: string,
): Promise<FullOrganization> {
  const { organizationId } = person;
  const [domain, alias, mailbox, contact] = [newId(), newId(), newId(), newId()] as const;
  await fillDirectory(world, { organizationId, name, domain, alias, mailbox, contact });
  await fillAround(world, { organizationId, alias, mailbox });
  await fillPerson(world, person);
  const mail = await fillMail(world, organizationId, alias);
  return { ids: [organizationId, domain, alias, mailbox, contact, ...mail] };
}

interface DirectoryIds {
  readonly organizationId: string;
  readonly name: string;
  readonly domain: string;
  readonly alias: string;
  readonly mailbox: string;
  readonly contact: string;
}

async function fillDirectory({ db }: ErasureWorld, ids: DirectoryIds): Promise<void> {
  const { organizationId, name, domain, alias, mailbox, contact } = ids;
  const run = (text: string, params: readonly unknown[]) => db.query({ text, params });
  await run(
    `insert into domains (id, organization_id, name, state, verification_token) values ($1, $2, $3, 'active', 'x')`,
    [domain, organizationId, `${name}.example`],
  );
  await run(
    `insert into dkim_keys (id, domain_id, selector, public_key, private_key_sealed, state) values ($1, $2, 'default', '\\x00', '\\x00', 'active')`,
    [newId(), domain],
  );
  await run(
    `insert into mailboxes (id, organization_id, address, state) values ($1, $2, 'real@mailbox.example', 'confirmed')`,
    [mailbox, organizationId],
  );
  await run(`insert into aliases (id, organization_id, domain_id, local_part) values ($1, $2, $3, 'shop')`, [
    alias,
    organizationId,
    domain,
  ]);
  await run('insert into alias_mailboxes (alias_id, mailbox_id) values ($1, $2)', [alias, mailbox]);
  await run(
    `insert into contacts (id, organization_id, alias_id, domain_id, address, reply_local_part) values ($1, $2, $3, $4, 'ann@sender.example', 'ann.x')`,
    [contact, organizationId, alias, domain],
  );
}

async function fillAround(
  { db }: ErasureWorld,
  ids: { readonly organizationId: string; readonly alias: string; readonly mailbox: string },
): Promise<void> {
  const { organizationId, alias, mailbox } = ids;
  const run = (text: string, params: readonly unknown[]) => db.query({ text, params });
  await run(`insert into alias_pins (alias_id, domain, source) values ($1, 'sender.example', 'owner')`, [
    alias,
  ]);
  await run(
    `insert into rules (id, organization_id, alias_id, name, position, definition) values ($1, $2, $3, 'x', 1, '{}')`,
    [newId(), organizationId, alias],
  );
  await run(
    `insert into sender_entries (id, organization_id, alias_id, verdict, subject, source) values ($1, $2, $3, 'block', 'x.example', 'owner')`,
    [newId(), organizationId, alias],
  );
  await run(
    `insert into app_passwords (id, organization_id, alias_id, name, hash) values ($1, $2, $3, 'x', $4)`,
    [newId(), organizationId, alias, randomBytes(32)],
  );
  await run(`insert into mailbox_failures (mailbox_id, delivery_id, at) values ($1, $2, now())`, [
    mailbox,
    newId(),
  ]);
  await run(
    `insert into mailbox_keys (mailbox_id, public_key, fingerprint, source) values ($1, 'x', 'x', 'pasted')`,
    [mailbox],
  );
  await run(
    `insert into notices (id, organization_id, kind, subject_id, data) values ($1, $2, 'x', $3, '{}')`,
    [newId(), organizationId, alias],
  );
  const [webhook, sent] = [newId(), newId()];
  await run(
    `insert into webhooks (id, organization_id, url, secret_sealed) values ($1, $2, 'https://receiver.example/', '\\x00')`,
    [webhook, organizationId],
  );
  await run(
    `insert into webhook_deliveries (id, webhook_id, organization_id, told_id, event_type, payload) values ($1, $2, $3, $4, 'x', 'x')`,
    [sent, webhook, organizationId, alias],
  );
  await run(
    `insert into webhook_attempts (id, delivery_id, number, at, duration_ms, url, request_headers) values ($1, $2, 1, now(), 1, 'x', '{}')`,
    [newId(), sent],
  );
  await run(`insert into organization_settings (organization_id, retention_days) values ($1, 7)`, [
    organizationId,
  ]);
  await run(
    `insert into notice_marks (organization_id, user_id, read_up_to) select $1, "userId", $2 from auth.member where "organizationId" = $1`,
    [organizationId, newId()],
  );
  await run(
    `insert into notice_states (notice_id, user_id, is_read) select n.id, m."userId", true from notices n
      join auth.member m on m."organizationId" = n.organization_id where n.organization_id = $1`,
    [organizationId],
  );
  await run(
    `insert into mailbox_confirmations (mailbox_id, token_hash, requested_at, expires_at)
      select id, uuid_send(id), now(), now() from mailboxes where organization_id = $1`,
    [organizationId],
  );
  await run(
    `insert into mailbox_refusals (organization_id, address_hash, created_at) values ($1, '\\x00', now())`,
    [organizationId],
  );
  await run(
    `insert into removed_mailbox_keys (mailbox_id, organization_id, public_key, fingerprint, source, hides_subject, created_at)
      values ($2, $1, 'x', 'x', 'pasted', false, now())`,
    [organizationId, newId()],
  );
  await run(
    `insert into refusal_counts (organization_id, hour, reason, count) values ($1, now(), 'spam', 1)`,
    [organizationId],
  );
}

async function fillPerson({ db, audit }: ErasureWorld, person: Person): Promise<void> {
  const { id, email, organizationId } = person;
  const run = (text: string, params: readonly unknown[]) => db.query({ text, params });
  await run(
    `insert into auth.session (id, "expiresAt", token, "userId") values ($1, now() + interval '1 day', 'token of ' || $1::uuid, $2)`,
    [newId(), id],
  );
  await run(`insert into auth."twoFactor" (id, secret, "backupCodes", "userId") values ($1, 'x', 'x', $2)`, [
    newId(),
    id,
  ]);
  await run(
    `insert into auth.passkey (id, "publicKey", "userId", "credentialID", counter, "deviceType", "backedUp")
      values ($1, 'x', $2, $1::uuid::text, 0, 'x', false)`,
    [newId(), id],
  );
  await run(
    `insert into auth.verification (id, identifier, value, "expiresAt") values ($1, $2, $3, now() + interval '1 day')`,
    [newId(), `reset-password:${email}`, id],
  );
  await run(`insert into user_preferences (user_id, preferences) values ($1, '{}')`, [id]);
  await run(
    `insert into api_keys (id, organization_id, user_id, name, start, hash) values ($1, $2, $3, 'x', 'smtpyx', $4)`,
    [newId(), organizationId, id, randomBytes(32)],
  );
  await run(
    `insert into auth.invitation (id, "organizationId", email, role, "tokenHash", "expiresAt", "inviterId")
      values ($1, $2, $3, 'member', $4, now(), $5)`,
    [newId(), organizationId, `invited.${email}`, randomBytes(32), id],
  );
  await run(
    `insert into idempotency_keys (caller, key, operation, request_hash) values ($1, 'x', 'createKey', '\\x00')`,
    [`user ${id}`],
  );
  const actor = { kind: 'user', userId: id, label: email, ip: '192.0.2.9', userAgent: 'curl' } as const;
  await audit.record(db, { action: 'session.started', actor, subject: { kind: 'user', id, label: email } });
  await audit.record(db, {
    action: 'key.created',
    actor,
    organizationId,
    subject: { kind: 'key', id: newId(), label: 'x' },
  });
}

/** Mail in every state: queued, sending, deferred, held, delivered, captured, discarded, with what follows from it. */
async function fillMail(
  { db, queue }: ErasureWorld,
  organizationId: string,
  aliasId: string,
): Promise<readonly string[]> {
  const states = ['delivered', 'deferred', 'sending', 'queued'] as const;
  const ids: string[] = [];
  for (const state of states) {
    const acceptance = messageFor(organizationId, { aliasId });
    await queue.enqueue(acceptance);
    ids.push(...acceptance.messages.map(({ id }) => id));
    if (state === 'queued') continue;
    const claimed = await queue.claim({
      owner: `test/${organizationId}`,
      limit: 100,
      perDestination: 100,
      busyKeys: new Map(),
      hintedKeys: [],
      leaseMs: 600_000,
    });
    const delivery = claimed.find(({ messageId }) => messageId === acceptance.messages[0]?.id);
    if (delivery === undefined) throw new Error('not claimed');
    if (state === 'sending') continue;
    const evidence = { stage: 'body', durationMs: 1 } as const;
    await queue.settle({
      delivery,
      owner: `test/${organizationId}`,
      outcome: state === 'delivered' ? { kind: 'delivered', evidence } : { kind: 'deferred', evidence },
    });
    if (state !== 'delivered') continue;
    await db.query({
      text: `insert into captured_messages (delivery_id, message_id, mail_from, rcpt_to, size_bytes) values ($1, $2, '', 'x', 1)`,
      params: [delivery.id, delivery.messageId],
    });
    await db.query({
      text: `insert into captured_chunks (delivery_id, seq, data) values ($1, 0, '\\x00')`,
      params: [delivery.id],
    });
  }
  const held = messageFor(organizationId, { aliasId, kind: 'reply', holdReason: 'unproven_sender' });
  await queue.enqueue(held);
  await db.query({
    text: `insert into events (id, at, organization_id, type, data) values ($1, now(), $2, 'refused', '{}')`,
    params: [newId(), organizationId],
  });
  return [...ids, ...held.messages.map(({ id }) => id)];
}
