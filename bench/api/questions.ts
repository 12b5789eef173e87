import type { Db } from '../../apps/server/src/db/index.ts';

/** A request that is measured. */
export interface Question {
  readonly name: string;
  readonly path: string;
}

/** Everything that is asked of an organization, with ids of what it has. */
export async function questionsFor(
  db: Db,
  organizationId: string,
  formatCursor: (keys: readonly string[]) => string,
): Promise<readonly Question[]> {
  const find = async (text: string): Promise<string> => {
    const [row] = await db.query<{ readonly found: string | null }>({ text, params: [organizationId] });
    return row?.found ?? '00000000-0000-7000-8000-000000000000';
  };
  const alias = await find(
    `select alias_id as found from deliveries where organization_id = $1 and kind = 'reply' order by organization_id, kind, message_id desc limit 1`,
  );
  const rareAlias = await find(
    'select id as found from aliases where organization_id = $1 order by id desc limit 1',
  );
  const domain = await find(
    'select id as found from domains where organization_id = $1 order by id desc limit 1',
  );
  const mailbox = await find(
    'select id as found from mailboxes where organization_id = $1 order by id desc limit 1',
  );
  const contact = await find(
    `select contact_id as found from deliveries where organization_id = $1 and kind = 'reply' order by organization_id, kind, message_id desc limit 1`,
  );
  const halfway = await find(
    `select id as found from messages where organization_id = $1 order by id offset
      (select count(*) / 2 from messages where organization_id = $1) limit 1`,
  );
  const messageId = await find(
    'select message_id_header as found from messages where organization_id = $1 order by id limit 1',
  );
  const day = (daysAgo: number): string => new Date(Date.now() - daysAgo * 86_400_000).toISOString();
  const cursor = formatCursor([halfway]);
  const list = (name: string, query: string): Question => ({
    name: `messages: ${name}`,
    path: `/v1/messages${query === '' ? '' : `?${query}`}`,
  });
  const states = ['unfinished', 'problem', 'queued', 'deferred', 'held', 'delivered', 'bounced', 'discarded'];
  return [
    list('all', ''),
    list('halfway down', `cursor=${cursor}`),
    list('100 halfway down', `limit=100&cursor=${cursor}`),
    ...states.map((state) => list(state, `state=${state}`)),
    list('alias', `alias_id=${alias}`),
    list('quiet alias', `alias_id=${rareAlias}`),
    list('alias, bounced', `alias_id=${alias}&state=bounced`),
    list('domain', `domain_id=${domain}`),
    list('mailbox', `mailbox_id=${mailbox}`),
    list('mailbox, problem', `mailbox_id=${mailbox}&state=problem`),
    list('contact', `contact_id=${contact}`),
    list('kind reply', 'kind=reply'),
    list('kind notice', 'kind=notice'),
    list('direction outgoing', 'direction=outgoing'),
    list('sender, frequent', 'sender=sender1'),
    list('sender, absent', 'sender=nobody%40nowhere.example'),
    list('text, rare', 'text=invoice+4711'),
    list('text, absent', 'text=qqqqq'),
    list('Message-ID', `message_id_header=${encodeURIComponent(messageId)}`),
    list('a day', `from=${day(20)}&to=${day(19)}`),
    { name: 'one message', path: `/v1/messages/${halfway}` },
    { name: 'aliases: search', path: '/v1/aliases?search=shop7' },
    { name: 'aliases: all', path: '/v1/aliases' },
    { name: 'dashboard', path: '/v1/statistics/dashboard' },
  ];
}
