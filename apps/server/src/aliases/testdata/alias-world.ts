import { randomBytes } from 'node:crypto';
import { createManualClock, type ManualClock } from '@smtpy/testkit';
import { createOwner, createPrincipal, openTestApi, openTestDatabase } from '../../../fixtures/index.ts';
import { appPasswordRoutes, createAppPasswords } from '../../app-passwords/index.ts';
import { createAudit } from '../../audit/index.ts';
import { contactRoutes, createContacts, type Contacts } from '../../contacts/index.ts';
import { createSealer, type Db } from '../../db/index.ts';
import { createDomains, type Domains } from '../../domains/index.ts';
import { createMailboxes } from '../../mailboxes/index.ts';
import { createSenderEntries } from '../../senders/index.ts';
import { aliasRoutes, createAliases, type Aliases } from '../index.ts';

/** What an answer holds, as far as tests look. */
export interface Body {
  readonly code?: string;
  readonly detail?: string;
  readonly id: string;
  readonly address: string;
  readonly items: readonly (Readonly<Record<string, unknown>> & { readonly id: string; readonly address: string })[];
  readonly next_cursor: string | null;
  readonly total: number | null;
  readonly [name: string]: unknown;
}

/** Jane and John with an organization, a domain and a confirmed mailbox each, and the routes of aliases and what belongs to them. */
export interface AliasWorld extends AsyncDisposable {
  readonly db: Db;
  readonly clock: ManualClock;
  readonly aliases: Aliases;
  readonly contacts: Contacts;
  readonly domains: Domains;
  readonly organizationIds: Readonly<Record<'jane' | 'john', string>>;
  readonly mailboxIds: Readonly<Record<'jane' | 'john', string>>;
  readonly domainIds: Readonly<Record<'jane' | 'john', string>>;
  /** Sends a request as one of the two. */
  readonly send: (
    as: 'jane' | 'john',
    method: string,
    path: string,
    body?: object,
  ) => Promise<{ readonly status: number; readonly text: string; readonly body: Body }>;
  /** The status, with the code of a refusal. */
  readonly statusOf: (...request: Parameters<AliasWorld['send']>) => Promise<string>;
  /** What the audit log of an organization tells, oldest first. */
  readonly trail: (as: 'jane' | 'john') => Promise<readonly { readonly action: string }[]>;
}

/** Opens it: `jane.example` and `john.example`, `jane@provider.example` and `john@provider.example`. */
export async function openAliasWorld(): Promise<AliasWorld> {
  const database = await openTestDatabase();
  const { db } = database;
  const clock = createManualClock();
  const audit = createAudit({ db, clock });
  const domains = createDomains({ db, clock, sealer: createSealer(randomBytes(32)) });
  const mailboxes = createMailboxes({ db, clock, domains });
  const contacts = createContacts({ db, clock });
  const aliases = createAliases({ db, clock, domains, mailboxes, contacts });
  const settle = async (name: 'jane' | 'john') => {
    const user = await createOwner(db, name);
    const { organizationId } = user;
    const domain = await domains.addDomain({ organizationId, name: `${name}.example`, isTrusted: true });
    const address = `${name}@provider.example`;
    const mailbox = await mailboxes.addMailbox({ organizationId, address, isTrusted: true });
    if (domain.kind !== 'added' || mailbox.kind !== 'added') throw new Error('not added');
    return { user, organizationId, domainId: domain.domain.id, mailboxId: mailbox.mailbox.id };
  };
  const jane = await settle('jane');
  const john = await settle('john');
  const config = {
    hostname: 'mx.smtpy.example',
    smtp: { submissionPort: 587, submissionsPort: undefined },
  };
  const dependencies = { db, clock, audit, aliases, contacts, mailboxes, config };
  const api = await openTestApi({
    db,
    routes: [
      ...aliasRoutes(dependencies),
      ...contactRoutes({ ...dependencies, senders: createSenderEntries({ db, clock }) }),
      ...appPasswordRoutes({ ...dependencies, appPasswords: createAppPasswords({ db, clock }) }),
    ],
    principals: { jane: createPrincipal(jane.user.id), john: createPrincipal(john.user.id) },
  });
  const send: AliasWorld['send'] = async (as, method, path, body) => {
    // So that entries of the log are in their order.
    clock.advance(1);
    const answer = await api.send(method, path, { as, ...(body && { body }) });
    return { status: answer.status, text: answer.text, body: answer.body as Body };
  };
  return {
    db,
    clock,
    aliases,
    contacts,
    domains,
    organizationIds: { jane: jane.organizationId, john: john.organizationId },
    mailboxIds: { jane: jane.mailboxId, john: john.mailboxId },
    domainIds: { jane: jane.domainId, john: john.domainId },
    send,
    statusOf: async (...request) => {
      const { status, body } = await send(...request);
      return status < 400 ? String(status) : `${String(status)} ${String(body.code)}`;
    },
    trail: (as) =>
      db.query<{ readonly action: string }>({
        text: 'select action, before, after, subject_label from audit_entries where organization_id = $1 order by id',
        params: [as === 'jane' ? jane.organizationId : john.organizationId],
      }),
    [Symbol.asyncDispose]: async () => {
      await api[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}
