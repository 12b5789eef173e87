import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** How a connection to a mail server went. */
export type Greeting =
  | { readonly kind: 'greeted'; readonly line: string }
  | { readonly kind: 'silent' }
  | { readonly kind: 'unreachable'; readonly explanation: string };

/** What was heard, in words. */
export function describeGreeting(greeting: Greeting): string {
  switch (greeting.kind) {
    case 'greeted':
      return greeting.line;
    case 'silent':
      return 'no greeting';
    case 'unreachable':
      return greeting.explanation;
  }
}

/** Connects, reads the first line of the greeting and leaves. Never rejects; `silent` after the deadline. */
export function readGreeting(target: {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
  /** Whether TLS begins with the first octet; whose certificate it is makes no difference. Default: false. */
  readonly isTls?: boolean;
}): Promise<Greeting> {
  const { host, port, isTls = false } = target;
  return new Promise((resolve) => {
    const socket: Socket = isTls
      ? connectTls({ host, port, rejectUnauthorized: false })
      : connect({ host, port });
    let isConnected = false;
    let text = '';
    const finish = (greeting: Greeting): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(greeting);
    };
    const timer = setTimeout(() => {
      finish(
        isConnected
          ? { kind: 'silent' }
          : { kind: 'unreachable', explanation: `no answer within ${target.timeoutMs / 1_000} s` },
      );
    }, target.timeoutMs);
    socket.on('connect', () => (isConnected = true));
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (text.includes('\n') || text.length > 1_000)
        finish({ kind: 'greeted', line: text.split('\n', 1)[0]?.trim() ?? '' });
    });
    socket.on('error', (error) => {
      finish({ kind: 'unreachable', explanation: error.message });
    });
    socket.on('close', () => {
      finish({ kind: 'silent' });
    });
  });
}
