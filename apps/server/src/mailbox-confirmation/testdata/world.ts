import { createManualClock } from '@smtpy/testkit';
import { createOwner, createPrincipal, openTestApi, openTestDatabase } from '../../../fixtures/index.ts';
import type { User } from '../../accounts/index.ts';
import { createAudit } from '../../audit/index.ts';
import { createSealer } from '../../db/index.ts';
import { createDomains } from '../../domains/index.ts';
import { createInstallation } from '../../installation/index.ts';
import { createMailboxes, createMailboxPauses, mailboxRoutes } from '../../mailboxes/index.ts';
import { createNotices, noticeRoutes } from '../../notices/index.ts';
import { silentEvents } from '../../observe/index.ts';
import { createQueue, hasDeliveredSince } from '../../queue/index.ts';
import { createRequestLimits } from '../../request-limits/index.ts';
import { createServiceMail, type SendServiceMail } from '../../service-mail/index.ts';
import { createMailboxConfirmations } from '../index.ts';

const hourMs = 3_600_000;
const noRates = { perKey: undefined, perUser: undefined, perOrganization: undefined, perNetwork: undefined };

/** Mailboxes, confirmations and notices on a real database, with their routes; mails go into the real queue and are kept for the test to read. */
export async function openWorld() {
  const database = await openTestDatabase();
  const { db } = database;
  const clock = createManualClock();
  const sealer = createSealer(Buffer.alloc(32, 7));
  const queue = createQueue({ db, clock, sealer, events: silentEvents, shard: 0, delayNoticeAfterMs: 1 });
  const domains = createDomains({ db, clock, sealer });
  const installation = createInstallation({ db, mode: 'sandbox' });
  const hostname = 'mail.service.test';
  const mail = createServiceMail({ db, clock, sealer, queue, domains, hostname, installation });
  const sent: SendServiceMail[] = [];
  const audit = createAudit({ db, clock });
  const mailboxes = createMailboxes({ db, clock, domains });
  const notices = createNotices({ db, clock });
  const pauses = createMailboxPauses({
    config: { mailboxPauseAfter: 2, mailboxPauseWindowMs: hourMs, mailboxProbeAfterMs: 60_000 },
    hasDeliveredSince,
    resumeDeliveries: (tx, mailboxId) => queue.resumeMailbox(mailboxId, tx),
  });
  const confirmations = createMailboxConfirmations({
    db,
    clock,
    audit,
    domains,
    mailboxes,
    notices,
    limits: createRequestLimits({ db, clock, rates: noRates }),
    publicUrl: 'https://smtpy.example',
    serviceMail: {
      send: async (tx, one) => {
        const id = await mail.send(tx, one);
        sent.push(one);
        return id;
      },
    },
  });
  const people = { jane: await createOwner(db, 'jane'), john: await createOwner(db, 'john') };
  const principalOf = ({ id, email }: User) => createPrincipal(id, { email });
  const api = await openTestApi({
    db,
    routes: [
      ...mailboxRoutes({ db, clock, audit, pauses, notices, mailboxes, confirmations }),
      ...noticeRoutes({ notices }),
    ],
    principals: { jane: principalOf(people.jane), john: principalOf(people.john) },
  });

  /** The tokens of the mails to an address, oldest first. */
  const tokensTo = (address: string): readonly string[] =>
    sent.flatMap(({ headerTo, letter }) => {
      const link = letter.blocks.find((block) => block.kind === 'link');
      const token = headerTo === address && link && new URL(link.url).searchParams.get('token');
      return typeof token === 'string' ? [token] : [];
    });

  async function actionsOf(organizationId: string) {
    return db.query<{ readonly action: string; readonly actor_kind: string; readonly ip: string | null }>({
      text: 'select action, actor_kind, ip from audit_entries where organization_id = $1 order by at, action',
      params: [organizationId],
    });
  }

  /** Facts of an organization by type, without what became of its mail. */
  async function factsOf(organizationId: string): Promise<readonly string[]> {
    const rows = await db.query<{ readonly type: string }>({
      text: 'select type from events where organization_id = $1 and message_id is null order by id',
      params: [organizationId],
    });
    return rows.map(({ type }) => type);
  }

  return {
    ...database,
    clock,
    queue,
    domains,
    sealer,
    mailboxes,
    notices,
    pauses,
    confirmations,
    audit,
    api,
    sent,
    people,
    tokensTo,
    actionsOf,
    factsOf,
    [Symbol.asyncDispose]: async () => {
      await api[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** What {@link openWorld} gives. */
export type World = Awaited<ReturnType<typeof openWorld>>;
