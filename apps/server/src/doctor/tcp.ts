import { connect } from 'node:net';

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
}): Promise<Greeting> {
  return new Promise((resolve) => {
    const socket = connect({ host: target.host, port: target.port });
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
