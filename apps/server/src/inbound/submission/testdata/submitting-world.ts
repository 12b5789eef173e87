import { randomBytes } from 'node:crypto';
import { formatAddress } from '@smtpy/mail';
import {
  createManualClock,
  type ManualClock,
  openSmtpDialog,
  type SmtpDialog,
  startDnsServer,
} from '@smtpy/testkit';
import { createOwner, openTestDatabase } from '../../../../fixtures/index.ts';
import { type Alias, type Aliases, createAliases, createDirectory } from '../../../aliases/index.ts';
import { type AppPasswords, createAppPasswords } from '../../../app-passwords/index.ts';
import { ensureSelfSignedCertificate } from '../../../certificates/index.ts';
import { createContacts } from '../../../contacts/index.ts';
import { createSealer, type Db, ensureMonthPartitions } from '../../../db/index.ts';
import { createResolver } from '../../../dns/index.ts';
import { createDomains } from '../../../domains/index.ts';
import { createMailboxes } from '../../../mailboxes/index.ts';
import { silentEvents, systemClock } from '../../../observe/index.ts';
import { createQueue } from '../../../queue/index.ts';
import type { InboundConfig } from '../../dependencies.ts';
import { createInbound, type InboundPorts } from '../../inbound.ts';
import { testConfig } from '../../testdata/receiving-world.ts';
import { makePolicy } from '../../testdata/policy.ts';

/** A receiver with listeners for submission on a real database, an organization with a domain, and its aliases. */
export interface SubmittingWorld extends AsyncDisposable {
  readonly ports: Readonly<Record<keyof InboundPorts, number>>;
  readonly db: Db;
  readonly organizationId: string;
  readonly aliases: Aliases;
  readonly appPasswords: AppPasswords;
  /** The time that failed logins are measured with. */
  readonly clock: ManualClock;
  readonly failures: readonly unknown[];
  /** As the log has them. */
  readonly refusals: readonly { readonly stage: string; readonly code: number; readonly reason: string }[];
  addAlias(address: string): Promise<Alias>;
  /** A password of the alias, as it is shown to its owner. */
  addPassword(alias: Alias): Promise<string>;
}

/** Starts a world with the active domain `my.example`. */
export async function startSubmittingWorld(options: {
  readonly dataDir: string;
  readonly config?: Partial<InboundConfig>;
}): Promise<SubmittingWorld> {
  const database = await openTestDatabase();
  const { db } = database;
  await ensureMonthPartitions(db);
  const dns = await startDnsServer();
  const features = { db, clock: systemClock };
  const sealer = createSealer(randomBytes(32));
  const domains = createDomains({ ...features, sealer: sealer });
  const mailboxes = createMailboxes({ ...features, domains });
  const contacts = createContacts(features);
  const aliases = createAliases({ ...features, domains, mailboxes, contacts });
  const directory = await createDirectory(features);
  const clock = createManualClock();
  const appPasswords = createAppPasswords({ db, clock });
  const { organizationId } = await createOwner(db, 'jane');
  await domains.addDomain({ organizationId, name: 'my.example', isTrusted: true });
  await mailboxes.addMailbox({ organizationId, address: 'jane@provider.example', isTrusted: true });
  const failures: unknown[] = [];
  const refusals: { stage: string; code: number; reason: string }[] = [];
  const inbound = createInbound({
    config: { ...testConfig, submissionPort: 0, submissionsPort: 0, ...options.config },
    tls: await ensureSelfSignedCertificate({ dataDir: options.dataDir, hostname: testConfig.hostname }),
    directory,
    contacts,
    queue: createQueue({
      ...features,
      sealer: createSealer(randomBytes(32)),
      events: silentEvents,
      shard: 1,
    }),
    policy: makePolicy().policy,
    appPasswords,
    resolver: createResolver({ servers: [dns.address], timeoutMs: 2_000, clock: systemClock }),
    returnPathKey: randomBytes(32),
    loopKey: randomBytes(32),
    events: {
      ...silentEvents,
      failed: (_action, error) => void failures.push(error),
      refused: ({ stage, code, reason }) => void refusals.push({ stage, code, reason }),
    },
    clock: systemClock,
  });
  const { port, submissionPort = 0, submissionsPort = 0 } = await inbound.listen();
  let passwords = 0;
  return {
    ports: { port, submissionPort, submissionsPort },
    db,
    organizationId,
    aliases,
    appPasswords,
    clock,
    failures,
    refusals,
    addAlias: async (address) => {
      const mailboxAddresses = ['jane@provider.example'];
      const added = await aliases.addAlias({ organizationId, address, mailboxAddresses, mode: 'rewrite' });
      if (added.kind !== 'added') throw new Error(added.reason);
      return added.alias;
    },
    addPassword: async ({ id: aliasId, address }) => {
      passwords += 1;
      const added = await appPasswords.add({ organizationId, aliasId, name: `password ${passwords}` });
      if (added.kind !== 'added') throw new Error(`${formatAddress(address)}: ${added.reason}`);
      return added.password;
    },
    [Symbol.asyncDispose]: async () => {
      await inbound.close(1);
      await dns.close();
      await directory[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** Greets on the port for STARTTLS, up to the EHLO under TLS. */
export async function openUnderTls(port: number, localAddress = '127.0.0.1'): Promise<SmtpDialog> {
  const dialog = await openSmtpDialog(port, { localAddress });
  await dialog.expect(220);
  await dialog.command('EHLO client.example');
  await dialog.startTls();
  await dialog.command('EHLO client.example');
  return dialog;
}

/** The initial response of PLAIN (RFC 4616 §2), in base64. */
export function plainToken(userName: string, password: string, authzid = ''): string {
  return Buffer.from(`${authzid}\0${userName}\0${password}`).toString('base64');
}
