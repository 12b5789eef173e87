import type { Examination, Finding } from './examination.ts';
import { describeGreeting, readGreeting } from './tcp.ts';

const timeoutMs = 8_000;

/** Receivers whose MX always answers on port 25: when none of them does, it is this side that is closed. */
const wellKnownDomains = ['gmail.com', 'outlook.com', 'yahoo.com'];

/** Whether mail can leave: through the relay where one is configured, otherwise to port 25 of others. */
export async function examineWayOut(examination: Examination): Promise<readonly Finding[]> {
  const { relayUrl } = examination.config.delivery;
  return [
    relayUrl === undefined
      ? await examineDirect(examination)
      : await examineRelay(new URL(relayUrl.reveal())),
  ];
}

async function examineRelay(url: URL): Promise<Finding> {
  const port = Number(url.port || (url.protocol === 'smtps:' ? 465 : 25));
  const greeting = await readGreeting({ host: url.hostname.replace(/^\[|\]$/gu, ''), port, timeoutMs });
  // With TLS from the first octet the server waits for us, so silence on an open connection is right.
  const isUp =
    greeting.kind === 'greeted'
      ? greeting.line.startsWith('220')
      : url.protocol === 'smtps:' && greeting.kind === 'silent';
  if (isUp) return { check: 'way_out', verdict: 'ok', text: `The relay ${url.host} answers` };
  const found = describeGreeting(greeting);
  return {
    check: 'way_out',
    verdict: 'problem',
    text: `The relay ${url.host} does not answer: ${found}`,
    advice: 'Check SMTPY_RELAY_URL; deliveries wait meanwhile',
  };
}

async function examineDirect({ resolver, config }: Examination): Promise<Finding> {
  const port = config.delivery.mxPort;
  const tried: string[] = [];
  for (const domain of wellKnownDomains) {
    const mx = await resolver.resolveMx(domain);
    const host =
      mx.kind === 'found' ? mx.records.toSorted((a, b) => a.priority - b.priority)[0]?.exchange : undefined;
    if (host === undefined) {
      tried.push(`${domain}: no MX found`);
      continue;
    }
    const found = await resolver.resolveAddresses(host);
    const address = found.kind === 'found' ? found.records[0] : undefined;
    if (address === undefined) {
      tried.push(`${host}: no address found`);
      continue;
    }
    const greeting = await readGreeting({ host: address, port, timeoutMs });
    if (greeting.kind === 'greeted')
      return {
        check: 'way_out',
        verdict: 'ok',
        text: `${host} answers on port ${port}: mail can leave directly`,
      };
    tried.push(`${host}: ${describeGreeting(greeting)}`);
  }
  return {
    check: 'way_out',
    verdict: 'problem',
    text: `Mail cannot leave: no other server answers on port ${port} (${tried.join('; ')})`,
    advice:
      'Many hosters close outgoing port 25; ask for it to be opened, or send through a relay with SMTPY_RELAY_URL. Deliveries wait meanwhile',
  };
}
