import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Event } from '@smtpy/contract';
import {
  ApiClient,
  type ApiAnswer,
  bootServer,
  type BootedServer,
  createTestDatabase,
  type DnsServer,
  type ScriptedMx,
  sendMail,
  startDnsServer,
  startScriptedMx,
  startWebhookReceiver,
  waitFor,
  type WebhookReceiver,
} from '@smtpy/testkit';
import { Webhook as Verifier } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureSelfSignedCertificate } from '../../apps/server/src/certificates/index.ts';
import { setupLinkOf } from './installation.ts';
import { openLivePage, type LivePage } from './live-page.ts';
import { textOf } from './mail-text.ts';

// What an owner does from the first day on, over HTTP and SMTP alone, against production: DNS is asked, mail goes out by MX.
let stack: AsyncDisposableStack;
let folder: string;
let dns: DnsServer;
let mx: ScriptedMx;
let receiver: WebhookReceiver;
let server: BootedServer;
let startJobs: () => Promise<void>;

const hostname = 'mx.smtpy.example';
const password = 'correct horse battery staple';
const userEmail = 'jane@account.example';
const mailbox = 'jane@mailbox.example';
const domainName = 'bücher.example';
const receiverName = 'receiver.example';

beforeAll(async () => {
  stack = new AsyncDisposableStack();
  folder = await mkdtemp(join(tmpdir(), 'smtpy-journey-'));
  const certificate = await ensureSelfSignedCertificate({ dataDir: folder, hostname: receiverName });
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, certificate.cert);
  receiver = stack.use(await startWebhookReceiver(certificate));
  dns = stack.use(await startDnsServer({ ttlSeconds: 0 }));
  mx = stack.use(await startScriptedMx({ tls: 'starttls' }));
  publishWorld();
  const database = stack.use(
    await createTestDatabase({ migrate: () => Promise.resolve(), schemaVersion: 'empty' }),
  );
  const common = {
    DATABASE_URL: database.url,
    SMTPY_SECRET_KEY: randomBytes(32).toString('base64'),
    SMTPY_WORKERS: '1',
    SMTPY_DNS_SERVERS: dns.address,
  };
  server = stack.use(
    await bootServer({
      env: {
        ...common,
        SMTPY_MODE: 'production',
        SMTPY_ROLES: 'smtp,delivery,web',
        SMTPY_HOSTNAME: hostname,
        SMTPY_PUBLIC_URL: 'http://127.0.0.1',
        SMTPY_HTTP_HOST: '127.0.0.1',
        SMTPY_SMTP_HOST: '127.0.0.1',
        SMTPY_MX_PORT: String(mx.port),
        SMTPY_LOG_LEVEL: 'info',
      },
    }),
  );
  // Production refuses to start with settings for tests, and sends nothing to loopback. So another node has the jobs, which send webhooks.
  startJobs = async () => {
    const jobs = {
      SMTPY_ROLES: 'jobs',
      SMTPY_TESTING_WEBHOOK_TARGETS: '127.0.0.0/8',
      SMTPY_TESTING_WEBHOOK_CA: caFile,
    };
    stack.use(await bootServer({ env: { ...common, ...jobs } }));
  };
}, 180_000);
afterAll(async () => {
  await stack.disposeAsync();
  await rm(folder, { recursive: true });
});

/** Hosts that are there before the journey begins. */
function publishWorld(): void {
  for (const name of ['account.example', 'mailbox.example'])
    dns.set(name, 'MX', [{ preference: 10, exchange: 'mx.people.example' }]);
  for (const name of ['mx.people.example', hostname, receiverName]) dns.set(name, 'A', ['127.0.0.1']);
  // The operator's, which the domains of owners include.
  dns.set(hostname, 'TXT', ['v=spf1 a -all']);
  dns.set('sender.example', 'TXT', ['v=spf1 ip4:127.0.0.1 -all']);
}

/** The token of the newest mail to an address. */
async function waitForToken(rcptTo: string, path: string): Promise<string> {
  return waitFor(
    () => {
      const mails = mx.messages.filter((mail) => mail.rcptTo.includes(rcptTo)).toReversed();
      const texts = mails.map(({ data }) => textOf(data));
      const pattern = new RegExp(`/${path}\\?token=([\\w-]+)`, 'u');
      return texts.map((text) => pattern.exec(text)?.[1]).find((token) => token !== undefined);
    },
    { what: `a mail to ${rcptTo} with a link to ${path}`, timeoutMs: 20_000 },
  );
}

/** What an answer holds; fails with all of it where it is not of this status. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- what an answer holds is said where it is asked for
function bodyOf<Body>({ status, body }: ApiAnswer, wanted: number): Body {
  if (status !== wanted) throw new Error(`${status} instead of ${wanted}: ${JSON.stringify(body)}`);
  return body as Body;
}

const postForm = (path: string, fields: Readonly<Record<string, string>>): Promise<Response> =>
  fetch(server.httpUrl + path, { method: 'POST', body: new URLSearchParams(fields) });

interface DnsRecord {
  readonly purpose: string;
  readonly type: 'TXT' | 'MX' | 'CNAME';
  readonly name: string;
  readonly value: string;
  readonly verdict: string;
}

/** Does what a person does at the DNS provider. */
function publish(records: readonly DnsRecord[]): void {
  for (const [key, group] of Map.groupBy(records, ({ type, name }) => `${type} ${name}`)) {
    const name = key.slice(key.indexOf(' ') + 1);
    const values = group.map(({ value }) => value);
    if (key.startsWith('TXT')) dns.set(name, 'TXT', values);
    if (key.startsWith('MX')) dns.set(name, 'MX', values.map(readMx));
    if (key.startsWith('CNAME')) dns.set(name, 'CNAME', values);
  }
}

function readMx(value: string): { readonly preference: number; readonly exchange: string } {
  const [preference = '', exchange = ''] = value.split(' ');
  return { preference: Number(preference), exchange: exchange.replace(/\.$/, '') };
}

describe('the journey of an owner', () => {
  let jane: ApiClient;
  let domainId: string;
  let mailboxId: string;
  let aliasAddress: string;
  let secret: string;
  let page: LivePage;
  const subjects = ['The first', 'The second', 'The third'];

  it('begins with an administrator, who opens the registration', async () => {
    const link = new URL(await setupLinkOf(server));
    const made = await postForm(link.pathname, { email: 'root@account.example', password });
    expect(made.status).toBe(200);
    const root = new ApiClient(server.httpUrl);
    bodyOf(await root.post('/v1/auth/sign-in/email', { email: 'root@account.example', password }), 200);
    bodyOf(await root.patch('/v1/administration/settings', { registration: 'open' }), 200);
  });

  it('goes on with a registration, confirmed by the link of the mail', async () => {
    jane = new ApiClient(server.httpUrl);
    bodyOf(await jane.post('/v1/auth/sign-up/email', { email: userEmail, password, name: 'Jane' }), 200);
    const token = await waitForToken(userEmail, 'verify-email');
    bodyOf(await jane.post('/v1/auth/verify-email', { token }), 200);
    bodyOf(await jane.post('/v1/auth/sign-in/email', { email: userEmail, password }), 200);
  });

  it('with a domain, which is active when its records are there', async () => {
    const made = bodyOf<{ id: string; state: string }>(
      await jane.post('/v1/domains', { name: domainName }),
      201,
    );
    expect(made.state).toBe('pending');
    domainId = made.id;
    const path = `/v1/domains/${domainId}`;
    const early = bodyOf<{ state: string }>(await jane.post(`${path}/check`), 200);
    expect(early.state).toBe('pending');
    const { items } = bodyOf<{ items: readonly DnsRecord[] }>(await jane.get(`${path}/records`), 200);
    publish(items);
    const checked = bodyOf<{ state: string; items: readonly DnsRecord[] }>(
      await jane.post(`${path}/check`),
      200,
    );
    expect(checked.items.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
    expect(checked.state).toBe('active');
    expect(bodyOf(await jane.get(path), 200)).toMatchObject({ state: 'active', unicode_name: domainName });
  });

  it('with a mailbox, confirmed by whoever reads its mail', async () => {
    const made = bodyOf<{ id: string; state: string }>(
      await jane.post('/v1/mailboxes', { address: mailbox }),
      201,
    );
    expect(made.state).toBe('pending');
    mailboxId = made.id;
    const token = await waitForToken(mailbox, 'confirm-mailbox');
    expect((await postForm('/confirm-mailbox', { token, decision: 'confirm' })).status).toBe(200);
    expect(bodyOf(await jane.get(`/v1/mailboxes/${mailboxId}`), 200)).toMatchObject({ state: 'confirmed' });
  });

  it('with an alias, a webhook and an open page', async () => {
    const wish = { local_part: 'shop', domain_id: domainId, mailbox_ids: [mailboxId] };
    aliasAddress = bodyOf<{ address: string }>(await jane.post('/v1/aliases', wish), 201).address;
    expect(aliasAddress).toMatch(/^shop@xn--/);
    const url = `https://${receiverName}:${receiver.port}/smtpy`;
    secret = bodyOf<{ secret: string }>(await jane.post('/v1/webhooks', { url }), 201).secret;
    page = stack.use(openLivePage(server.httpUrl, { cookie: jane.cookie }));
    await waitFor(() => page.isOpen(), { what: 'the page' });
    await startJobs();
  }, 90_000);

  it('and with mail, each step of which stands on the timeline', async () => {
    for (const subject of subjects) {
      const { last } = await sendMail({
        port: server.smtpPort,
        mailFrom: 'ann@sender.example',
        rcptTo: [aliasAddress],
        data: `From: Ann <ann@sender.example>\r\nTo: ${aliasAddress}\r\nSubject: ${subject}\r\n\r\nHello.\r\n`,
      });
      expect(last.code).toBe(250);
    }
    const toMailbox = await waitFor(
      () => {
        const found = mx.messages.filter(({ data }) =>
          subjects.some((one) => data.includes(`Subject: ${one}\r\n`)),
        );
        return found.length === subjects.length && found;
      },
      { what: 'the mails at the mailbox' },
    );
    expect(toMailbox.map(({ rcptTo }) => rcptTo)).toEqual(subjects.map(() => [mailbox]));
    const list = await waitFor(
      async () => {
        const path = `/v1/messages?domain_id=${domainId}&state=delivered`;
        const { items } = bodyOf<{ items: readonly { id: string; subject: string }[] }>(
          await jane.get(path),
          200,
        );
        return items.length === subjects.length && items;
      },
      { what: 'three delivered messages' },
    );
    expect(list.map(({ subject }) => subject).toSorted()).toEqual(subjects.toSorted());
    const shown = bodyOf<{ timeline: readonly { kind: string }[] }>(
      await jane.get(`/v1/messages/${list[0]?.id ?? ''}`),
      200,
    );
    const kinds = shown.timeline.map(({ kind }) => kind);
    for (const kind of ['connected', 'authenticated', 'matched', 'accepted', 'attempt', 'delivered'])
      expect(kinds).toContain(kind);
  });

  it('of which a refused one is told as well', async () => {
    const recipient = aliasAddress.replace('shop', 'nobody');
    const { last } = await sendMail({
      port: server.smtpPort,
      mailFrom: 'ann@sender.example',
      rcptTo: [recipient],
      data: 'From: ann@sender.example\r\n\r\nHello.\r\n',
    });
    expect(last.code).toBe(550);
    const refused = await waitFor(() => page.events.find(({ type }) => type === 'message.refused'), {
      what: 'the refusal',
    });
    expect(refused.data.refusal).toMatchObject({ recipient, sender: 'ann@sender.example', code: 550 });
  });

  it('until statistics, webhook and page agree with what was sent', async () => {
    const path = `/v1/statistics/totals?domain_id=${domainId}`;
    await expect
      .poll(async () => bodyOf<{ totals: Record<string, number> }>(await jane.get(path), 200).totals)
      .toMatchObject({ messages: 3, accepted: 3, forwarded: 3, bounced: 0, refused: 1 });
    const told = await waitFor(
      () => {
        const events = receiver.received.map(({ body }) => JSON.parse(body) as Event);
        return count(events, 'delivery.delivered') >= 3 && count(events, 'message.accepted') >= 3 && events;
      },
      { what: 'the webhooks', timeoutMs: 30_000 },
    );
    const verifier = new Verifier(secret);
    for (const { body, headers } of receiver.received)
      verifier.verify(body, headers as unknown as Record<string, string>);
    for (const type of ['message.accepted', 'delivery.delivered'] as const) {
      expect(subjectsOf(told, type)).toEqual(subjects.toSorted());
      expect(subjectsOf(page.events, type)).toEqual(subjects.toSorted());
      // One event has one id, wherever it is told.
      expect(idsOf(told, type)).toEqual(idsOf(page.events, type));
    }
  }, 90_000);
});

const ofType = (events: readonly Event[], type: Event['type']): readonly Event[] =>
  // What SMTPy writes itself is told too; the journey is about mail for the alias.
  events.filter((event) => event.type === type && event.data.message?.sender === 'ann@sender.example');
const count = (events: readonly Event[], type: Event['type']): number => ofType(events, type).length;
const idsOf = (events: readonly Event[], type: Event['type']): readonly string[] =>
  ofType(events, type)
    .map(({ id }) => id)
    .toSorted();
const subjectsOf = (events: readonly Event[], type: Event['type']): readonly string[] =>
  ofType(events, type)
    .map(({ data }) => data.message?.subject ?? '')
    .toSorted();
