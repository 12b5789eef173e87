import { once } from 'node:events';
import { connect } from 'node:net';

/** An SMTP client that sends a line and waits for the whole reply (RFC 5321 §4.2.1). */
export interface SmtpDialog extends AsyncDisposable {
  say(line: string): Promise<string>;
}

/** Connects and reads the greeting. */
export async function openDialog(port: number): Promise<SmtpDialog> {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  let received = '';
  const reply = async (): Promise<string> => {
    while (!/^\d{3} [^\n]*\r\n$/m.test(received)) {
      const [chunk] = (await once(socket, 'data')) as [Buffer];
      received += chunk.toString('latin1');
    }
    const text = received;
    received = '';
    return text;
  };
  await reply();
  return {
    say: (line) => {
      socket.write(`${line}\r\n`);
      return reply();
    },
    [Symbol.asyncDispose]: async () => {
      socket.end('QUIT\r\n');
      await once(socket, 'close');
    },
  };
}
