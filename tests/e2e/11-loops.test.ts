import {
  bootServer,
  type BootedServer,
  freePort,
  sendMail,
  startDnsServer,
  type DnsServer,
} from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Correspondent, createCorrespondent } from './correspondent.ts';
import {
  alias,
  aliasDomain,
  commandsOf,
  install,
  type Installation,
  mailbox,
  newestMessage,
  type ShownMessage,
  userEmail,
} from './installation.ts';

describe('one installation', () => {
  let it_: Installation;
  let jane: Correspondent;
  let bob: Correspondent;

  beforeAll(async () => {
    it_ = await install();
    jane = await createCorrespondent(it_, mailbox);
    bob = await createCorrespondent(it_, 'bob@outside.example');
  });
  afterAll(() => it_[Symbol.asyncDispose]());

  it('takes no mailbox on a domain of its own, and no domain on which a mailbox lies', async () => {
    const own = await it_.tryCommand('mailbox', 'add', `me@${aliasDomain}`, '--user', userEmail, '--trust');
    expect(own.code).toBe(1);
    expect(own.stderr).toContain('comes to this server');
    const held = await it_.tryCommand('domain', 'add', 'mailbox.example', '--user', userEmail, '--trust');
    expect(held.code).toBe(1);
    expect(held.stderr).toContain('come back');
  });

  it('refuses what a mailbox sends back, and leaves the mailbox in peace', async () => {
    await bob.send({ rcptTo: [alias] });
    const { data, mailFrom } = await jane.awaitMail(1);
    const returned = await sendMail({ port: it_.server.smtpPort, mailFrom, rcptTo: [alias], data });
    expect(returned.last.code).toBe(554);
    expect(returned.last.text).toContain('5.4.6');
    await bob.send({ rcptTo: [alias] });
    await jane.awaitMail(2);
  });

  it('does not send to a mailbox whose domain it has come to receive for', async () => {
    // It could be sent to: what is not sent must not be missing for want of an MX.
    const ada = await createCorrespondent(it_, 'ada@moving.example');
    await it_.command('mailbox', 'add', ada.address, '--user', userEmail, '--trust');
    await it_.command('alias', 'add', `moving@${aliasDomain}`, '--to', 'ada@moving.example');
    await it_.command(
      'user',
      'create',
      '--email',
      'john@other.example',
      '--password',
      'correct horse battery',
    );
    await it_.command('domain', 'add', 'moving.example', '--user', 'john@other.example', '--trust');
    // The domain is looked up anew after a few seconds at the latest.
    await expect
      .poll(
        async () => {
          await bob.send({ rcptTo: [`moving@${aliasDomain}`] });
          return stateOf(it_, `moving@${aliasDomain}`);
        },
        { timeout: 20_000, interval: 1_000 },
      )
      .toBe('bounced');
    const { timeline } = await newestMessage(it_);
    expect(timeline.map(({ sentence }) => sentence).join('\n')).toContain('5.4.6 we receive the mail for');
    const before = ada.received().length;
    await bob.send({ rcptTo: [`moving@${aliasDomain}`] });
    await expect.poll(() => stateOf(it_, `moving@${aliasDomain}`)).toBe('bounced');
    expect(ada.received()).toHaveLength(before);
  });

  it('refuses a message with too many hops', async () => {
    const hops = 'Received: from a by b; Tue, 1 Jan 2030 12:00:00 +0000\r\n'.repeat(51);
    const data = `${hops}From: bob@outside.example\r\nSubject: Round\r\n\r\nHello.\r\n`;
    const { last } = await sendMail({
      port: it_.server.smtpPort,
      mailFrom: 'bob@outside.example',
      rcptTo: [alias],
      data,
    });
    expect(last.code).toBe(554);
  });

  it('keeps every invariant', async () => {
    await expect.poll(() => it_.command('check-invariants')).toMatchObject({ violations: [] });
  });
});

/** The end of the newest delivery to an address, once it has one. */
async function stateOf(
  { command }: Pick<Installation, 'command'>,
  rcptTo: string,
): Promise<string | undefined> {
  const { items } = (await command('message', 'list')) as {
    items: readonly { id: string; rcpt_to: readonly string[] }[];
  };
  const id = items.find(({ rcpt_to: recipients }) => recipients.includes(rcptTo))?.id;
  if (id === undefined) return undefined;
  return ((await command('message', 'show', id)) as ShownMessage).deliveries[0]?.state;
}

describe.each(['rewrite', 'preserve'] as const)(
  'two installations that forward to each other in mode %s',
  (mode) => {
    const sides = [
      { domain: 'here.example', host: '127.0.0.2' },
      { domain: 'there.example', host: '127.0.0.3' },
    ] as const;
    let dns: DnsServer;
    let port: number;
    let servers: readonly BootedServer[];

    beforeAll(async () => {
      dns = await startDnsServer();
      port = await freePort();
      servers = await Promise.all(sides.map((side) => startSide(side)));
    }, 180_000);
    afterAll(async () => {
      await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
      await dns.close();
    });

    async function startSide({ domain, host }: (typeof sides)[number]): Promise<BootedServer> {
      dns.set(domain, 'MX', [{ preference: 10, exchange: `mx.${domain}` }]);
      dns.set(`mx.${domain}`, 'A', [host]);
      dns.set(domain, 'TXT', [`v=spf1 ip4:127.0.0.0/8 -all`]);
      const server = await bootServer({
        env: {
          SMTPY_MODE: 'production',
          SMTPY_HOSTNAME: `mx.${domain}`,
          SMTPY_PUBLIC_URL: 'http://127.0.0.1',
          SMTPY_HTTP_HOST: '127.0.0.1',
          SMTPY_SMTP_HOST: host,
          SMTPY_SMTP_PORT: String(port),
          SMTPY_MX_PORT: String(port),
          SMTPY_DNS_SERVERS: dns.address,
          SMTPY_WORKERS: '1',
        },
      });
      const { command } = commandsOf(server);
      const email = `owner@elsewhere.example`;
      const other = sides.find((side) => side.domain !== domain)?.domain ?? '';
      await command('user', 'create', '--email', email, '--password', 'correct horse battery staple');
      await command('domain', 'add', domain, '--user', email, '--trust');
      await command('mailbox', 'add', `a@${other}`, '--user', email, '--trust');
      await command('alias', 'add', `a@${domain}`, '--to', `a@${other}`, '--mode', mode);
      return server;
    }

    it('stop after one round, with a clear end', async () => {
      const [here, there] = servers;
      if (here === undefined || there === undefined) throw new Error('no servers');
      const { last } = await sendMail({
        port,
        host: sides[0].host,
        mailFrom: 'bob@outside.example',
        rcptTo: [`a@${sides[0].domain}`],
        data: 'From: bob@outside.example\r\nSubject: Round\r\nMessage-ID: <round@outside.example>\r\n\r\nHi.\r\n',
      });
      expect(last.code).toBe(250);
      const ends = async (server: BootedServer, domain: string): Promise<string | undefined> =>
        stateOf(commandsOf(server), `a@${domain}`);
      await expect.poll(() => ends(here, sides[0].domain), { timeout: 30_000 }).toBe('delivered');
      await expect.poll(() => ends(there, sides[1].domain), { timeout: 30_000 }).toBe('bounced');
      const told = await newestMessage(commandsOf(there), sides[1].domain);
      expect(JSON.stringify(told.timeline)).toContain('5.4.6');
      const rounds = (await commandsOf(here).command('message', 'list')) as {
        items: readonly { subject: string | null; rcpt_to: readonly string[] }[];
      };
      expect(rounds.items.filter(({ rcpt_to: to }) => to.includes(`a@${sides[0].domain}`))).toHaveLength(1);
      for (const server of servers) {
        await expect
          .poll(() => commandsOf(server).command('check-invariants'), { timeout: 10_000 })
          .toMatchObject({ violations: [] });
      }
    }, 120_000);
  },
);
