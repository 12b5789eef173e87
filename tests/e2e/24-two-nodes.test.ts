import { type BootedServer, type DnsServer, sendMail, startDnsServer } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alias, commandsOf, makeOwner, userEmail } from './installation.ts';
import { bootTwoNodes } from './two-nodes.ts';

// Two machines that receive, on one PostgreSQL. What one of them learns or counts, the other one knows within seconds.
let stack: AsyncDisposableStack;
let dns: DnsServer;
let nodes: readonly [BootedServer, BootedServer];

beforeAll(async () => {
  stack = new AsyncDisposableStack();
  dns = stack.use(await startDnsServer());
  nodes = await bootTwoNodes(stack, {
    SMTPY_ROLES: 'smtp',
    SMTPY_DNS_SERVERS: dns.address,
    SMTPY_LIMIT_PER_SENDER: '20/h',
    SMTPY_GREYLIST: '6s',
  });
  await makeOwner(commandsOf(nodes[0]).command);
}, 120_000);
afterAll(() => stack.disposeAsync());

async function send(node: 0 | 1, mailFrom: string): Promise<number> {
  const { last } = await sendMail({
    port: nodes[node].smtpPort,
    mailFrom,
    rcptTo: [alias],
    data: `From: ${mailFrom}\r\nTo: ${alias}\r\nSubject: Nodes\r\n\r\nHello.\r\n`,
  });
  return last.code;
}

const publish = (domain: string): void => {
  dns.set(domain, 'TXT', ['v=spf1 ip4:127.0.0.1 -all']);
};

describe('two nodes on one database', () => {
  it('agree on who came back after greylisting', async () => {
    publish('patient.example');
    expect(await send(0, 'a@patient.example')).toBe(451);
    expect(await send(1, 'a@patient.example')).toBe(451);
    await expect.poll(() => send(1, 'a@patient.example'), { timeout: 20_000, interval: 500 }).toBe(250);
    expect(await send(0, 'b@patient.example')).toBe(250);
  });

  it('agree on a blocked sender within seconds', async () => {
    publish('unwanted.example');
    await expect.poll(() => send(0, 'x@unwanted.example'), { timeout: 20_000, interval: 500 }).toBe(250);
    expect(await send(1, 'x@unwanted.example')).toBe(250);
    await commandsOf(nodes[0]).command('sender', 'block', 'unwanted.example', '--user', userEmail);
    await expect.poll(() => send(0, 'x@unwanted.example'), { timeout: 8_000 }).toBe(550);
    await expect.poll(() => send(1, 'x@unwanted.example'), { timeout: 8_000 }).toBe(550);
  });

  it('agree on a limit: what one has counted, the other refuses', async () => {
    publish('busy.example');
    await expect.poll(() => send(0, 'first@busy.example'), { timeout: 20_000, interval: 500 }).toBe(250);
    const codes: number[] = [];
    for (let index = 0; index < 20; index += 1) codes.push(await send(0, 'sales@busy.example'));
    expect(codes.every((code) => code === 250)).toBe(true);
    await expect.poll(() => send(1, 'sales@busy.example'), { timeout: 8_000, interval: 1_100 }).toBe(450);
    expect(await send(0, 'sales@busy.example')).toBe(450);
    expect(await send(1, 'other@busy.example')).toBe(250);
  });
});
