import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ApiAnswer,
  ApiClient,
  type BootedServer,
  type DnsServer,
  sendMail,
  startDnsServer,
  startWebhookReceiver,
  waitFor,
  type WebhookReceiver,
} from '@smtpy/testkit';
import { Webhook as Verifier } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureSelfSignedCertificate } from '../../apps/server/src/certificates/index.ts';
import { alias, commandsOf, makeOwner, userEmail, userPassword } from './installation.ts';
import { bootTwoNodes } from './two-nodes.ts';

// Two whole machines on one PostgreSQL, and a receiver of webhooks with HTTPS on loopback. One machine dies while both work.
let stack: AsyncDisposableStack;
let dns: DnsServer;
let nodes: readonly [BootedServer, BootedServer];
let receiver: WebhookReceiver;
let folder: string;
let api: ApiClient;

/** Each on a node in turns. */
const messageCount = 200;
/** How many are accepted before one node is killed. */
const killedAfter = 120;

beforeAll(async () => {
  stack = new AsyncDisposableStack();
  folder = await mkdtemp(join(tmpdir(), 'smtpy-webhooks-'));
  const certificate = await ensureSelfSignedCertificate({ dataDir: folder, hostname: 'localhost' });
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, certificate.cert);
  receiver = stack.use(await startWebhookReceiver(certificate));
  dns = stack.use(await startDnsServer());
  dns.set('sender.example', 'TXT', ['v=spf1 ip4:127.0.0.1 -all']);
  nodes = await bootTwoNodes(stack, {
    SMTPY_DNS_SERVERS: dns.address,
    SMTPY_LIMIT_PER_CLIENT: 'off',
    SMTPY_LIMIT_PER_SENDER: 'off',
    SMTPY_LIMIT_PER_ALIAS: 'off',
    SMTPY_TESTING_WEBHOOK_TARGETS: '127.0.0.0/8',
    SMTPY_TESTING_WEBHOOK_CA: caFile,
  });
  await makeOwner(commandsOf(nodes[0]).command);
  api = new ApiClient(nodes[1].httpUrl);
  const signedIn = await whenNotBusy(() =>
    api.post('/v1/auth/sign-in/email', { email: userEmail, password: userPassword }),
  );
  expect(signedIn.status).toBe(200);
}, 180_000);
afterAll(async () => {
  await stack.disposeAsync();
  await rm(folder, { recursive: true });
});

/** Whether the node said 250; a node that is killed says nothing. */
async function send(node: BootedServer, subject: string): Promise<boolean> {
  const data = `From: ann@sender.example\r\nTo: ${alias}\r\nSubject: ${subject}\r\n\r\nHello.\r\n`;
  try {
    const { last } = await sendMail({
      port: node.smtpPort,
      mailFrom: 'ann@sender.example',
      rcptTo: [alias],
      data,
    });
    return last.code === 250;
  } catch {
    // Expected: the connection ends with the node. Whether the message was accepted is then not known.
    return false;
  }
}

interface Told {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly message: { readonly subject: string } };
}

/** Subjects of what was told as a type. */
function toldSubjects(type: string): ReadonlySet<string> {
  const told = receiver.received.map(({ body }) => JSON.parse(body) as Told);
  return new Set(told.filter((one) => one.type === type).map(({ data }) => data.message.subject));
}

/** A node that has just started on a busy machine answers 503 for a while. */
function whenNotBusy(ask: () => Promise<ApiAnswer>): Promise<ApiAnswer> {
  const answered = async (): Promise<ApiAnswer | undefined> => {
    const answer = await ask();
    return answer.status === 503 ? undefined : answer;
  };
  return waitFor(answered, { what: 'an answer other than 503', timeoutMs: 30_000 });
}

async function listDeliveries(webhookId: string, state: string): Promise<readonly unknown[]> {
  const { body } = await whenNotBusy(() => api.get(`/v1/webhooks/${webhookId}/deliveries?state=${state}`));
  return (body as { readonly items: readonly unknown[] }).items;
}

async function countUnsettled(webhookId: string): Promise<number> {
  const left = await Promise.all(['waiting', 'sending'].map((state) => listDeliveries(webhookId, state)));
  return left.flat().length;
}

describe('two nodes', () => {
  it('tell of every event once, but what was under way when one of them was killed', async () => {
    const url = `https://localhost:${String(receiver.port)}/hook`;
    const eventTypes = ['message.accepted', 'delivery.delivered'];
    const made = await whenNotBusy(() => api.post('/v1/webhooks', { url, event_types: eventTypes }));
    expect(made.status).toBe(201);
    const { id, secret } = made.body as { readonly id: string; readonly secret: string };
    const accepted = new Set<string>();
    const sendAll = async (lane: number): Promise<void> => {
      for (let index = lane; index < messageCount; index += 8) {
        const subject = `No. ${String(index)}`;
        const node = nodes[index % 2 === 0 && index < killedAfter ? 0 : 1];
        // Who gets no answer comes back, as mail servers do.
        if ((await send(node, subject)) || (await send(nodes[1], subject))) accepted.add(subject);
      }
    };
    const sending = Promise.all(Array.from({ length: 8 }, (_, lane) => sendAll(lane)));
    await waitFor(() => accepted.size >= killedAfter / 2, { what: 'half of it', timeoutMs: 60_000 });
    await nodes[0].kill9();
    await sending;
    expect(accepted.size).toBe(messageCount);
    await waitFor(() => [...accepted].every((subject) => toldSubjects('message.accepted').has(subject)), {
      what: 'every acceptance',
      timeoutMs: 90_000,
    });
    // Once a second: the API counts requests.
    await expect.poll(() => countUnsettled(id), { timeout: 60_000, interval: 1_000 }).toBe(0);
    expect(await listDeliveries(id, 'failed')).toEqual([]);
    expect(toldSubjects('delivery.delivered').size).toBeGreaterThan(killedAfter / 2);
    const verifier = new Verifier(secret);
    const ids = receiver.received.map(({ headers, body }) => {
      verifier.verify(body, headers as Record<string, string>);
      return String(headers['webhook-id']);
    });
    const repeated = ids.length - new Set(ids).size;
    // One webhook has four attempts under way at most.
    expect(repeated).toBeLessThanOrEqual(4);
    console.log(
      `${String(ids.length)} requests for ${String(new Set(ids).size)} events, ${String(repeated)} twice`,
    );
    const bodies = new Map(
      receiver.received.map(({ headers, body }) => [String(headers['webhook-id']), body]),
    );
    for (const { headers, body } of receiver.received)
      expect(bodies.get(String(headers['webhook-id']))).toBe(body);
  }, 240_000);
});
