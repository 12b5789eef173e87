import pg from 'pg';
import { type ApiClient, sendMail } from '@smtpy/testkit';
import { aliasNames, mails, type ShowcaseMail } from './showcase-content.ts';
import {
  ageDrift,
  bodyOf,
  confirmMailbox,
  makePerson,
  publish,
  type WantedRecord,
  type World,
} from './world.ts';

/** What the showcase holds, by what pages need to be opened. */
export interface Showcase {
  readonly jane: ApiClient;
  /** A member of the same organization who may only look. */
  readonly viewer: ApiClient;
  /** The organization that the pages show: not the personal one. */
  readonly organizationId: string;
  readonly ids: Readonly<
    Record<'domain' | 'alias' | 'mailbox' | 'message' | 'failedMessage' | 'held' | 'rule' | 'webhook', string>
  >;
}

interface Named {
  readonly id: string;
  readonly name: string;
  readonly address: string;
}
interface Items {
  readonly items: readonly Named[];
}

const organizationName = 'Atelier Doe';

/**
 * A small company as it is after some weeks: everything is made over HTTP and SMTP as people make it, but the numbers of the days before today, which are
 * written where the mail path writes its own.
 */
export async function makeShowcase(world: World): Promise<Showcase> {
  const person = await makePerson(world, { email: 'jane@account.example', name: 'Jane Doe' });
  const { id: organizationId } = bodyOf<Named>(
    await person.post('/v1/organizations', { name: organizationName }),
    201,
  );
  const jane = person.with({ 'smtpy-organization': organizationId });
  const domains = await makeDomains(world, jane);
  const mailboxes = await makeMailboxes(world, jane);
  const aliases = await makeAliases(jane, domains, mailboxes);
  await makeRulesAndSenders(jane);
  const viewer = await makeTeam(world, jane);
  const webhook = await makeDeveloperThings(jane);
  await sendMails(world);
  await writeHistory(world, { organizationId, domains, aliases, mailboxes });
  return {
    jane,
    viewer,
    organizationId,
    ids: { ...(await findIds(jane)), webhook, domain: domains[0]?.id ?? '' },
  };
}

async function makeDomains(world: World, jane: ApiClient): Promise<readonly Named[]> {
  const names = ['atelier-doe.example', 'doe.example', 'shop-doe.example'];
  const made: Named[] = [];
  for (const name of names) made.push(bodyOf<Named>(await jane.post('/v1/domains', { name }), 201));
  for (const { id } of made.slice(0, 2)) {
    const { items } = bodyOf<{ items: readonly WantedRecord[] }>(
      await jane.get(`/v1/domains/${id}/records`),
      200,
    );
    publish(world.dns, items);
    bodyOf(await jane.post(`/v1/domains/${id}/check`), 200);
  }
  // The second drifts: two bad looks, ten minutes apart, make it so.
  world.dns.set('_dmarc.doe.example', 'TXT', []);
  world.dns.set('doe.example', 'MX', [{ preference: 10, exchange: 'mx.elsewhere.example' }]);
  const drifting = made[1]?.id ?? '';
  bodyOf(await jane.post(`/v1/domains/${drifting}/check`), 200);
  await ageDrift(world, drifting);
  bodyOf(await jane.post(`/v1/domains/${drifting}/check`), 200);
  return made;
}

async function openDatabase(world: World): Promise<AsyncDisposable & { readonly client: pg.Client }> {
  const client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  return { client, [Symbol.asyncDispose]: () => client.end() };
}

/** Mailboxes that take mail, one that is full for now, and one that is gone. */
const addresses = [
  'jane.doe@provider.example',
  'orders@office.example',
  'full@home.example',
  'gone@home.example',
];

async function makeMailboxes(world: World, jane: ApiClient): Promise<readonly Named[]> {
  for (const address of [...addresses, 'archive@slow.example'])
    bodyOf(await jane.post('/v1/mailboxes', { address }), 201);
  const { items } = bodyOf<Items>(await jane.get('/v1/mailboxes'), 200);
  for (const { address } of items) await confirmMailbox(world, address);
  const paused = items.find(({ address }) => address.startsWith('archive'));
  bodyOf(await jane.post(`/v1/mailboxes/${paused?.id ?? ''}/pause`, {}), 200);
  bodyOf(await jane.post('/v1/mailboxes', { address: 'sam@home.example' }), 201);
  return addresses
    .map((wanted) => items.find(({ address }) => address === wanted))
    .filter((found) => found !== undefined);
}

async function makeAliases(
  jane: ApiClient,
  domains: readonly Named[],
  mailboxes: readonly Named[],
): Promise<readonly Named[]> {
  const made: Named[] = [];
  for (const [index, { name, ...more }] of aliasNames.entries()) {
    const special = { press: 2, careers: 3 }[name];
    const mailbox = mailboxes[special ?? (index % 3 === 0 ? 1 : 0)];
    const domain = domains[0];
    const wish = { local_part: name, domain_id: domain?.id, mailbox_ids: [mailbox?.id], ...more };
    made.push(bodyOf<Named>(await jane.post('/v1/aliases', wish), 201));
  }
  return made;
}

async function makeRulesAndSenders(jane: ApiClient): Promise<void> {
  const conditions = ['invoice', 'facture'].map((value) => ({
    field: 'subject',
    operator: 'contains',
    value,
  }));
  const rules = [
    {
      name: 'Mark invoices',
      definition: {
        match: 'any',
        conditions,
        actions: [{ kind: 'subject_prefix', text: '[Invoice] ' }],
        then: 'continue',
      },
    },
    {
      name: 'No large files from strangers',
      definition: {
        match: 'all',
        conditions: [
          { field: 'size', operator: 'greater_than', value: '10MB' },
          { field: 'sender', operator: 'domain_is', value: 'office.example', not: true },
        ],
        actions: [{ kind: 'quarantine' }],
        then: 'stop',
      },
    },
  ];
  for (const rule of rules) bodyOf(await jane.post('/v1/rules', rule), 201);
  bodyOf(
    await jane.post('/v1/senders', {
      verdict: 'block',
      subject: 'lucky-draw.example',
      note: 'Sold our address',
    }),
    201,
  );
  bodyOf(await jane.post('/v1/senders', { verdict: 'allow', subject: 'printworks.example' }), 201);
}

/** Gives the member who may only look. */
async function makeTeam(world: World, jane: ApiClient): Promise<ApiClient> {
  await join(world, jane, { email: 'sam@account.example', name: 'Sam Martin', role: 'admin' });
  const viewer = { email: 'vera@account.example', name: 'Vera Blanc', role: 'viewer' };
  bodyOf(await jane.post('/v1/invitations', { email: 'accounting@account.example', role: 'viewer' }), 201);
  return join(world, jane, viewer);
}

async function join(
  world: World,
  jane: ApiClient,
  { email, name, role }: { readonly email: string; readonly name: string; readonly role: string },
): Promise<ApiClient> {
  bodyOf(await jane.post('/v1/invitations', { email, role }), 201);
  const person = await makePerson(world, { email, name });
  const { items } = bodyOf<Items>(await person.get('/v1/account/invitations'), 200);
  await person.post(`/v1/account/invitations/${items[0]?.id ?? ''}/accept`);
  return person;
}

async function makeDeveloperThings(jane: ApiClient): Promise<string> {
  for (const name of ['Bitwarden', 'Nightly export'])
    bodyOf(await jane.post('/v1/keys', { name, scopes: ['aliases:write', 'domains:read'] }), 201);
  return bodyOf<Named>(
    await jane.post('/v1/webhooks', { url: 'https://hooks.atelier-doe.example/smtpy' }),
    201,
  ).id;
}

async function sendMails(world: World): Promise<void> {
  world.mx.on.rcpt = ({ rcptTo }) => {
    if (rcptTo.startsWith('full@')) return '452 4.2.2 The mailbox is full, try again later';
    return rcptTo.startsWith('gone@') ? '550 5.1.1 There is no such user here' : undefined;
  };
  publishSenders(world);
  for (const mail of mails) await send(world, mail);
}

function publishSenders({ dns }: World): void {
  const senders = new Set(mails.map(({ headerFrom }) => headerFrom.split('@')[1] ?? ''));
  for (const name of senders) dns.set(name, 'TXT', ['v=spf1 ip4:127.0.0.1 -all']);
  // Says that mail like this is not its own: it is held.
  dns.set('bank-alerts.example', 'TXT', ['v=spf1 -all']);
  dns.set('_dmarc.bank-alerts.example', 'TXT', ['v=DMARC1; p=quarantine']);
}

async function send(world: World, mail: ShowcaseMail): Promise<void> {
  const { name, headerFrom, rcptTo, subject, text } = mail;
  const encoded = /^[\x20-\x7e]*$/u.test(subject)
    ? subject
    : `=?utf-8?B?${Buffer.from(subject).toString('base64')}?=`;
  await sendMail({
    port: world.server.smtpPort,
    mailFrom: headerFrom,
    rcptTo: [rcptTo],
    data: `From: ${name} <${headerFrom}>\r\nTo: ${rcptTo}\r\nSubject: ${encoded}\r\nDate: ${new Date().toUTCString()}\r\nMessage-ID: <${Buffer.from(subject).toString('hex').slice(0, 24)}@${headerFrom.split('@')[1] ?? ''}>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text.replaceAll('\n', '\r\n')}\r\n`,
  });
}

interface HistoryOf {
  readonly organizationId: string;
  readonly domains: readonly Named[];
  readonly aliases: readonly Named[];
  readonly mailboxes: readonly Named[];
}

/** Sixty days of numbers, more on working days and at noon; the same each time. */
async function writeHistory(
  world: World,
  { organizationId, domains, aliases, mailboxes }: HistoryOf,
): Promise<void> {
  await using database = await openDatabase(world);
  await database.client.query(
    `insert into statistics_deltas (organization_id, quarter, fact, count, kind, domain_id, alias_id, mailbox_id, sender_domain, reason,
       authentication, latency, is_first, is_first_of_domain, is_first_of_alias, is_first_of_mailbox, size_bytes)
     select $1, h.quarter, f.fact, f.count, 'forward', $2, ($3::uuid[])[1 + h.n % cardinality($3::uuid[])], $4,
       (array['shop.example', 'news.example', 'travel.example', 'bank.example'])[1 + h.n % 4], f.reason,
       case when f.fact = 'accepted' then array['spf:pass', 'dkim:pass', 'dmarc:pass'] end,
       case when f.fact = 'delivered' then 30 + h.n % 4 end, f.fact = 'accepted', f.fact = 'accepted', f.fact = 'accepted', f.fact = 'accepted',
       case when f.fact = 'accepted' then 5100 * f.count end
     from (select floor(extract(epoch from date_trunc('day', now())) / 900)::integer - days.n * 96 + hours.n * 4 as quarter,
         days.n * 24 + hours.n as n,
         greatest(1, (3 + 9 * sin(pi() * hours.n / 24)) * case when (days.n + extract(dow from now())::integer) % 7 < 2 then 0.45 else 1 end)::integer
           as size
       from generate_series(1, 60) as days (n) cross join generate_series(6, 22) as hours (n)) h
     cross join lateral (values ('accepted', h.size, null), ('delivered', h.size - (h.n % 9 = 0)::integer - (h.n % 13 = 0)::integer, null),
       ('bounced', (h.n % 9 = 0)::integer, 'mailbox_full'), ('held', (h.n % 13 = 0)::integer, 'dmarc'),
       ('refused', (h.n % 5 = 0)::integer * 2, 'unknown recipient')) as f (fact, count, reason)
     where f.count > 0`,
    [organizationId, domains[0]?.id, aliases.map(({ id }) => id), mailboxes[0]?.id],
  );
}

async function findIds(jane: ApiClient): Promise<Omit<Showcase['ids'], 'webhook' | 'domain'>> {
  const first = async (path: string): Promise<string> => {
    const { items } = bodyOf<Items>(await jane.get(path), 200);
    return items[0]?.id ?? '';
  };
  return {
    alias: await first('/v1/aliases?search=shop'),
    mailbox: await first('/v1/mailboxes'),
    message: await first('/v1/messages?state=delivered'),
    failedMessage: await first('/v1/messages?state=bounced'),
    held: await first('/v1/quarantine'),
    rule: await first('/v1/rules'),
  };
}
