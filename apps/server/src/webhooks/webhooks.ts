import { maxWebhooks } from '@smtpy/contract';
import type { Actor } from '../api/index.ts';
import { newId } from '../db/index.ts';
import { changeWebhook } from './change-webhook.ts';
import type { WebhooksDependencies } from './dependencies.ts';
import { factsOf, findFault, subjectOf } from './facts-of-webhook.ts';
import { createSecret, formatSecret, sealSecret } from './secret.ts';
import {
  countWebhooks,
  deleteWebhook,
  findWebhook,
  insertWebhook,
  listWebhooks,
  lockWebhook,
  updateSecret,
} from './store.ts';
import type {
  ChangeWebhook,
  ChangeWebhookResult,
  CreateWebhook,
  CreateWebhookResult,
  Webhook,
  WebhookReference,
} from './webhook.ts';

type Wish = WebhookReference & { readonly actor: Actor };

/** Webhooks of organizations. */
export interface Webhooks {
  /** Newest first. */
  list(wanted: Parameters<typeof listWebhooks>[1]): Promise<readonly Webhook[]>;
  find(webhook: WebhookReference): Promise<Webhook | undefined>;
  /** The secret is given this once. */
  create(input: CreateWebhook): Promise<CreateWebhookResult>;
  /** Changes, pauses or resumes one. */
  change(input: ChangeWebhook): Promise<ChangeWebhookResult>;
  /** A new secret; the one before signs on for a day. Undefined: there is no such webhook. */
  rotateSecret(wish: Wish): Promise<{ readonly webhook: Webhook; readonly secret: string } | undefined>;
  /** Whether there was one. */
  remove(wish: Wish): Promise<boolean>;
}

/** Webhooks on a database. */
export function createWebhooks(dependencies: WebhooksDependencies): Webhooks {
  const { db } = dependencies;
  return {
    list: (wanted) => listWebhooks(db, wanted),
    find: (webhook) => findWebhook(db, webhook),
    create: (input) => create(dependencies, input),
    change: (input) => changeWebhook(dependencies, input),
    rotateSecret: (wish) => rotateSecret(dependencies, wish),
    remove: (wish) => remove(dependencies, wish),
  };
}

function create(dependencies: WebhooksDependencies, input: CreateWebhook): Promise<CreateWebhookResult> {
  const { db, sealer, audit, allowsAddress } = dependencies;
  const { organizationId, actor, ...choice } = input;
  return db.transaction(async (tx): Promise<CreateWebhookResult> => {
    const fault = await findFault(tx, { organizationId, choice, allowsAddress });
    if (fault !== undefined) return fault;
    if ((await countWebhooks(tx, organizationId)) >= maxWebhooks)
      return {
        kind: 'limit_reached',
        reason: `An organization has ${String(maxWebhooks)} webhooks at most; delete one first`,
      };
    const id = newId();
    const secret = createSecret();
    const url = new URL(choice.url).href;
    await insertWebhook(tx, {
      ...choice,
      url,
      id,
      organizationId,
      secretSealed: sealSecret(sealer, id, secret),
    });
    const webhook = await findWebhook(tx, { organizationId, webhookId: id });
    if (webhook === undefined) throw new Error('a webhook that was inserted is not there');
    await audit.record(tx, {
      action: 'webhook.created',
      actor,
      organizationId,
      subject: subjectOf(webhook),
      after: factsOf(webhook),
    });
    return { kind: 'created', webhook, secret: formatSecret(secret) };
  });
}

function rotateSecret(
  { db, sealer, audit }: WebhooksDependencies,
  { actor, ...reference }: Wish,
): ReturnType<Webhooks['rotateSecret']> {
  return db.transaction(async (tx) => {
    const locked = await lockWebhook(tx, reference);
    if (locked === undefined) return undefined;
    const { webhookId, organizationId } = reference;
    const secret = createSecret();
    await updateSecret(tx, { webhookId, secretSealed: sealSecret(sealer, webhookId, secret) });
    await audit.record(tx, {
      action: 'webhook.secret_rotated',
      actor,
      organizationId,
      subject: subjectOf(locked),
    });
    const webhook = await findWebhook(tx, reference);
    return webhook && { webhook, secret: formatSecret(secret) };
  });
}

function remove({ db, audit }: WebhooksDependencies, { actor, ...reference }: Wish): Promise<boolean> {
  return db.transaction(async (tx) => {
    const locked = await lockWebhook(tx, reference);
    if (locked === undefined) return false;
    await deleteWebhook(tx, locked.id);
    await audit.record(tx, {
      action: 'webhook.deleted',
      actor,
      organizationId: reference.organizationId,
      subject: subjectOf(locked),
      before: factsOf(locked),
    });
    return true;
  });
}
