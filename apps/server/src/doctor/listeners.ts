import type { Examination, Finding } from './examination.ts';
import { describeGreeting, readGreeting } from './tcp.ts';

const timeoutMs = 5_000;

const names = { smtp: 'SMTP', submission: 'Submission (STARTTLS)', submissions: 'Submission (TLS)' } as const;

/** Whether the server that runs on this data folder answers on its ports. */
export async function examineListeners({
  running,
  config,
  signal,
}: Examination): Promise<readonly Finding[]> {
  if (running === undefined) {
    return [
      {
        check: 'server',
        verdict: 'warning',
        text: `No server runs on ${config.dataDir}`,
        advice: 'Start it with npm start',
      },
    ];
  }
  const findings: Finding[] = [];
  for (const [name, isTls] of [
    ['smtp', false],
    ['submission', false],
    ['submissions', true],
  ] as const) {
    const address = running[name];
    if (address !== undefined) findings.push(await examineSmtp(name, address, { isTls }));
  }
  if (running['http'] !== undefined) findings.push(await examineHttp(running['http'], signal));
  return findings;
}

async function examineSmtp(
  check: 'smtp' | 'submission' | 'submissions',
  address: string,
  { isTls }: { readonly isTls: boolean },
): Promise<Finding> {
  const colon = address.lastIndexOf(':');
  const host = address
    .slice(0, colon)
    .replace(/^0\.0\.0\.0$/u, '127.0.0.1')
    .replace(/^(\[::\]|::)$/u, '::1');
  const greeting = await readGreeting({ host, port: Number(address.slice(colon + 1)), timeoutMs, isTls });
  if (greeting.kind === 'greeted' && greeting.line.startsWith('220')) {
    return { check, verdict: 'ok', text: `${names[check]} answers on ${address}` };
  }
  const found = describeGreeting(greeting);
  return {
    check,
    verdict: 'problem',
    text: `${names[check]} does not answer on ${address}: ${found}`,
    advice: 'The log of the server says why',
  };
}

async function examineHttp(url: string, signal: AbortSignal): Promise<Finding> {
  const local = url.replace('//0.0.0.0', '//127.0.0.1');
  // Expected: nothing listens, or not in time.
  try {
    const response = await fetch(`${local}/readyz`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    if (response.ok) return { check: 'http', verdict: 'ok', text: `The web role is ready on ${url}` };
    return {
      check: 'http',
      verdict: 'problem',
      text: `${url}/readyz answers ${response.status}: ${await response.text()}`,
    };
  } catch (error) {
    const text = `${url}/readyz does not answer: ${error instanceof Error ? error.message : String(error)}`;
    return { check: 'http', verdict: 'problem', text, advice: 'The log of the server says why' };
  }
}
