import type { Accounts } from '../accounts/index.ts';
import type { Db, Tx } from '../db/index.ts';
import { listDomainsWithNews, lockNews, settleNews, type DomainNews } from '../domains/index.ts';
import type { Notices } from '../notices/index.ts';
import type { Clock } from '../observe/index.ts';
import type { ServiceMail } from '../service-mail/index.ts';
import { newsLetter } from './letters.ts';

/** Nobody gets more mail about a domain: records that come and go would make a flood. */
const mailPauseMs = 86_400_000;
/** Domains that one run tells of. */
const domainsAtOnce = 200;

/** What telling needs. */
export interface TellNewsDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly notices: Pick<Notices, 'record'>;
  readonly accounts: Pick<Accounts, 'caretakerAddresses'>;
  readonly serviceMail: Pick<ServiceMail, 'send'>;
  readonly publicUrl: string;
}

/** Tells organizations what became of their domains; gives how many mails were sent. */
export async function tellDomainNews(dependencies: TellNewsDependencies): Promise<number> {
  const { db, clock } = dependencies;
  const mailedBefore = new Date(clock.now().getTime() - mailPauseMs);
  let mailed = 0;
  for (const domainId of await listDomainsWithNews(db, { mailedBefore, limit: domainsAtOnce })) {
    mailed += await db.transaction(async (tx) => {
      const news = await lockNews(tx, { domainId, mailedBefore });
      return news === undefined ? 0 : tell(dependencies, tx, { news, mailedBefore });
    });
  }
  return mailed;
}

/** The notice at once, the mail when there may be one: what is kept back is told as it is then, or overtaken by other news. */
async function tell(
  dependencies: TellNewsDependencies,
  tx: Tx,
  { news, mailedBefore }: { readonly news: DomainNews; readonly mailedBefore: Date },
): Promise<number> {
  const { accounts, clock, notices } = dependencies;
  const now = clock.now();
  const mayMail = news.kind === 'domain_lost' || news.mailedAt === undefined || news.mailedAt <= mailedBefore;
  const recipients = mayMail ? await accounts.caretakerAddresses(news.organizationId, 'domain_changed') : [];
  for (const headerTo of recipients) await send(dependencies, tx, { news, headerTo });
  if (!news.isNoted) {
    await notices.record(tx, {
      organizationId: news.organizationId,
      kind: news.kind,
      subjectId: news.domainId,
      mailed: recipients.length,
      facts: { domainId: news.domainId, name: news.name, reason: news.reason },
      at: now,
    });
  }
  await settleNews(tx, { domainId: news.domainId, mailedAt: mayMail ? now : undefined });
  return recipients.length;
}

async function send(
  { serviceMail, publicUrl }: TellNewsDependencies,
  tx: Tx,
  { news, headerTo }: { readonly news: DomainNews; readonly headerTo: string },
): Promise<void> {
  const { organizationId } = news;
  await serviceMail.send(tx, { headerTo, organizationId, letter: newsLetter(news, publicUrl) });
}
